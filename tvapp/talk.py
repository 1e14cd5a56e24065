"""Talking with the television: what it does while it listens, and what an answer changes on it. No sound, no threads.

Keys and speech mix: an answer moves the same screens as keys do, and what is said next starts from the screen in sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from channel_api.answers import CaseProgress
from tvapp.adjusting import ADJUSTMENTS, adjust, said_of
from tvapp.driven import Driven
from tvapp.history import History
from tvapp.words import Words

Phase = Literal["", "opening", "listening", "thinking"]
PAGES = {"page_next": "PAGE_DOWN", "page_previous": "PAGE_UP"}
PLACES, CHOOSES_PLACE = "region", ("set_region", "choose")
ENTRY, PROGRESS = "case", "case/progress"
NUMBER, CODE, STAGE, ENTERS_CODE = "number", "code", "stage", "code"


@dataclass(frozen=True, slots=True)
class InSight:
    """What the television shows when somebody begins to speak. `number`, `code`: typed so far, `is_code`: the code is
    typed now; `case`: the progress in sight; `has_private`: a case screen lies on the way back."""

    screen: str
    region: str
    number: str = ""
    code: str = ""
    is_code: bool = False
    case: CaseProgress | None = None
    has_private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """`sentences` are spoken; `screen` is a route with its `fields`; `shown` stands on the screen and is never spoken;
    `intent` is what was meant; `region` where the conversation is now."""

    sentences: tuple[str, ...]
    screen: str
    region: str
    intent: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What comes from listening: the microphone opened (`opened`), understood so far (`partial`), over (`thinking`),
    nothing of it (`problem`, with the sentence to say), or an answer."""

    kind: Literal["opened", "partial", "thinking", "problem", "answer"]
    text: str = ""
    answer: Answer | None = None


class Voice(Protocol):
    """Whatever listens. Every call returns at once; what comes of it is told as `Heard`."""

    @property
    def described(self) -> str:
        """Where what is said here goes, in words for the household."""

    def listen(self, sight: InSight) -> None:
        """One utterance."""

    def finish(self) -> None:
        """That was all of it."""

    def stop(self) -> None:
        """Drop it."""

    def forget(self) -> None:
        """Nothing personal is in sight any more: nothing of it stays in the conversation either."""


class Talk:
    """The state of one television's conversation; `voice` is None where nothing can listen."""

    def __init__(self, words: Words, voice: Voice | None = None) -> None:
        self.voice = voice
        self.phase: Phase = ""
        self.shown: tuple[str, ...] = ()  # lines that stand on the screen and are never spoken
        self._words, self._partial = words, ""

    def pressed(self, television: Driven) -> None:
        """The key to talk: begins, or says that this was all. Where nothing can listen, that is said."""
        if self.voice is None:
            television.telling.add(self._words.text("no_voice"))
        elif self.phase == "":
            self.phase, self._partial, self.shown = "opening", "", ()
            self.voice.listen(in_sight(television))
        elif self.phase == "listening":
            self.phase = "thinking"
            self.voice.finish()

    def break_off(self) -> None:
        """Another key was pressed."""
        self.shown = ()
        if self.phase and self.voice is not None:
            self.phase = ""
            self.voice.stop()

    def forget(self) -> None:
        """The case screens were left."""
        if self.voice is not None:
            self.voice.forget()

    def caption(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """What the caption line shows: that it listens, and what it understood, else what is being said."""
        if self.phase == "listening" and self._partial:
            return (self._words.text("talk.partial", text=self._partial),)
        if self.phase:
            return (self._words.text(f"talk.{self.phase}"),)
        return (*self.shown, *said)

    def take(self, heard: Heard, television: Driven) -> None:
        """Carries out what came from listening; what comes after a key broke it off changes nothing."""
        if self.phase == "":
            return
        if heard.kind == "opened":
            self.phase = "listening"
        elif heard.kind == "thinking":
            self.phase = "thinking"
        elif heard.kind == "partial":
            self._partial = heard.text
        else:
            self.phase = ""
            if heard.answer is None:
                television.telling.answer((heard.text,) if heard.text else ())
            else:
                self.shown = heard.answer.shown
                self._follow(heard.answer, television)

    def _follow(self, answer: Answer, television: Driven) -> None:
        sentences = answer.sentences
        if answer.intent in ADJUSTMENTS:
            sentences = (self._adjust(answer.intent, television), *sentences[1:])
        elif answer.intent in PAGES:
            television.move(PAGES[answer.intent])
        else:
            leave_places(television.history, answer)
            go(television.history, answer)
        if answer.region != television.memory.region:
            television.memory = replace(television.memory, region=answer.region)
        television.telling.answer(sentences)

    def _adjust(self, name: str, television: Driven) -> str:
        before, size = television.memory, television.scene().text_size
        if ADJUSTMENTS[name].setting == "text_size" and not size:
            return self._words.text("settings.text_size_detail")
        television.memory = adjust(before, name, text_size=size) if size else adjust(before, name)
        said = {"text_size": size} if size else {}
        return said_of(name, before, television.memory, self._words, **said)


def in_sight(television: Driven) -> InSight:
    """What the conversation must know of the screen."""
    visit, region = television.visit, television.memory.region
    number, code = visit.fields.get(NUMBER, ""), visit.fields.get(CODE, "")
    case = television.data.case(number, code).value if visit.route.text == PROGRESS and number else None
    is_code = visit.fields.get(STAGE) == ENTERS_CODE
    is_entry = visit.route.text == ENTRY
    return InSight(
        screen=visit.route.text,
        region=region,
        number=number if is_entry else "",
        code=code if is_entry else "",
        is_code=is_entry and is_code,
        case=case,
        has_private=television.history.has_private,
    )


def leave_places(history: History, answer: Answer) -> None:
    """The place is found: back to where one was, as after choosing it with a key."""
    is_found = answer.intent in CHOOSES_PLACE and answer.screen != PLACES
    if is_found and history.front.route.text == PLACES:
        history.back()


def go(history: History, answer: Answer) -> None:
    """The way the viewer comes by an answer: one screen further, or back as a key would."""
    if answer.intent == "back":
        history.back()
    elif answer.screen == "home":
        if answer.intent in ("home", "stop"):
            history.go_home()
    elif answer.screen == history.front.route.text:
        if answer.fields:
            history.front.fields = {**history.front.fields, **answer.fields}
    elif answer.screen == PROGRESS and history.front.route.text == ENTRY:
        history.replace(answer.screen, answer.fields)
    else:
        history.open(answer.screen, answer.fields)
