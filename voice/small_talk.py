"""What is said to the channel itself in words nobody foresaw: 震耳朵, 你可帮了我大忙了, 你是真人吗. Pure.

Told by signs anyone can follow; where there are none, guessed from examples as all else that is said in passing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content.understanding.vocabulary import Vocabulary
from content.yaml_text import load_plain
from voice.asked_about import AskedAbout, load_asked_about
from voice.marks import dense_of

SMALL_TALK_FILE = Path(__file__).parent / "zh_CN" / "small_talk.yaml"
LONGEST = 18  # characters; in a longer story 投诉 or 谢谢 is one word of many
SURE = 0.7  # of a guess: before signs, and before what a guide may be asked
NEVER = "(?!)"
# While a guide is at hand what sounds like these may as well be asked about it.
LIKE_A_QUESTION = ("case_start", "help", "next", "greet", "confirm", "deny", "hotline", "stop", "thanks", "wait")
BEGINS_CASE = "case_start"  # 我的证做好了没有: only where nothing else is likely
SURE_BY_SIGN = frozenset({"help", "thanks"})
GOES_ON = "next"  # 接下来干什么: which of both is meant, only the guide tells
_CASE = "case_ask:"


class Chat:
    """What people say to anything that answers: who it is, whether it has eaten, that it talks too long."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._kinds = [
            (intent, kind, re.compile(sign), re.compile(words["unless"].get(kind, NEVER)))
            for intent, signs in words["talk"].items()
            for kind, sign in signs.items()
        ]

    def read(self, said: str) -> tuple[str, str]:
        """The intent it is taken for and its kind; both empty where it is none of this."""
        dense = dense_of(said)
        if len(dense) > LONGEST:
            return "", ""
        found = (
            (intent, kind)
            for intent, kind, sign, unless in self._kinds
            if sign.search(dense) and not unless.search(dense)
        )
        return next(found, ("", ""))


class SmallTalk:
    """Reads sentences that name no service."""

    def __init__(self, words: Mapping[str, Any], guesses: AskedAbout) -> None:
        self._chat = Chat(words)
        self._signs = [
            (intent, re.compile(sign), re.compile(words["unless"].get(intent, NEVER)))
            for intent, sign in words["signs"].items()
        ]
        self._intents, self._guesses = frozenset(words["signs"]), guesses

    def intent_of(self, said: str) -> str:
        """The intent; empty where none is clear."""
        dense = dense_of(said)
        if len(dense) > LONGEST:
            return ""
        if chat := self.chat_in(dense):
            return chat
        signed = [(intent, bool(unless.search(dense))) for intent, sign, unless in self._signs if sign.search(dense)]
        told = "" if self._asks_of_guide(dense) else next((intent for intent, is_other in signed if not is_other), "")
        sure = self._guesses.command(dense, least_sure=SURE)
        guessed = sure if sure in self._intents or sure == BEGINS_CASE else told or self._guesses.command(dense)
        only_resembles = (guessed, True) in signed
        is_one = guessed in self._intents or (guessed == BEGINS_CASE == sure)
        return guessed if is_one and not only_resembles else ""

    def chat_in(self, said: str) -> str:
        """The intent, where it is said as to anything that answers; empty else."""
        return self._chat.read(said)[0]

    def is_sure(self, intent: str, said: str) -> bool:
        """慢着，我去拿本子: whether hardly anything else can be meant, though a word of it may be asked of a guide."""
        dense = dense_of(said)
        signed = (one for one, sign, unless in self._signs if sign.search(dense) and not unless.search(dense))
        if intent in SURE_BY_SIGN and intent in signed and not self._asks_of_guide(dense):
            return True
        return intent != GOES_ON and self._guesses.command(said, least_sure=SURE) == intent

    def _asks_of_guide(self, dense: str) -> bool:
        """她自己不会弄，我代她: though it holds a sign, it surely asks something of a guide."""
        return bool(self._guesses.guess(dense, least_sure=SURE))

    def case_aspect_of(self, said: str) -> str:
        """What is asked about one's own case, guessed; empty where nothing is clear."""
        guessed = self._guesses.command(said)
        return guessed.removeprefix(_CASE) if guessed.startswith(_CASE) else ""


def load_chat() -> Chat:
    """From what comes with the channel."""
    return Chat(load_plain(SMALL_TALK_FILE))


def load_small_talk(vocabulary: Vocabulary) -> SmallTalk:
    """From what comes with the channel."""
    return SmallTalk(load_plain(SMALL_TALK_FILE), load_asked_about(vocabulary))
