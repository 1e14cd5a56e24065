"""What one would build first, beside us on the same sentences: hassil with the same phrases, the whole sentence's
nearest neighbour by pinyin, and keywords. Each is given every name of every service and every phrase we have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from benchmarks.figures import BenchError
from content.understanding.lexicon import LexiconEntry
from content.understanding.vocabulary import Vocabulary
from content.yaml_text import load_plain
from voice.grammar import GRAMMAR_FILE
from voice.phrase_templates import NUMBER_SLOTS
from voice.phrases import PHRASE_FOLDER, load_phrases

NEAR_ENOUGH = 0.6  # of a whole sentence: chosen for it, so that most nonsense is declined and most questions are not
NEAREST_LOOKED_AT = 40  # sentences that share most syllables; comparing all by edits would take a second a question
Answer = tuple[str, str]  # intent and service; both empty where it is declined
Peer = Callable[[str], Answer]


def hassil_peer(services: Sequence[LexiconEntry]) -> Peer:
    """The phrase files as they are, and the questions about services with a list of names. Raises BenchError."""
    try:
        from hassil.intents import Intents
        from hassil.recognize import recognize
    except ImportError as error:
        raise BenchError("hassil is missing; install the extra bench") from error
    intents: dict[str, Any] = {}
    for position, entry in enumerate(_entries()):
        sentences = [_for_hassil(one if isinstance(one, str) else next(iter(one))) for one in entry["sentences"]]
        intents.setdefault(entry["intent"], {"data": []})["data"].append(
            {"sentences": sentences, "metadata": {"n": position}}
        )
    questions = [template.replace("{name}", "{service}") for template in load_plain(GRAMMAR_FILE)["questions"]]
    intents.setdefault("ask_guide", {"data": []})["data"].append({"sentences": questions})
    names = [{"in": _bare(name), "out": entry.id} for entry in services for name in entry.names if _bare(name)]
    numbers = {
        name: {"values": [{"in": word, "out": n} for word, n in words.items()]} for name, words in NUMBER_SLOTS.items()
    }
    known = Intents.from_dict(
        {
            "language": "zh",
            "settings": {"ignore_whitespace": True},
            "intents": intents,
            "lists": {"service": {"values": names}, **numbers},
        }
    )

    def ask(text: str) -> Answer:
        found = recognize(_bare(text), known)
        if found is None:
            return "", ""
        service = found.entities.get("service")
        return found.intent.name, str(service.value) if service else ""

    return ask


def nearest_peer(services: Sequence[LexiconEntry], vocabulary: Vocabulary) -> Peer:
    """The known sentence whose syllables are most like those of the whole utterance."""
    known = [(_sounds(text, vocabulary), answer) for text, answer in _known_sentences(services)]

    def ask(text: str) -> Answer:
        sounds = _sounds(text, vocabulary)
        held = frozenset(sounds)
        near = sorted(known, key=lambda one: -len(held & frozenset(one[0])) / (len(held) + len(one[0])))
        scored = [(SequenceMatcher(None, sounds, other).ratio(), answer) for other, answer in near[:NEAREST_LOOKED_AT]]
        best, answer = max(scored, key=lambda one: one[0])
        return answer if best >= NEAR_ENOUGH else ("", "")

    return ask


def keyword_peer(services: Sequence[LexiconEntry]) -> Peer:
    """The longest name or phrase that the utterance contains."""
    known = sorted(_known_sentences(services), key=lambda one: -len(one[0]))

    def ask(text: str) -> Answer:
        dense = _bare(text)
        return next((answer for words, answer in known if len(words) >= 2 and words in dense), ("", ""))

    return ask


def _known_sentences(services: Sequence[LexiconEntry]) -> Iterator[tuple[str, Answer]]:
    for phrase in load_phrases():
        yield phrase.text, (phrase.intent.name, "")
    for entry in services:
        for name in entry.names:
            yield _bare(name), ("ask_guide", entry.id)


def _entries() -> list[Mapping[str, Any]]:
    return [entry for path in sorted(PHRASE_FOLDER.glob("*.yaml")) for entry in load_plain(path)]


def _for_hassil(template: str) -> str:
    """Its templates are ours, but an empty alternative is written as an option."""
    return re.sub(r"\(([^()]*)\|\)", r"[(\1)]", template)


def _sounds(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(vocabulary.read(text).sounds)


def _bare(text: str) -> str:
    return re.sub(r"[^\w]|_", "", text)
