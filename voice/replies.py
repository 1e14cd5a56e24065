"""The words the voice answers with, from zh_CN/replies.yaml, and the measure they keep. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from content.yaml_text import load_plain

REPLIES_FILE = Path(__file__).parent / "zh_CN" / "replies.yaml"
MOST_SENTENCES = 2  # an older listener keeps no more in mind
LONGEST_SENTENCE = 30  # characters, about ten seconds at a calm pace
_SENTENCE_END = re.compile(r"(?<=[。！？])")
_CLAUSE_END = re.compile(r"(?<=[，；：])")


class Replies:
    """The texts of `replies.yaml` by their dotted key."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self._texts = texts

    @classmethod
    def load(cls) -> Replies:
        """The texts that come with the channel."""
        return cls(load_plain(REPLIES_FILE))

    def text(self, key: str, **values: object) -> str:
        """The text of a key with `{name}` filled in. Raises KeyError for an unknown key: that is our mistake."""
        return str(self._find(key)).format(**values)

    def turn(self, key: str, count: int) -> str:
        """One of a list of texts, another for every count until all were said."""
        texts = self.texts(key)
        return texts[count % len(texts)]

    def texts(self, key: str) -> Sequence[str]:
        """A list of texts."""
        found: Sequence[str] = self._find(key)
        return found

    def table(self, key: str) -> Mapping[str, str]:
        """Texts by name."""
        found: Mapping[str, str] = self._find(key)
        return found

    def tables(self, key: str) -> Sequence[Mapping[str, str]]:
        """A list of named texts."""
        found: Sequence[Mapping[str, str]] = self._find(key)
        return found

    def _find(self, key: str) -> Any:
        found: Any = self._texts
        for part in key.split("."):
            found = found[part]
        return found


def sentences_of(*texts: str, most: int = MOST_SENTENCES) -> tuple[str, ...]:
    """The first sentences of texts that were written to be read, in the measure for listening.

    What is longer than a breath ends at a comma; the screen shows the whole."""
    fitting = [sentence for text in texts for part in _SENTENCE_END.split(text) for sentence in _shortened(part)]
    return tuple(fitting[:most])


def _shortened(sentence: str) -> Iterator[str]:
    plain = sentence.strip().replace("\n", "，")
    if not plain.strip("。！？，"):
        return
    if len(_ended(plain)) > LONGEST_SENTENCE:
        kept = ""
        for clause in _CLAUSE_END.split(re.sub(r"（[^）]*）", "", plain)):
            if len(_ended((kept + clause).rstrip("，；："))) > LONGEST_SENTENCE:
                break
            kept += clause
        plain = kept.rstrip("，；：")
    if plain:
        yield _ended(plain)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "！", "？")) else f"{sentence}。"
