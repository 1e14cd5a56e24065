"""The part of the conversation about telephone numbers: the one to call, an alarm, and what is asked of either then.

While an alarm is on the screen everything comes back to the number and to what helps until somebody comes.
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Hotline
from voice.digits import slowly
from voice.first_to_do import FIRST_TO_DO_FILE, THEN_TO_DO_FILE, StepsToDo
from voice.intents import Heard, Intent
from voice.knowledge import Knowledge
from voice.replies import Replies
from voice.state import ALARM, HOTLINES, State
from voice.turns import Turn

PAID_WORDS = ("收钱", "收费", "免费", "话费")
SAID_OF_HOURS = ("接听", "开通", "有人")


class TelephoneDialog:
    """Tells whom to call and what of it is known."""

    def __init__(self, knowledge: Knowledge, replies: Replies) -> None:
        self._knowledge, self._replies = knowledge, replies
        self._first_to_do, self._then_to_do = map(StepsToDo.load, (FIRST_TO_DO_FILE, THEN_TO_DO_FILE))

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

    def asked_of_line(self, state: State, number: str, aspect: str) -> Turn | None:
        """What is asked of the number of a guide; None where nothing is known of it."""
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
            return Turn(state, (self._say("emergency", number=number), *self._then(state, hotline, heard.intent)))
        first = self._first(hotline, heard.intent) if hotline else ()
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

    def _first(self, hotline: Hotline, intent: Intent) -> tuple[str, ...]:
        """The step for the danger that was told, which may be none; the first of all where no more is known."""
        step = self._first_to_do.step_of(hotline, intent.text("danger"))
        return hotline.do_first[:1] if step is None else step

    def _then(self, state: State, hotline: Hotline, intent: Intent) -> tuple[str, ...]:
        """What answers the question; else when somebody answers there, or what was not said yet."""
        answering = self._then_to_do.step_of(hotline, intent.text("asked"))
        if told := answering or self._first_to_do.step_of(hotline, intent.text("danger")):
            return told
        if intent.text("aspect") in ("hours", "unanswered"):
            return (self._hours(hotline),)
        of_a_danger = self._first_to_do.all_of(hotline)
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
