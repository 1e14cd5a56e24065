"""Questions about cases: one is to be looked up, another one, the one begun; and what is asked of the one looked up.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content.understanding.search import Understanding
from content.yaml_text import load_plain
from voice.asked_about import dense_of, load_asked_about
from voice.clauses import CLAUSE_END
from voice.follow_ups import FollowUps
from voice.intents import Heard, Intent, Situation
from voice.small_talk import SmallTalk
from voice.weighed_questions import SURE_WHILE_DICTATING

WORDS_FILE = Path(__file__).parent / "zh_CN" / "case_words.yaml"
LONGEST = 20  # characters without marks; in a longer story these are words of many
CASE = "case_"


class CaseQuestions:
    """Reads sentences about cases."""

    def __init__(
        self, words: Mapping[str, Any], search: Understanding, follow_ups: FollowUps, small_talk: SmallTalk
    ) -> None:
        self._search, self._follow_ups, self._small_talk = search, follow_ups, small_talk
        self._asked_about = load_asked_about(search.vocabulary)
        self._starts, self._resumes = (re.compile("|".join(words[key])) for key in ("starts", "resumes"))
        self._handed_in = re.compile(words["handed_in"])

    def begun(self, said: str, situation: Situation) -> Heard | None:
        """再查一个, 我有两个件要查, 好，接着查刚才那个编号."""
        dense = dense_of(said)
        if (
            situation.entry.number
            and situation.mode == "idle"
            and self._resumes.search(dense)
            and self._is_short(dense)
        ):
            return None if self.names_service(said) else Heard("", Intent("resume"))
        is_asked = self._is_short(dense) and bool(self._starts.search(dense)) and not self.names_service(said)
        return Heard("", Intent("case_start")) if is_asked or self._tells_of_one(said) else None

    def about(self, said: str) -> Heard | None:
        """About the case that was looked up, or that another is to be."""
        if self._follow_ups.is_another_case(said) and not self.names_service(said):
            return Heard("", Intent("case_start"))
        aspect = self._follow_ups.case_aspect_of(said) or self._small_talk.case_aspect_of(said)
        if not aspect or self.names_service(said):
            return None
        return Heard("", Intent("case_ask", {"aspect": aspect}))

    def names_service(self, said: str) -> bool:
        """Whether a service is named clearly."""
        found = self._search.search(said)
        return found.verdict == "confident" and found.results[0].score >= SURE_WHILE_DICTATING

    def _tells_of_one(self, said: str) -> bool:
        """我租房提公积金的申请，好几天没动静，看看到哪了: what was handed in, and at the end how far it has come."""
        *told, asked = [clause for clause in CLAUSE_END.split(said) if clause] or [""]
        if not self._handed_in.search("".join(told)):
            return False
        return self._follow_ups.is_about_progress(asked) or self._asked_about.command(asked) == "case_start"

    def _is_short(self, dense: str) -> bool:
        return len(dense) <= LONGEST


def load_case_questions(search: Understanding, follow_ups: FollowUps, small_talk: SmallTalk) -> CaseQuestions:
    """With the words that come with the channel."""
    return CaseQuestions(load_plain(WORDS_FILE), search, follow_ups, small_talk)
