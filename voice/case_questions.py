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
from voice.asked_about import load_asked_about
from voice.clauses import CLAUSE_END
from voice.follow_ups import FollowUps
from voice.hypotheses import NOTHING
from voice.intents import Heard, Intent, Situation
from voice.marks import dense_of
from voice.small_talk import SmallTalk
from voice.weighed_questions import SURE_WHILE_DICTATING

WORDS_FILE = Path(__file__).parent / "zh_CN" / "case_words.yaml"
LONGEST_NAME = 8
SURELY_A_SERVICE = 0.8
LONGEST = 20  # characters without marks; in a longer story these are words of many
LEAST_NOTHING, HARDLY_OF_CASE = 0.5, 0.15  # how likely nothing of ours is asked; a guess beside a doubtful service
# What is asked of a guide in these words, asked about a case.
ASPECTS_OF_A_GUIDE = {
    **dict.fromkeys(("visits", "materials", "agent", "online", "fee", "steps", "booking"), "next"),
    **dict.fromkeys(("place", "phone"), "where"),
    **dict.fromkeys(("time", "deadline", "hours"), "when"),
}
SERVICE_LIKELY = 0.7  # what fits less well is not asked for while a case is on the screen
LIKELY_OF_CASE, SURE_OF_CASE = 0.3, 0.55  # while a case is on the screen, and while none is


class CaseQuestions:
    """Reads sentences about cases."""

    def __init__(
        self, words: Mapping[str, Any], search: Understanding, follow_ups: FollowUps, small_talk: SmallTalk
    ) -> None:
        self._search, self._follow_ups, self._small_talk = search, follow_ups, small_talk
        self._asked_about = load_asked_about(search.vocabulary)
        self._starts, self._resumes = (re.compile("|".join(words[key])) for key in ("starts", "resumes"))
        self._handed_in, self._own = re.compile(words["handed_in"]), re.compile(words["own"])
        self._asked_for, self._of_its_way, self._its_paper, self._refused, self._looked_into = (
            re.compile(words[key]) for key in ("asked_for", "of_its_way", "its_paper", "refused", "looked_into")
        )
        self._supposed, self._same = re.compile(words["supposed"]), re.compile(words["same_again"])
        self._asked = re.compile(f"{words['supposed']}|{words['asked_whether']}")
        self._asked_of_it = {aspect: re.compile(pattern) for aspect, pattern in words["asked_of_it"].items()}

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
        is_asked = self._is_short(dense) and (bool(self._starts.search(dense)) or self._asks_of_own(said, situation))
        is_begun = (is_asked and not self.names_service(said)) or self._tells_of_one(said)
        return Heard("", Intent("case_start")) if is_begun else None

    def about(self, said: str) -> Heard | None:
        """About the case that was looked up, or that another is to be."""
        is_supposed = bool(self._supposed.search(said))  # 要是还没批下来咋办 asks for no other case
        if self._follow_ups.is_another_case(said) and not is_supposed and not self.names_service(said):
            return Heard("", Intent("case_start"))
        if self._follow_ups.names_case(said) and len(dense_of(said)) <= LONGEST_NAME and self._same.search(said):
            return Heard("", Intent("case_ask", {"aspect": "state"}))  # 刚才那个件呢
        aspect = self._follow_ups.case_aspect_of(said) or self._small_talk.case_aspect_of(said) or self._likely(said)
        aspect = aspect or self._of_the_way(said)
        if not aspect or self.names_service(self._its_paper.sub("", said)):
            return None  # 到哪个窗口领证 is asked of any paper
        return Heard("", Intent("case_ask", {"aspect": aspect}))

    def _of_the_way(self, said: str) -> str:
        """会不会退回来, 没通过咋弄: words of the way of any case, where no service fits well."""
        is_asked = self._follow_ups.is_asking(said) or self._asked.search(said)
        if not is_asked or not self._of_its_way.search(said) or not self._is_short(dense_of(said)):
            return ""
        best = max((found.score for found in self._search.search(self._its_paper.sub("", said)).results), default=0.0)
        return self._worded(said) or "state" if best < SERVICE_LIKELY else ""

    def _worded(self, said: str) -> str:
        """What is asked, by the words of the question alone."""
        return next((aspect for aspect, words in self._asked_of_it.items() if words.search(said)), "")

    def _likely(self, said: str) -> str:
        """What is asked where hardly anything but the case on the screen can be meant."""
        meaning, chance = self._asked_about.of_a_case(said)
        is_asked = self._follow_ups.is_asking(said) and self._is_short(dense_of(said)) and chance >= LIKELY_OF_CASE
        return meaning.partition(":")[2] if is_asked else ""

    def instead(self, heard: Heard, said: str, situation: Situation) -> Heard:
        """What nothing else was found in is a question about the case on the screen: 是不是给退了."""
        if not situation.has_case or situation.service or not self._follow_ups.is_asking(said):
            return heard
        if len(dense_of(said)) > LONGEST or self._asked_about.likeness(said).nothing >= LEAST_NOTHING:
            return heard
        meaning, chance = self._asked_about.of_a_case(said)
        aspect = meaning.partition(":")[2]
        if heard.intent.name == "ask_guide":
            is_sure = heard.decision == "accept" and heard.certainty >= SURELY_A_SERVICE
            if heard.intent.text("service") and (is_sure or chance < HARDLY_OF_CASE):
                return heard
            aspect = ASPECTS_OF_A_GUIDE.get(heard.intent.text("aspect"), self._worded(said) or aspect)
        elif heard.intent.name not in NOTHING:
            return heard
        return Heard("", Intent("case_ask", {"aspect": aspect}))

    def names_service(self, said: str) -> bool:
        """Whether a service is named clearly."""
        found = self._search.search(said)
        return found.verdict == "confident" and found.results[0].score >= SURE_WHILE_DICTATING

    def _asks_of_own(self, said: str, situation: Situation) -> bool:
        """我的申请有结果了吗, before any case was looked up."""
        if situation.service or situation.has_case or not self._own.search(said):
            return False
        return self._asked_about.of_a_case(said)[1] >= SURE_OF_CASE

    def _tells_of_one(self, said: str) -> bool:
        """我租房提公积金的申请，好几天没动静，看看到哪了: what was handed in, and at the end how far it has come."""
        *told, asked = [clause for clause in CLAUSE_END.split(said) if clause] or [""]
        if told and self._asked_for.search(dense_of(asked)):
            return True  # 医药费怎么还没到账，帮我查办件
        if self._refused.search("".join(told)) and self._looked_into.search(asked):
            return True  # 低保没批，帮我看看咋回事
        if not self._handed_in.search("".join(told)):
            return False
        return self._follow_ups.is_about_progress(asked) or self._asked_about.command(asked) == "case_start"

    def _is_short(self, dense: str) -> bool:
        return len(dense) <= LONGEST


def load_case_questions(search: Understanding, follow_ups: FollowUps, small_talk: SmallTalk) -> CaseQuestions:
    """With the words that come with the channel."""
    return CaseQuestions(load_plain(WORDS_FILE), search, follow_ups, small_talk)
