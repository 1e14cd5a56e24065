"""Which sentences the channel speaks, and the key under which the sound of one is kept. Pure.

Server and boxes cut texts into sentences here and nowhere else: what the server rendered is what a box asks for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import singledispatch
from itertools import chain
from pathlib import Path

from content.model import Guide, Hotline, Notice, Office, Region, Scenario, Topic
from content.yaml_text import load_plain

VOICES_FILE = Path(__file__).parent / "wording" / "speech_voices.yaml"
LONGEST_UNCUT = 30  # characters; of a longer sentence a box may say only the first clauses
SENTENCE_END = re.compile(r"(?<=[。！？])")
_CLAUSE_END = re.compile(r"(?<=[，：；、])")
_MARKS = "，：；、。！？ "
_SCREEN_ONLY = re.compile(r"（[^）]*）")


def split_sentences(text: str) -> list[str]:
    """Sentences with their full stops; line breaks and wide blanks of the screen become pauses."""
    flowing = re.sub(r"[。，]?\n+", "。", text).replace("　", "，")
    parts = [part for part in SENTENCE_END.split(flowing) if part.strip("。 ")]
    return [part if part.endswith(("。", "！", "？")) else f"{part}。" for part in parts]


def as_sentence(part: str) -> str:
    """A part of a sentence said by itself: `多久，` and `多久` are `多久。`; empty where there is nothing to say."""
    bare = part.rstrip("，：；、。 ")
    if not bare.strip(_MARKS):
        return ""
    return bare if bare.endswith(("！", "？")) else f"{bare}。"


def clauses_of(sentence: str) -> list[str]:
    """The pieces between commas, with their marks; together they are the sentence."""
    return [piece for piece in _CLAUSE_END.split(sentence) if piece]


def speech_key(voice: str, sentence: str) -> str:
    """The name of the sound: sha256 of voice, newline and text, in hex."""
    return hashlib.sha256(f"{voice}\n{sentence}".encode()).hexdigest()


def load_voices() -> dict[str, str]:
    """`female` and `male`, each with the name of the voice that the server renders."""
    return {kind: str(name) for kind, name in load_plain(VOICES_FILE).items()}


def spoken_sentences(things: Iterable[object]) -> Iterator[str]:
    """The sentences of guides, hotlines and whatever else is published, each once: first what is heard of each thing
    at once, in the order of `things`, then the details of all guides."""
    known = list(things)
    seen: set[str] = set()
    details = (text for thing in known if isinstance(thing, Guide) for text in _details_of(thing))
    for text in chain((text for thing in known for text in texts_of(thing)), details):
        for sentence in _with_parts(text):
            if sentence not in seen:
                seen.add(sentence)
                yield sentence


def _with_parts(text: str) -> Iterator[str]:
    """The sentences, and the clauses of those too long for one breath."""
    for sentence in split_sentences(text):
        yield sentence
        if len(sentence) > LONGEST_UNCUT:
            plain = _SCREEN_ONLY.sub("", sentence)
            yield from (part for part in map(as_sentence, clauses_of(plain)) if part)


@singledispatch
def texts_of(thing: object) -> Iterator[str]:
    """Everything a voice may say of one thing, most wanted first; of most things that is nothing."""
    return iter(())


@texts_of.register
def _of_guide(guide: Guide) -> Iterator[str]:
    short = guide.short
    if short:
        yield from filter(None, (short.time, short.fee, short.place, short.materials, short.visits))
    yield from filter(None, (guide.title, guide.spoken_name))
    yield from (step.speech or step.title for step in guide.steps)
    yield from (material.name for material in guide.materials)


def _details_of(guide: Guide) -> Iterator[str]:
    """What is only heard where somebody goes into a part of the guide."""
    for question in guide.faq:
        yield from (question.q, question.a)
    for step in guide.steps:
        yield step.title
        yield step.detail
    for material in guide.materials:
        yield from filter(None, (material.source, material.when, material.note, material.alternative))
    yield from guide.eligibility
    for fee in guide.fees:
        yield from filter(None, (fee.name, fee.amount))
    for result in guide.results:
        yield from filter(None, (result.name, result.valid))
    yield from filter(
        None,
        (
            guide.scope,
            guide.agent.note if guide.agent else "",
            guide.when_to_apply.text if guide.when_to_apply else "",
            guide.booking.how if guide.booking else "",
            guide.visits.reason if guide.visits else "",
            guide.department,
        ),
    )
    limits = guide.limits
    for limit in (limits.promised, limits.statutory) if limits else ():
        if limit:
            yield limit.note


@texts_of.register
def _of_topic(topic: Topic) -> Iterator[str]:
    yield topic.title


@texts_of.register
def _of_hotline(hotline: Hotline) -> Iterator[str]:
    yield from filter(None, (hotline.name, hotline.hours, *hotline.do_first, hotline.number))


@texts_of.register
def _of_notice(notice: Notice) -> Iterator[str]:
    yield from (notice.title, notice.text)


@texts_of.register
def _of_scenario(scenario: Scenario) -> Iterator[str]:
    yield from filter(None, (scenario.title, scenario.summary))
    for question in scenario.questions:
        yield question.text
        yield from (answer.text for answer in question.answers)
    yield from (outcome.text for outcome in scenario.outcomes)


@texts_of.register
def _of_region(region: Region) -> Iterator[str]:
    yield region.name


@texts_of.register
def _of_office(office: Office) -> Iterator[str]:
    yield from filter(None, (office.name, office.address, office.transit))
