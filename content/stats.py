"""How much content there is, for editors and for who plans the speech: guides, names, questions, steps, seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from content.explanations import Explanations
from content.files import Content, read_content
from content.model import Guide, Topic
from content.question_share import NOTHING_FOUND, AskedQuestion, count_right

# Older listeners prefer it slower than a newsreader's 258 (Chan & Lee 2005).
SPEECH_CHARACTERS_PER_MINUTE = 185

Line = tuple[str, dict[str, str]]  # which sentence of the wording, and what fills it


def spoken_characters(guide: Guide) -> int:
    """Everything a voice may say of a guide: its name, short answers, steps, questions and answers."""
    short = guide.short
    texts = [guide.spoken_name or guide.title]
    texts += [short.time, short.fee, short.place, short.materials, short.visits] if short else []
    texts += [step.speech for step in guide.steps]
    texts += [part for question in guide.faq for part in (question.q, question.a)]
    return sum(len(text) for text in texts)


def count_content(folder: Path) -> Iterator[Line]:
    """The lines of the statistics of a whole content folder."""
    content, faults = read_content(folder)
    guides = list(content.guides.values())
    statuses: Counter[str] = Counter(guide.status for guide in guides)
    by_status = {name: str(statuses[name]) for name in ("example", "sourced", "verified")}
    yield "guides", {"count": str(len(guides)), **by_status}
    yield from _count_topics(content)
    yield (
        "others",
        {
            "overlays": str(len(content.overlays)),
            "scenarios": str(len(content.scenarios)),
            "notices": str(len(content.notices)),
        },
    )
    parts = ("aliases", "questions", "steps", "faq")
    yield "parts", {part: str(sum(len(getattr(guide, part)) for guide in guides)) for part in parts}
    seconds = 60 * sum(spoken_characters(guide) for guide in guides) / SPEECH_CHARACTERS_PER_MINUTE
    yield "speech", {"seconds": f"{seconds:.0f}", "speed": str(SPEECH_CHARACTERS_PER_MINUTE)}
    yield from _count_offices(content)
    if faults:
        yield "faults", {"count": str(len(faults))}


def _count_topics(content: Content) -> Iterator[Line]:
    counted = Counter(guide.topic for guide in content.guides.values())
    for topic in content.topics:
        if counted[topic.id]:
            yield "topic", {"title": topic.title, "id": topic.id, "count": str(counted[topic.id])}


def _count_offices(content: Content) -> Iterator[Line]:
    counted = Counter(office.region for office in content.offices)
    for code, count in sorted(counted.items()):
        region = content.regions.get(code)
        yield "offices", {"code": code, "name": region.name if region else "", "count": str(count)}


def count_answers(topics: Sequence[Topic], asked: Sequence[AskedQuestion]) -> Iterator[Line]:
    """How many of the asked questions were answered right, in all and by topic."""
    share = count_right(asked)
    chosen = sum(1 for question in asked if question.is_right and question.answer.verdict == "choose")
    values = {"asked": str(share.asked), "right": str(share.right), "percent": f"{share.percent:.1f}"}
    yield "answered", {**values, "choose": str(chosen)}
    for topic in topics:
        share = count_right(question for question in asked if question.guide.topic == topic.id)
        if share.asked:
            counts = {"asked": str(share.asked), "right": str(share.right), "percent": f"{share.percent:.1f}"}
            yield "answered_topic", {"title": topic.title, "id": topic.id, **counts}


def list_misses(asked: Sequence[AskedQuestion], explanations: Explanations) -> Iterator[str]:
    """Each question not answered right, and what was found instead."""
    for question in asked:
        if not question.is_right:
            found = _say_found(question, explanations)
            yield explanations.count("missed", guide=question.guide.id, question=question.question, found=found)


def _say_found(question: AskedQuestion, explanations: Explanations) -> str:
    answer = question.answer
    if answer.verdict == NOTHING_FOUND or not answer.id:
        return explanations.count("found_nothing")
    return explanations.count("found_choice", title=answer.title) if answer.verdict == "choose" else answer.title
