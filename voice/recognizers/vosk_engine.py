"""Vosk with one model and two recognisers on it: the sentences of the state, and free decoding with several guesses.

Only this module imports vosk. It may end the process it runs in: give it one of its own (`voice.recognizers.child`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

from voice.hearing_problems import HearingError
from voice.recognizers.word_cutting import cut

MOST_GUESSES = 5
# A grammar answers garbage with its own words at full confidence: it counts only where free decoding heard about that.
LEAST_LIKENESS = 0.5
UNKNOWN_WORD = "[unk]"  # what the grammar may answer where none of its sentences fits
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
Sounds = Callable[[str], Sequence[str]]


class VoskEngine:
    """A recogniser in this very process. `sounds_of`: a text by its sounds, to compare what two decodings heard."""

    def __init__(self, model: Path, *, sounds_of: Sounds = list) -> None:
        """Loads the model, which takes seconds. Raises HearingError."""
        if not model.is_dir():
            raise HearingError("no_recognizer", "no folder of a vosk model")
        self._library = _load_library()
        self._library.SetLogLevel(-1)
        try:
            self._model = self._library.Model(model_path=str(model))
        except Exception as error:  # the library raises nothing more precise
            raise HearingError("no_recognizer", f"this is no vosk model: {error}") from None
        self._sounds_of = sounds_of
        self._cut = lru_cache(maxsize=50_000)(self._cut_anew)
        self._closed: Any = None
        self._open: Any = None
        self._grammar_heard: list[str] = []
        self._guesses: list[tuple[str, ...]] = []
        self._partial = ""

    def _is_word(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) >= 0)

    def _cut_anew(self, sentence: str) -> str:
        return " ".join(cut(sentence, self._is_word))

    def begin(self, grammar: Sequence[str], sample_rate: int) -> None:
        """Sentences with a word the model does not know are left to free decoding."""
        known = list(dict.fromkeys(filter(None, map(self._cut, grammar))))
        self._closed = None
        if known:  # an empty grammar would end the process
            sentences = [*known, UNKNOWN_WORD] if self._is_word(UNKNOWN_WORD) else known
            text = json.dumps(sentences, ensure_ascii=False)
            self._closed = self._library.KaldiRecognizer(self._model, float(sample_rate), text)
        self._open = self._library.KaldiRecognizer(self._model, float(sample_rate))
        self._open.SetMaxAlternatives(MOST_GUESSES)
        self._grammar_heard, self._guesses, self._partial = [], [], ""

    def feed(self, pcm: bytes) -> str | None:
        """What free decoding has understood so far."""
        if self._closed is not None and self._closed.AcceptWaveform(pcm):
            self._grammar_heard.append(_text_of(self._closed.Result()))
        if self._open.AcceptWaveform(pcm):
            self._guesses.append(_guesses_of(self._open.Result()))
        before = " ".join(guesses[0] for guesses in self._guesses if guesses)
        partial = joined(f"{before} {json.loads(self._open.PartialResult()).get('partial', '')}")
        if partial == self._partial:
            return None
        self._partial = partial
        return partial

    def finish(self) -> tuple[str, ...]:
        """The grammar's sentence first where it was heard freely as well, then the guesses."""
        if self._open is None:
            return ()
        self._guesses.append(_guesses_of(self._open.FinalResult()))
        closed = ""
        if self._closed is not None:
            self._grammar_heard.append(_text_of(self._closed.FinalResult()))
            closed = joined(" ".join(self._grammar_heard))
        self._open = self._closed = None
        return weighed(closed, whole_guesses(self._guesses), self._sounds_of)

    def drop(self) -> None:
        """What was heard is gone."""
        self._open = self._closed = None
        self._grammar_heard, self._guesses, self._partial = [], [], ""

    def close(self) -> None:
        """Lets go of the recognisers; the model goes with the process."""
        self._open = self._closed = None


def whole_guesses(pieces: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Guesses at the whole utterance from guesses at its pieces: the best of all, then one other guess at a time."""
    spoken = [guesses for guesses in pieces if any(guesses)]
    best = [guesses[0] for guesses in spoken]
    wholes = [joined(" ".join(best))]
    for position, guesses in enumerate(spoken):
        wholes += [joined(" ".join([*best[:position], other, *best[position + 1 :]])) for other in guesses[1:]]
    return tuple(dict.fromkeys(filter(None, wholes)))[:MOST_GUESSES]


def weighed(closed: str, guesses: Sequence[str], sounds_of: Sounds) -> tuple[str, ...]:
    """The grammar's sentence and the free guesses as one list, best first; the former only where it sounds like the
    latter."""
    if not closed or UNKNOWN_WORD in closed or not guesses:
        return tuple(guesses)
    spoken = sounds_of(closed)
    likeness = max(SequenceMatcher(None, spoken, sounds_of(guess), autojunk=False).ratio() for guess in guesses)
    if likeness < LEAST_LIKENESS:
        return tuple(guesses)
    return tuple(dict.fromkeys([closed, *guesses]))


def joined(text: str) -> str:
    """Chinese words without the spaces a recogniser puts between them."""
    return _BETWEEN_HAN.sub("", " ".join(text.split()))


def _text_of(result: str) -> str:
    return str(json.loads(result).get("text", ""))


def _guesses_of(result: str) -> tuple[str, ...]:
    return tuple(str(guess["text"]).strip() for guess in json.loads(result).get("alternatives", ()))


def _load_library() -> Any:
    try:
        import vosk  # type: ignore[import-untyped]
    except (ImportError, OSError, TypeError) as error:  # TypeError: it has no build for this system
        raise HearingError("no_recognizer", f"vosk cannot be used: {error}") from None
    return vosk
