"""PocketSphinx with its Mandarin model: sentences, garbage, numbers, and grammars of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from benchmarks.measure_hearing import MODEL, UTTERANCES
from tests.voice.hearing_fakes import quiet, speech
from voice.commands.hearing_files import recognize
from voice.digits_heard import hear
from voice.endpoint import RECOGNIZED_HZ
from voice.recognizers.child import ChildRecognizer, engine_process
from voice.recognizers.pocketsphinx_engine import PocketsphinxEngine
from voice.resampling import load_utterance

COMMANDS = ("下一步", "上一步", "再说一遍", "第二个", "第三个", "回到首页", "大声一点", "帮助", "退出")
CHUNK_BYTES = 2 * RECOGNIZED_HZ // 10
DIGITS = tuple("零一二三四五六七八九幺两洞拐")


@pytest.fixture(scope="module")
def utterances(channel_test_data: Path) -> Path:
    pytest.importorskip("pocketsphinx", reason="needs PocketSphinx: pip install pocketsphinx")
    for part in (MODEL, UTTERANCES):
        if not (channel_test_data / part).is_dir():
            pytest.skip(f"no {part} in the test data; set CHANNEL_TEST_DATA to a folder that has it")
    return channel_test_data / UTTERANCES


@pytest.fixture(scope="module")
def recognizer(utterances: Path, channel_test_data: Path) -> Iterator[ChildRecognizer]:
    with closing(engine_process("pocketsphinx", channel_test_data / MODEL)) as opened:
        yield opened


def recording(utterances: Path, name: str) -> bytes:
    return load_utterance(next(iter(sorted(utterances.glob(f"{name}-*.flac")))))


@pytest.mark.parametrize(
    ("name", "text"), [("n01", "下一步"), ("n02", "上一步"), ("n11", "第二个"), ("n09", "回到首页")]
)
def test_a_command_of_a_small_grammar_is_heard(
    recognizer: ChildRecognizer, utterances: Path, name: str, text: str
) -> None:
    assert recognize(recognizer, recording(utterances, name), COMMANDS) == (text,)


@pytest.mark.parametrize("name", ["n01", "n09"])
def test_while_somebody_speaks_the_beginning_of_a_sentence_is_shown_and_changes_nothing(
    utterances: Path, channel_test_data: Path, recognizer: ChildRecognizer, name: str
) -> None:
    pcm = recording(utterances, name)
    with closing(PocketsphinxEngine(channel_test_data / MODEL)) as engine:
        engine.begin(COMMANDS, RECOGNIZED_HZ)
        parts = [engine.feed(pcm[start : start + CHUNK_BYTES]) for start in range(0, len(pcm), CHUNK_BYTES)]
        heard = engine.finish()
    shown = [part for part in parts if part]
    assert heard == recognize(recognizer, pcm, COMMANDS)
    assert shown
    assert heard[0].startswith(shown[-1])


def test_digits_are_not_shown_before_all_are_heard(utterances: Path, channel_test_data: Path) -> None:
    pcm = recording(utterances, "c12")
    with closing(PocketsphinxEngine(channel_test_data / MODEL)) as engine:
        engine.begin(DIGITS, RECOGNIZED_HZ)
        assert not any(engine.feed(pcm[start : start + CHUNK_BYTES]) for start in range(0, len(pcm), CHUNK_BYTES))
        engine.drop()
        assert engine.finish() == ()


def test_what_is_no_sentence_of_the_grammar_is_mostly_refused(recognizer: ChildRecognizer, utterances: Path) -> None:
    others = [path for path in sorted(utterances.glob("*.flac")) if path.name[0] in "qo"][::2]
    heard = [recognize(recognizer, load_utterance(path), COMMANDS) for path in others]
    refused = sum(not candidates for candidates in heard)
    assert refused >= 0.9 * len(others)


@pytest.mark.parametrize("pcm", [b"", b"\0\0" * 16_000, quiet(1.0, level=300.0), speech(1.0)])
def test_silence_noise_and_tones_are_no_sentence(recognizer: ChildRecognizer, pcm: bytes) -> None:
    assert recognize(recognizer, pcm, COMMANDS) == ()


def test_the_same_sound_is_always_the_same_number(recognizer: ChildRecognizer, utterances: Path) -> None:
    pcm = recording(utterances, "c12")
    first = recognize(recognizer, pcm, (*COMMANDS, *DIGITS))
    assert len(first) == 1
    assert set(first[0]) <= set(DIGITS)
    assert 3 <= len(hear(first[0]).characters) <= 6
    assert recognize(recognizer, pcm, (*COMMANDS, *DIGITS)) == first


def test_commands_are_heard_while_a_number_is_dictated(recognizer: ChildRecognizer, utterances: Path) -> None:
    assert recognize(recognizer, recording(utterances, "n09"), (*COMMANDS, *DIGITS)) == ("回到首页",)


@pytest.mark.parametrize(
    "grammar",
    [
        (),
        ("",),
        ("no Chinese", "🙂"),
        ("下一步 | 上一步;", "FSG_END", "a\nFSG_BEGIN b"),
        ("<sil>", "</s>", "++NOISE++"),
        tuple(f"第{number}" for number in range(2000)),
    ],
    ids=["empty", "blank", "unknown", "syntax", "markers", "many unknown"],
)
def test_no_grammar_brings_it_down(recognizer: ChildRecognizer, utterances: Path, grammar: tuple[str, ...]) -> None:
    recognize(recognizer, recording(utterances, "n01"), grammar)
    assert recognize(recognizer, recording(utterances, "n01"), COMMANDS) == ("下一步",)


def test_a_loud_and_a_soft_voice_are_the_same(recognizer: ChildRecognizer, utterances: Path) -> None:
    samples = np.frombuffer(recording(utterances, "n09"), "<i2").astype(float)
    for loudness in (0.05, 0.3, 1.0):
        assert recognize(recognizer, (samples * loudness).astype("<i2").tobytes(), COMMANDS) == ("回到首页",)
