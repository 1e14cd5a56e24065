"""The part of the conversation about telephone numbers: the one to call, an alarm, and what is asked of either then.

While an alarm is on the screen everything comes back to the number and to what helps until somebody comes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from content.model import Hotline
from voice.digits import slowly
from voice.first_to_do import FirstToDo
from voice.intents import Heard
from voice.knowledge import Knowledge
from voice.replies import Replies
from voice.state import ALARM, HOTLINES, State
from voice.turns import Turn

THEN_TO_DO_FILE = Path(__file__).parent / "zh_CN" / "then_to_do.yaml"
_ASKED_OF_A_LINE = (  # in this order
    (
        "unanswered",
        re.compile("打不(通|进)|没(有)?人(接|听)(?![吗么])|占线|不接(?![吗么])|接不通|老(是)?忙"),
    ),
    ("cost", re.compile("话费|(电话|打|热线|号码).{0,5}(收|要|花|免).{0,2}(钱|费)")),
    (
        "hours",
        re.compile(
            "(有人|谁|能|会|还|点|候|末|上|里|天).{0,3}接(?![着种生])|接听|(电话|半夜|夜里|晚上).{0,5}有人|(几点|时候|晚上|周末|半夜).{0,4}打"
        ),
    ),
)
PAID_WORDS = ("收钱", "收费", "免费", "话费")
SAID_OF_HOURS = ("接听", "开通", "有人")


class TelephoneDialog:
    """Tells whom to call and what of it is known."""

    def __init__(self, knowledge: Knowledge, replies: Replies) -> None:
        self._knowledge, self._replies = knowledge, replies
        self._first_to_do, self._then_to_do = FirstToDo.load(), FirstToDo.load(THEN_TO_DO_FILE)

    def hotline(self, state: State, heard: Heard) -> Turn:
        """The number with what to do before calling, or what is asked about it."""
        number = heard.intent.text("number")
        after = replace(state, mode="idle", offers=(), line=number)
        hotline = self._line(number)
        if hotline is None:
            return Turn(after, (self._say("hotline_any"),), HOTLINES)
        if aspect := heard.intent.text("aspect"):
            return Turn(after, self._asked(hotline, aspect), HOTLINES)
        return Turn(after, (self._numbered(hotline), *hotline.do_first[:1]), HOTLINES)

    def asked_after_it_was_told(self, state: State, number: str, said: str) -> Turn | None:
        """What is asked of the number of a guide right after it was told, and 没人接 at any time; else None."""
        aspect = next((aspect for aspect, sign in _ASKED_OF_A_LINE if sign.search(said)), "")
        if not aspect or (state.aspect != "phone" and aspect != "unanswered"):
            return None
        after = replace(state, mode="idle", offers=())
        if hotline := self._line(number):
            return Turn(after, self._asked(hotline, aspect))
        told = {"unanswered": "line.unanswered", "cost": "line.cost"}.get(aspect)
        return Turn(after, (self._say(told), self._say("aspects.phone", phone=number))) if told else None

    def emergency(self, state: State, heard: Heard) -> Turn:
        """What was being done stays as it was: after the fright it can go on."""
        number = heard.intent.text("number")
        hotline = self._line(number)
        aspect = heard.intent.text("aspect")
        if hotline and aspect:
            return Turn(state, (self._say("emergency", number=number), *self._then(state, hotline, heard.said, aspect)))
        first = self._first_to_do.step_of(hotline, heard.said) if hotline else ()
        key = "emergency_if" if heard.decision == "confirm" else "emergency"
        return Turn(state, (self._say(key, number=number), *first), f"{ALARM}{number}")

    def all_clear(self, state: State) -> Turn:
        """A calm word, and back to what was being done."""
        before = state.trail[-1] if state.trail and not state.trail[-1].startswith(ALARM) else "home"
        key = state.alarm if state.alarm in self._replies.table("all_clear") else "else"
        texts = (self._say(f"all_clear.{key}", number=state.alarm), self._goes_on(state))
        return Turn(replace(state, trail=state.trail[:-1], settled=state.alarm), texts, before)

    def call_now(self, state: State) -> Turn:
        """Somebody said yes to an alarm."""
        return Turn(state, (self._say("call_now", number=state.alarm),))

    def again(self, state: State) -> Turn | None:
        """The number that was told, digit by digit; None where it was just said."""
        number = state.alarm or (state.line if state.screen == HOTLINES else "")
        hotline = self._line(number)
        if hotline is None or any(number in sentence for sentence in state.said):
            return None
        text = self._say("emergency", number=number) if state.alarm else self._numbered(hotline)
        return Turn(state, (), options=(slowly(text),))

    def _goes_on(self, state: State) -> str:
        if state.mode != "idle":
            return self._say(f"then.{state.mode}")
        return self._say("all_clear_then" if state.service else "region.then")

    def _asked(self, hotline: Hotline, aspect: str) -> tuple[str, ...]:
        if aspect == "hours":
            return (self._hours(hotline), self._numbered(hotline))
        if aspect == "cost":
            paid = next((one for one in hotline.do_first if any(word in one for word in PAID_WORDS)), "")
            return (paid or self._say("line.cost"), self._numbered(hotline))
        if aspect == "unanswered":
            return (self._say("line.unanswered"), self._hours(hotline))
        return (self._numbered(hotline), *(hotline.do_first[:1] or (self._say("line.tell"),)))

    def _hours(self, hotline: Hotline) -> str:
        is_sentence = any(word in hotline.hours for word in SAID_OF_HOURS)
        return self._say("line.hours_said" if is_sentence else "line.hours", hours=hotline.hours)

    def _then(self, state: State, hotline: Hotline, said: str, aspect: str) -> tuple[str, ...]:
        """What answers the question; else when somebody answers there, or what was not said yet."""
        if told := self._then_to_do.named_by(hotline, said) or self._first_to_do.named_by(hotline, said):
            return told
        if aspect in ("hours", "unanswered"):
            return (self._hours(hotline),)
        of_a_danger = self._first_to_do.steps_of_a_danger(hotline)
        if said_before := [step for step in of_a_danger if step in state.said]:
            return (said_before[0],)  # who smells gas must not hear what to do in a fire
        later = [step for step in hotline.do_first if step not in state.said and step not in of_a_danger]
        return tuple(later[:1]) or hotline.do_first[:1]

    def _numbered(self, hotline: Hotline) -> str:
        return self._say("hotline", name=hotline.name, number=hotline.number)

    def _line(self, number: str) -> Hotline | None:
        return next((one for one in self._knowledge.hotlines() if one.number == number), None)

    def _say(self, key: str, **values: object) -> str:
        return self._replies.text(key, **values)
