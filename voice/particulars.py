"""What a sentence says besides its meaning that the answer hangs on: noon in 中午有人吗, the line in 那个电话没人接.

Read here into slots, once, so that the conversation never reads a sentence again. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from content.yaml_text import load_plain
from voice.about_guide import LEFT_OPEN
from voice.follow_ups import tells_errand
from voice.intents import CHAT, Heard, Intent, Situation, Slot
from voice.small_talk import Chat, load_chat

PARTICULARS_FILE = Path(__file__).parent / "zh_CN" / "particulars.yaml"
ASPECTS_OF_A_DAY = ("hours", "overview", "eligibility")  # 礼拜六能办吗 asks when, not who
ASPECTS_LEFT_OPEN = ("phone", "overview")
Readings = Mapping[str, re.Pattern[str]]  # in order, the first one counts


class Particulars:
    """Reads the patterns of `particulars.yaml`; `chat`: what is said to anything that answers."""

    def __init__(self, words: Mapping[str, Any], chat: Chat) -> None:
        self._chat = chat
        self._ahead = _readings(words["days_ahead"])
        ahead = "|".join(words["days_ahead"].values())
        self._details, self._dangers, self._asked_in_danger = (
            {key: _readings(patterns, days_ahead=ahead) for key, patterns in words[table].items()}
            for table in ("details", "dangers", "asked_in_danger")
        )
        self._of_line = _readings(words["of_line"])
        self._line_named, self._farewell = re.compile(words["line_named"]), re.compile(words["farewell"])
        self._days = {name: int(day) for name, day in words["days"].items()}
        self._day = re.compile("|".join(sorted(self._days, key=len, reverse=True)))

    def noted(self, heard: Heard, situation: Situation) -> Heard:
        """The same with the slots for what else was said."""
        readings = {"ask_guide": self._of_a_question, "emergency": self._of_an_alarm, "thanks": self._of_thanks}
        read = readings.get(heard.intent.name, self._of_chat)
        given = {name: value for name, value in read(heard, situation).items() if value != "" and value is not False}
        return replace(heard, intent=Intent(heard.intent.name, {**heard.intent.slots, **given})) if given else heard

    def day_in(self, said: str) -> int | None:
        """The day that is named: 0 Monday to 6 Sunday; None where none is."""
        found = self._day.search(said)
        return self._days[found.group()] if found else None

    def _of_a_question(self, heard: Heard, situation: Situation) -> dict[str, Slot]:
        aspect, service = heard.intent.text("aspect"), heard.intent.text("service")
        slots: dict[str, Slot] = {
            "of_line": self._asked_of_line(heard.said, situation),
            "errand": not service and tells_errand(situation.question),
        }
        day = self.day_in(heard.said) if "question" not in heard.intent.slots else None
        if day is not None and aspect in ASPECTS_OF_A_DAY:
            return {**slots, "aspect": "hours", "day": day}
        slots["left_open"] = heard.certainty == LEFT_OPEN and aspect in ASPECTS_LEFT_OPEN
        slots["detail"] = detail = _first(self._details.get(aspect, {}), heard.said)
        if detail == "ahead":
            slots["ahead"] = int(_first(self._ahead, heard.said))
        return slots

    def _asked_of_line(self, said: str, situation: Situation) -> str:
        is_meant = situation.aspect == "phone" or self._line_named.search(said)
        asked = _first(self._of_line, said)
        return asked if is_meant or asked == "unanswered" else ""

    def _of_an_alarm(self, heard: Heard, situation: Situation) -> dict[str, Slot]:
        number = heard.intent.text("number")
        asked = _first(self._asked_in_danger.get(number, {}), heard.said) if heard.intent.text("aspect") else ""
        return {"danger": _first(self._dangers.get(number, {}), heard.said), "asked": asked}

    def _of_thanks(self, heard: Heard, situation: Situation) -> dict[str, Slot]:
        return {"farewell": bool(self._farewell.search(heard.said)), **self._of_chat(heard, situation)}

    def _of_chat(self, heard: Heard, situation: Situation) -> dict[str, Slot]:
        intent, kind = self._chat.read(heard.said)
        return {CHAT: kind if intent == heard.intent.name else ""}


def _readings(patterns: Mapping[str, str], **given: str) -> Readings:
    """`given`: patterns of which the whole pattern of another may be one, as in `{days_ahead}`."""
    return {name: re.compile(given.get(pattern.strip("{}"), pattern)) for name, pattern in patterns.items()}


def _first(readings: Readings, said: str) -> str:
    return next((name for name, pattern in readings.items() if pattern.search(said)), "")


def load_particulars() -> Particulars:
    """The words that come with the channel."""
    return Particulars(load_plain(PARTICULARS_FILE), load_chat())
