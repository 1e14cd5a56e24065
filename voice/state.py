"""Where a conversation stands, and what is answered. Plain data; a new conversation begins with `State(region=…)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from channel_api.answers import CaseProgress
from voice.case_entry import NO_ENTRY, Entry
from voice.intents import Intent, Mode, Situation, Slot

ALARM = "emergency/"  # and the number to call
PROGRESS, HOTLINES = "case/progress", "hotlines"
OfferKind = Literal["service", "region", "hotline", "feedback", "stars", "case"]


@dataclass(frozen=True, slots=True)
class Offer:
    """One of at most three things to choose from; `aspect`: what was asked about it, `exactly`: the slots that say
    what of it."""

    kind: OfferKind
    id: str
    title: str
    aspect: str = ""
    exactly: tuple[tuple[str, Slot], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """Sentences to speak, the route of the television, and what is awaited next; `shown`: lines that stand on the
    screen as long as the answer does and are never spoken, such as a code."""

    sentences: tuple[str, ...]
    screen: str
    expects: Mode
    shown: tuple[str, ...] = ()

    @property
    def speech(self) -> str:
        """Everything that is spoken."""
        return "".join(self.sentences)


@dataclass(frozen=True, slots=True)
class State:
    """All that is remembered, and only while the conversation lasts. `told`: the aspects of the guide that were
    answered; `step`: of it, from 1; `paused`: the guide and step left for another question; `labelled`: guides already
    said to be examples; `misses`, `strangers`, `silences`: failures in a row, by kind; `adjusted`: louder,
    bigger… said last; `talked`: services answered about, the last ones; `line`: the telephone number told last;
    `settled`: the alarm that was just said to be over."""

    region: str
    mode: Mode = "idle"
    service: str = ""
    aspect: str = ""
    question: str = ""
    told: frozenset[str] = frozenset()
    step: int = 0
    paused: tuple[str, int] = ("", 0)
    offers: tuple[Offer, ...] = ()
    pending: Intent | None = None
    pending_number: str = ""
    entry: Entry = NO_ENTRY
    code: str = ""
    case: CaseProgress | None = None
    labelled: frozenset[str] = frozenset()
    misses: int = 0
    strangers: int = 0
    silences: int = 0
    adjusted: str = ""
    talked: tuple[str, ...] = ()
    line: str = ""
    settled: str = ""
    screen: str = "home"
    trail: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def alarm(self) -> str:
        """The number of the alarm on the screen; empty where none is."""
        return _alarm_of(self.screen)

    def situation(self) -> Situation:
        """What understanding may know of it. Whoever goes on asking when asked whether a service is meant, means it,
        or the one that was talked about before. The case on the screen comes before the guide that was open."""
        asked_about = self.pending.text("service") if self.mode == "confirm" and self.pending else ""
        is_about_case = self.case is not None and self.screen == PROGRESS
        at_hand = "" if is_about_case else self.service
        return Situation(
            mode=self.mode,
            region=self.region,
            service=at_hand or asked_about,
            aspect=self.aspect,
            question="" if is_about_case and not asked_about else self.question,
            offered=tuple(offer.id for offer in self.offers if offer.kind == "service"),
            titles=tuple(offer.title for offer in self.offers),
            entry=self.entry,
            code=self.code,
            has_case=self.case is not None,
            adjusted=self.adjusted,
            talked=self.talked,
            alarm=self.alarm,
            line=self.line if self.screen == HOTLINES else "",
            alarm_before=self.settled or (_alarm_of(self.trail[-1]) if self.trail else ""),
            asked_number=self.mode == "confirm" and bool(self.pending_number),
            can_mend_code=self.mode == "case_number" and bool(self.pending_number) and not self.entry.number,
        )


def _alarm_of(screen: str) -> str:
    return screen.removeprefix(ALARM) if screen.startswith(ALARM) else ""
