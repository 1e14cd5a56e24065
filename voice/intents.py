"""What a household can mean: intents with their slots, and the decision how to take them. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from voice.case_entry import NO_ENTRY, Entry

Decision = Literal["accept", "confirm", "choose", "reject"]
Mode = Literal["idle", "case_number", "case_code", "choice", "confirm", "step", "region"]
Slot = str | int | bool | tuple[str, ...]

MASKED_CODE = "******"
LAST = -1  # the slot `n` of 最后一个
# While a number is dictated only these commands are listened to; everything else belongs to the number or asks anew.
WHILE_DICTATING = frozenset(
    (
        *("stop", "home", "back", "repeat", "slower", "faster", "louder", "quieter", "bigger", "smaller", "wait"),
        *("resume", "help", "hotline", "greet", "thanks", "confirm", "deny", "set_region", "feedback"),
    )
)
CHAT = "about"  # the slot of what is said to anything that answers, which is understood though nothing of ours
# Slots that say how exactly the answer is to be; two hypotheses that differ in these alone mean the same.
PARTICULARS = frozenset(("detail", "ahead", "of_line", "errand", "left_open", "farewell", "danger", "asked"))


@dataclass(frozen=True, slots=True)
class Intent:
    """`slots` as the contract names them; a code stands in them unmasked until it is shown."""

    name: str
    slots: Mapping[str, Slot] = field(default_factory=dict)

    def text(self, slot: str) -> str:
        """A slot as text; empty where it is not given."""
        return str(self.slots.get(slot, ""))

    def number(self, slot: str) -> int:
        """A slot as number; 0 where it is not given."""
        value = self.slots.get(slot, 0)
        return value if isinstance(value, int) else 0

    def texts(self, slot: str) -> tuple[str, ...]:
        """A slot that holds several texts."""
        value = self.slots.get(slot, ())
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance understood. `said` is what may be shown; `question` what was asked, for a correction to build on;
    `entry`: the case number after it, where one is dictated or may be meant; neither is ever shown. `certainty`: from 0
    to 1, how well the words fit, to weigh several hypotheses of one utterance."""

    said: str
    intent: Intent
    decision: Decision = "accept"
    question: str = ""
    entry: Entry | None = None
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Situation:
    """What understanding needs to know of the conversation so far. `offered`: the ids of services
    there are to choose from; `titles`: of everything offered;
    `adjusted`: what of sound or letters was last asked to be otherwise; `talked`: services talked about before;
    `alarm`, `line`: the number of the alarm on the screen, and of the telephone line that was told last;
    `alarm_before`: of the alarm that was on the screen before this one; `asked_number`: it was asked whether a number
    is one of a case; `can_mend_code`: number or code was wrong, and nothing of another number was said yet."""

    mode: Mode = "idle"
    region: str = ""
    service: str = ""
    aspect: str = ""
    question: str = ""
    offered: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    entry: Entry = NO_ENTRY
    code: str = ""
    has_case: bool = False
    adjusted: str = ""
    talked: tuple[str, ...] = ()
    alarm: str = ""
    line: str = ""
    alarm_before: str = ""
    asked_number: bool = False
    can_mend_code: bool = False

    @property
    def danger(self) -> str:
        """The number of the alarm that was told last, as long as it may still be talked about."""
        return self.alarm or self.alarm_before
