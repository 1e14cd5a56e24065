"""How much content there is, for editors and for who plans the speech: guides, names, questions, steps, seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from content.explanations import Explanations
from content.files import Content, read_content
from content.listening import Line, count_listening
from content.model import Topic
from content.question_share import NOTHING_FOUND, AskedQuestion, count_right
from content.rules_language import PlainLanguage


def count_content(folder: Path, language: PlainLanguage, *, each: bool = False) -> Iterator[Line]:
    """The lines of the statistics of a whole content folder; `each`: with a line of every guide's speech."""
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
    yield from count_listening(guides, language, each=each)
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
