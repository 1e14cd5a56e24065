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
NEVER = "(?!)"
# While a guide is at hand what sounds like these may as well be asked about it.
LIKE_A_QUESTION = ("case_start", "help", "next", "greet", "confirm", "deny", "hotline", "stop", "thanks", "wait")
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
        told = next((intent for intent, is_other in signed if not is_other), "")
        guessed = told or self._guesses.command(dense)
        only_resembles = (guessed, True) in signed
        return guessed if guessed in self._intents and not only_resembles else ""

    def chat_in(self, said: str) -> str:
        """The intent, where it is said as to anything that answers; empty else."""
        return self._chat.read(said)[0]

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
