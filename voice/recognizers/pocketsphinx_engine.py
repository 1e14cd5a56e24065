"""PocketSphinx for a closed set of sentences: small, fast, and deaf to everything else. Only this module imports it.

It answers garbage with the sentence least unlike it, and its scores do not tell the two apart. So every utterance is
decoded twice, with different patience for silence, and believed only where both say the same whole sentence. Beside few
sentences stand decoys, so that other speech has somewhere else to go.
The sound is held in memory until the utterance ends, because the small model needs to know its whole loudness. What is
shown meanwhile is decoded once more as it comes in, and counts for nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from voice.endpoint import RECOGNIZED_HZ
from voice.hearing_problems import HearingError
from voice.recognizers.sentence_graph import completed, graph_of
from voice.recognizers.word_cutting import cut
from voice.resampling import MonoStream

MODEL_HZ = 8_000
PARTIAL_BYTES = 2 * MODEL_HZ * 3 // 10  # three times a second: as often as anybody reads it
SHORTEST_PARTIAL = 2  # characters; one is heard in any breath
DIGIT_WORDS = "零一二三四五六七八九幺两洞拐"
LEAST_DIGIT_WORDS = 10  # a grammar that expects every digit by itself expects a number
SHORTEST_BEGINNING = 3  # characters; two are heard in anything
# Whoever speaks slowest says this many outside of pauses; a short sentence found in long speech is none.
SLOWEST_SYLLABLES_A_SECOND = 1.8
LOUD_RATIO = 1000.0  # in power, 30 dB below the loudest moment
MANY_SENTENCES = 1_000
DECOY_COUNT, DECOY_CHARACTERS = 300, (2, 3)
FLOOR_LEVEL = 1.0  # of 32,768
NOISE_SECONDS, NOISE_LEVEL = 0.3, 8.0  # of 32,768; without it a number often begins with a digit nobody said
# The second ear: silence may not swallow words, and more paths stay open.
STRICT = {"silprob": 1e-20, "fillprob": 1e-30, "lw": 1.0, "beam": 1e-64, "pbeam": 1e-64, "wbeam": 1e-40}


class PocketsphinxEngine:
    """A recogniser in this very process; `voice.recognizers.child` runs it in another."""

    def __init__(self, model: Path) -> None:
        """`model`: a folder with `hmm/` and one dictionary `*.dic`. Raises HearingError."""
        self._hmm = model / "hmm"
        dictionaries = sorted(model.glob("*.dic"))
        if not self._hmm.is_dir() or not dictionaries:
            raise HearingError("no_recognizer", "the PocketSphinx model needs a folder hmm/ and a dictionary *.dic")
        self._dictionary = dictionaries[0]
        self._decoder_class: Any = _load_library()
        self._grammar: tuple[str, ...] | None = None
        self._sentences: list[tuple[str, ...]] = []
        self._known: frozenset[tuple[str, ...]] = frozenset()
        self._texts: list[str] = []
        self._digits: tuple[str, ...] = ()
        self._decoders: list[Any] = []
        self._pcm = bytearray()
        self._decoded, self._partial, self._is_live = 0, "", False
        self._mono = MonoStream(RECOGNIZED_HZ, 1, wanted_hz=MODEL_HZ)

    @cached_property
    def _pronunciations(self) -> dict[str, list[str]]:
        lines: dict[str, list[str]] = {}
        for line in self._dictionary.read_text(encoding="utf-8").splitlines():
            if line.strip():
                lines.setdefault(line.split()[0].split("(")[0], []).append(line)
        return lines

    def begin(self, grammar: Sequence[str], sample_rate: int) -> None:
        """Builds the graph of the sentences where they are others than the last time."""
        self.drop()
        self._mono = MonoStream(sample_rate, 1, wanted_hz=MODEL_HZ)
        if self._grammar != tuple(grammar):
            self._build(grammar)
            self._grammar = tuple(grammar)

    def _build(self, grammar: Sequence[str]) -> None:
        known = self._pronunciations
        cut_sentences = (cut(sentence, known.__contains__) for sentence in grammar)
        self._sentences = [words for words in cut_sentences if words]
        self._known, self._texts = frozenset(self._sentences), sorted(map("".join, self._sentences))
        digits = tuple(word for word in DIGIT_WORDS if word in known and word in grammar)
        self._digits = digits if len(digits) >= LEAST_DIGIT_WORDS else ()
        self._decoders = []
        if not self._sentences:
            return
        decoys = self._decoys() if len(self._sentences) < MANY_SENTENCES and not self._digits else []
        graph = graph_of(self._sentences, self._digits, decoys)
        used = sorted({word for words in self._sentences for word in words} | {*self._digits, *decoys})
        with TemporaryDirectory(prefix="zhengwu-grammar-") as folder:
            # Only the words of these sentences: the whole dictionary would cost 100 MB.
            words_file, graph_file = Path(folder) / "words.dic", Path(folder) / "sentences.fsg"
            lines = [line for word in used for line in known[word]]
            words_file.write_text("\n".join([*lines, ""]), encoding="utf-8")
            graph_file.write_text(graph.to_fsg("sentences"), encoding="utf-8")
            settings = {"hmm": str(self._hmm), "dict": str(words_file), "fsg": str(graph_file), "samprate": MODEL_HZ}
            for manner in ({},) if self._digits else ({}, STRICT):
                self._decoders.append(self._decoder_class(loglevel="FATAL", **settings, **manner))

    def _decoys(self) -> list[str]:
        """Words from all over the dictionary; with thousands of sentences the others are decoys enough."""
        words = [word for word in self._pronunciations if len(word) in DECOY_CHARACTERS]
        return words[:: max(1, len(words) // DECOY_COUNT)][:DECOY_COUNT]

    def feed(self, pcm: bytes) -> str | None:
        """Keeps it; what it sounds like so far, where that begins a sentence and is not what it was before."""
        self._pcm += self._mono.feed(pcm)
        if not self._decoders or self._digits or len(self._pcm) - self._decoded < PARTIAL_BYTES:
            return None
        if not self._is_live:
            self._decoders[0].start_utt()
            self._is_live = True
        self._decoders[0].process_raw(bytes(self._pcm[self._decoded :]), full_utt=False)
        self._decoded = len(self._pcm)
        found = self._decoders[0].hyp()
        partial = found.hypstr.replace(" ", "") if found else ""
        # A decoy is no word anybody said.
        if len(partial) < SHORTEST_PARTIAL or partial == self._partial or not self._begins_sentence(partial):
            return None
        self._partial = partial
        return partial

    def _begins_sentence(self, text: str) -> bool:
        at = bisect_left(self._texts, text)
        return at < len(self._texts) and self._texts[at].startswith(text)

    def _end_live(self) -> None:
        if self._is_live:
            self._decoders[0].end_utt()
        self._decoded, self._partial, self._is_live = 0, "", False

    def finish(self) -> tuple[str, ...]:
        """The sentence, or nothing where it was none of them."""
        sound = bytes(self._pcm) + self._mono.feed(b"", is_last=True)
        self.drop()
        if not self._decoders or not sound:
            return ()
        sound = _with_faint_noise(sound, NOISE_SECONDS if self._digits else 0.0)
        heard = _decode(self._decoders[0], sound)
        if self._digits:
            return ("".join(heard),) if self._is_number(heard) else self._whole(heard)
        first = completed(heard, self._sentences)
        if sum(map(len, first)) < SLOWEST_SYLLABLES_A_SECOND * _loud_seconds(sound):
            return ()
        # What is no sentence to one ear needs no other.
        return self._agreed(first, completed(_decode(self._decoders[1], sound), self._sentences)) if first else ()

    def _agreed(self, first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
        """What both ears heard: the same sounds, or at least the same beginning where that is a sentence by itself, as
        the name of a service is."""
        if not second:
            return ()
        if self._sounds(first) == self._sounds(second):
            return ("".join(first),)
        same = tuple(one for one, other in takewhile(_is_same, zip(first, second, strict=False)))
        is_telling = sum(map(len, same)) >= SHORTEST_BEGINNING
        return ("".join(same),) if is_telling and same in self._known else ()

    def _sounds(self, words: Sequence[str]) -> tuple[str, ...]:
        """The phones of words; 一遍 and 一边 are one."""
        return tuple(phone for word in words for phone in self._pronunciations[word][0].split()[1:])

    def _is_number(self, words: Sequence[str]) -> bool:
        return bool(words) and all(word in self._digits for word in words)

    def _whole(self, words: Sequence[str]) -> tuple[str, ...]:
        sentence = "".join(completed(words, self._sentences))
        return (sentence,) if sentence else ()

    def drop(self) -> None:
        """The sound is gone."""
        self._pcm.clear()
        self._end_live()

    def close(self) -> None:
        """Lets go of the decoders."""
        self.drop()
        self._decoders, self._grammar = [], None


def _decode(decoder: Any, sound: bytes) -> tuple[str, ...]:
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return tuple(found.hypstr.split()) if found else ()


def _is_same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _loud_seconds(sound: bytes) -> float:
    """How long somebody speaks in it, without the pauses."""
    size = MODEL_HZ // 50
    samples = np.frombuffer(sound, "<i2").astype(np.float64)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    power = (frames**2).mean(axis=1)
    return float((power > power.max(initial=0.0) / LOUD_RATIO).sum()) * size / MODEL_HZ


def _with_faint_noise(sound: bytes, around_seconds: float) -> bytes:
    """Under all of it, as every room has it: perfect silence between words is heard as words. At both ends so much
    more of it. The same noise each time, so that the same sound always gives the same words."""
    source = np.random.default_rng(1)
    ends = [source.normal(0, NOISE_LEVEL, round(around_seconds * MODEL_HZ)).astype("<i2").tobytes() for _ in range(2)]
    samples = np.frombuffer(sound, "<i2")
    under = samples + source.normal(0, FLOOR_LEVEL, samples.size)
    return ends[0] + np.clip(np.rint(under), -32_767, 32_767).astype("<i2").tobytes() + ends[1]


def _load_library() -> Any:
    try:
        from pocketsphinx import Decoder  # type: ignore[import-untyped]
    except (ImportError, OSError) as error:
        raise HearingError("no_recognizer", f"pocketsphinx cannot be used: {error}") from None
    return Decoder
