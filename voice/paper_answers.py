"""What is answered when one paper is asked about: 户口本要带吗, 没有照片怎么办. Pure."""

from __future__ import annotations

from voice.guide_answers import Matter, answer

PAPER_NEEDS = {"必要": "needed", "非必要": "optional", "容缺后补": "later"}


def paper_answer(asked: str, matter: Matter) -> list[str]:
    """Whether one paper is needed, and what to do without it."""
    paper = next((material for material in matter.guide.materials if material.name == asked), None)
    say = matter.say
    if paper is None:
        return [say("paper.unlisted", name=asked), *answer("materials", matter)]
    if paper.exempt:
        return [say("paper.exempt", name=paper.name), paper.note]
    key = "paper.when" if paper.when else f"paper.{PAPER_NEEDS[paper.need]}"
    without = say("paper.without", text=paper.alternative) if paper.alternative else paper.note
    return [say(key, name=paper.name, when=paper.when), without]
