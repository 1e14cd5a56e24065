"""The sentences a recogniser should expect as the conversation stands, most likely first. Pure.

It only helps the ear: whatever is heard besides goes the same way through understanding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from content.model import Hotline
from content.understanding.lexicon import LexiconEntry
from content.yaml_text import load_plain
from voice.emergencies import ANYTHING
from voice.intents import WHILE_DICTATING, Mode
from voice.phrase_templates import expand
from voice.phrases import PHRASE_FOLDER
from voice.state import State

GRAMMAR_FILE = Path(__file__).parent / "zh_CN" / "grammar.yaml"
DICTATING: frozenset[Mode] = frozenset({"case_number", "case_code"})
# All sentences of a template would slow a small recogniser down.
MOST_OF_A_TEMPLATE = 40
MOST_NAMES = 6  # of one service: its spoken name, its title and what people call it


class Grammar:
    """Holds what does not change with the conversation; `for_state` gives what does."""

    def __init__(self, words: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> None:
        self._words = words
        self._phrases = [
            (str(entry["intent"]), frozenset[str](entry.get("when", ())), sentence)
            for entry in entries
            for template in entry["sentences"]
            for sentence in _usual(template if isinstance(template, str) else next(iter(template)))
        ]

    def for_state(
        self, state: State, services: Sequence[LexiconEntry], hotlines: Sequence[Hotline] = ()
    ) -> tuple[str, ...]:
        """What is awaited, what is offered, what always counts, danger, and questions by name; each once."""
        is_dictating = state.mode in DICTATING
        awaited = (text for _, modes, text in self._phrases if state.mode in modes)
        always = (
            text
            for intent, modes, text in self._phrases
            if not modes and (not is_dictating or intent in WHILE_DICTATING)
        )
        offered = (offer.title for offer in state.offers)
        # Beside digits every other sentence is a way to mishear them.
        lines = (line for line in hotlines if line.emergency or not is_dictating)
        danger = (saying for line in lines for saying in line.says if ANYTHING not in saying)
        asked = () if is_dictating else self._questions(services)
        return tuple(dict.fromkeys([*awaited, *self._dictated(state), *offered, *always, *danger, *asked]))

    def _dictated(self, state: State) -> Sequence[str]:
        return [*self._words["dictation"], *self._words["around_dictation"]] if state.mode in DICTATING else ()

    def _questions(self, services: Sequence[LexiconEntry]) -> Iterator[str]:
        for entry in services:
            names = dict.fromkeys(name for name in (entry.spoken_name, entry.title, *entry.aliases) if name)
            for name in list(names)[:MOST_NAMES]:
                for template in self._words["questions"]:
                    yield template.format(name=name)


def _usual(template: str) -> list[str]:
    """Those a template names first, and the shortest: what may be left out is often left out."""
    texts = [text for text, _ in expand(template)]
    half = MOST_OF_A_TEMPLATE // 2
    return list(dict.fromkeys([*texts[:half], *sorted(texts, key=len)[:half]]))


def load_grammar() -> Grammar:
    """The sentences that come with the channel."""
    entries = [entry for path in sorted(PHRASE_FOLDER.glob("*.yaml")) for entry in load_plain(path)]
    return Grammar(load_plain(GRAMMAR_FILE), entries)
