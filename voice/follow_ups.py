"""Questions that only mean something about the guide at hand: 我儿子能替我去吗, 户口本要带吗. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from content.understanding.features import features_of
from content.understanding.vocabulary import Vocabulary
from content.yaml_text import load_plain
from voice.intents import LAST
from voice.marks import dense_of
from voice.phrase_templates import NUMBER_SLOTS
from voice.regions_named import UNDERSTANDING_FILE

LONG_BY_SOUND = 3  # syllables; two sound like too much else
ANY_SOUNDS = r"(?:\S+ )*"
LONGEST_OPENING = 18  # characters; in a longer story 投诉 or 进度 is one word of many
LONGEST_ORDINAL = 14
SAID_OF_SOUND = {"bigger": "louder", "smaller": "quieter"}
SHORTEST_NAMED = 2  # characters; 查 is a part of many papers
LONGEST_PAPER = 12  # characters; what is longer is a sentence, not the name of a paper


class FollowUps:
    """Reads the words of `understanding.yaml`: `*` stands for anything, `(a|b)` for one of them, `[a]` may be left out,
    `{paper}` is the name of a paper."""

    def __init__(self, words: Mapping[str, Any], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._aspects = [
            (aspect, re.compile("|".join(map(_pattern_of, templates))))
            for asked in (words["follow_ups"], words["otherwise_asked"])
            for aspect, templates in asked.items()
        ]
        people = "|".join(sorted(words["people"], key=len, reverse=True))
        self._people, self._particles = re.compile(f"(?:{people})(?:{words['after_people']})?"), words["particles"]
        self._progress = re.compile("|".join(map(_pattern_of, words["progress"])))
        self._openings = [
            (intent, re.compile("|".join(map(_pattern_of, templates))))
            for intent, templates in words["openings"].items()
        ]
        self._openings_by_sound = [
            (intent, re.compile("|".join(long)))
            for intent, templates in words["openings"].items()
            if (long := [self._sound_pattern(one) for one in templates if _is_long_and_plain(one)])
        ]
        self._of_case = [
            (aspect, re.compile("|".join(map(_pattern_of, templates))))
            for aspect, templates in words["case_asked"].items()
        ]
        self._another_case = re.compile("|".join(map(_pattern_of, words["another_case"])))
        self._case_named = re.compile("|".join(words["case_named"]))
        self._asking = re.compile("|".join(words["asking"]))
        self._papers = [re.compile(_pattern_of(template)) for template in words["papers"]]
        self._nods = frozenset(words["nods"])
        self._before = sorted(words["before_follow_up"], key=len, reverse=True)
        self._paper_ends, self._generally = tuple(words["paper_ends"]), tuple(words["asks_generally"])
        self._wish, self._not_i_but, self._ages, self._ordinal, self._stars, self._step = (
            re.compile(words[key]) for key in ("wish", "not_i_but", "ages", "ordinal", "stars", "step")
        )
        self._letters: str = words["letters"]

    def is_nod(self, said: str) -> bool:
        """Whether it only says that the answer was heard."""
        return dense_of(said) in self._nods

    def is_about_progress(self, said: str) -> bool:
        """Whether somebody asks how far their own case has come."""
        dense = dense_of(said)
        return len(dense) <= LONGEST_OPENING and bool(self._progress.fullmatch(dense))

    def case_aspect_of(self, said: str) -> str:
        """What is asked about one's own case: state, next, when, where or why; empty where nothing is."""
        dense = dense_of(said)
        if len(dense) > LONGEST_OPENING:
            return ""
        return next((aspect for aspect, pattern in self._of_case if pattern.fullmatch(dense)), "")

    def is_another_case(self, said: str) -> bool:
        """还有一个件要查, 我老伴的也帮我查查: after one case, another."""
        dense = dense_of(said)
        return len(dense) <= LONGEST_OPENING and bool(self._another_case.fullmatch(dense))

    def names_case(self, said: str) -> bool:
        """刚才那个件: while a guide is at hand, the case is meant."""
        return bool(self._case_named.search(said))

    def place_in_list(self, said: str) -> int:
        """直接说第三步: which of a list is named; 0 where none is."""
        found = self._ordinal.search(said) if len(dense_of(said)) <= LONGEST_ORDINAL else None
        return NUMBER_SLOTS["n"].get(found.group(1), 0) if found else 0

    def stars_in(self, said: str) -> int:
        """打五颗星: how many; 0 where none are named."""
        found = self._stars.search(said)
        return NUMBER_SLOTS["stars"].get(found.group(1), 0) if found else 0

    def step_in(self, said: str) -> int:
        """好，再从第二步往下讲: the step that is named, LAST for the last one; 0 where none is."""
        found = self._step.search(said) if len(dense_of(said)) <= LONGEST_ORDINAL else None
        if found is None:
            return 0
        return NUMBER_SLOTS["n"].get(found.group(1), 0) if found.group(1) else LAST

    def opening_in(self, said: str) -> str:
        """The intent of a sentence that is no fixed one and names no service; empty where it has none."""
        dense = dense_of(said)
        if len(dense) > LONGEST_OPENING:
            return ""
        written = next((intent for intent, pattern in self._openings if pattern.fullmatch(dense)), "")
        if written:
            return written
        sounds = self._sounds(dense)
        return next((intent for intent, pattern in self._openings_by_sound if pattern.fullmatch(sounds)), "")

    def _sounds(self, text: str) -> str:
        return "".join(f"{sound} " for sound in self._vocabulary.read(text).folded)

    def _sound_pattern(self, template: str) -> str:
        return ANY_SOUNDS.join(re.escape(self._sounds(part)) for part in template.split("*"))

    def aspect_of(self, said: str) -> tuple[str, str]:
        """What is asked about the guide at hand, and what stands in the sentence besides; both empty where nothing is.

        Where the sentence as it is asks nothing, it is read without those it asks for: 带她的什么."""
        for dense in dict.fromkeys((self.core(said), self.without_people(said))):
            for aspect, pattern in self._aspects:
                if found := pattern.fullmatch(dense):
                    besides = self._people.sub("", "".join(filter(None, found.groups())))
                    return aspect, self._ages.sub("", besides)
        return "", ""

    def is_only_people(self, said: str) -> bool:
        """那小孩呢, 不是我本人，是我老伴: the same is asked for somebody else."""
        return not self._not_i_but.sub("", dense_of(self.without_people(said))).rstrip(self._particles)

    def is_asking(self, said: str) -> bool:
        """Whether it has the form of a question."""
        return bool(self._asking.search(dense_of(said)))

    def is_wish(self, said: str) -> bool:
        """Whether it asks or wants something, and does not only tell."""
        return self.is_asking(said) or bool(self._wish.search(said))

    def asks_generally(self, text: str) -> bool:
        """怎么办 at the end of a question about a service asks for nothing in particular."""
        return text.startswith(self._generally)

    def is_of_sound(self, said: str, command: str, adjusted: str) -> bool:
        """再大一点 after 大声点 is said of the sound, 字再大一点 of the letters."""
        return bool(adjusted) and SAID_OF_SOUND.get(command) == adjusted and self._letters not in said

    def without_people(self, said: str) -> str:
        """那要带她的什么东西 asks the same without her."""
        return self._people.sub("", self.core(said))

    def paper_in(self, said: str, papers: Sequence[str]) -> str:
        """Of `papers` the one that is asked about; what was said where it is none of them; empty where none is."""
        dense = self.core(said)
        for pattern in self._papers:
            if found := pattern.fullmatch(dense):
                asked = found["paper"]
                if len(asked) <= LONGEST_PAPER:
                    return next((name for name in papers if self._is_same(asked, name)), self._known(asked))
        return ""

    def _is_same(self, asked: str, name: str) -> bool:
        if asked in name or name in asked:
            return True
        meant = self._meanings(asked) if asked.endswith(self._paper_ends) else frozenset()
        return bool(meant) and meant == self._meanings(name)

    def _known(self, asked: str) -> str:
        """Only what is known to be a thing is taken for a paper that is not on the list."""
        word = self._vocabulary.find_exact(asked)
        return asked if word and word.kind == "meaning" and asked.endswith(self._paper_ends) else ""

    def _meanings(self, text: str) -> frozenset[str]:
        """打疫苗的本子 as 疫苗本."""
        spots = features_of(self._vocabulary.units(text), self._vocabulary, is_name=True).spots
        named = (spot for spot in spots if spot.word.kind == "meaning" and spot.end - spot.start >= SHORTEST_NAMED)
        return frozenset(name for spot in named for name in spot.word.names)

    def core(self, said: str) -> str:
        """What was said without the words people begin with: 那驾照丢了呢 is no 拿驾照."""
        dense = dense_of(said)
        changed = True
        while changed:
            shorter = next((dense[len(word) :] for word in self._before if dense.startswith(word)), dense)
            changed, dense = shorter != dense and bool(shorter), shorter or dense
        return dense


def tells_errand(said: str) -> bool:
    """Whether somebody wants something done: 个体户执照怎么办, and not only 驾照."""
    return bool(_errand().search(said))


_SIGNS = {"*": "(.*)", "{paper}": "(?P<paper>.{2,}?)", "(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|"}


@cache
def _errand() -> re.Pattern[str]:
    return re.compile(load_plain(UNDERSTANDING_FILE)["errand"])


def _pattern_of(template: str) -> str:
    parts = re.split(r"(\{paper\}|[*()\[\]|])", template)
    return "".join(_SIGNS.get(part) or re.escape(part) for part in parts)


def _is_long_and_plain(template: str) -> bool:
    return len(template.replace("*", "")) >= LONG_BY_SOUND and not any(sign in template for sign in "([|")


def load_follow_ups(vocabulary: Vocabulary) -> FollowUps:
    """The words that come with the channel."""
    return FollowUps(load_plain(UNDERSTANDING_FILE), vocabulary)
