"""A recogniser in a process of its own: crashes, hangs and wrong answers cost one sentence each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from voice.endpoint import RECOGNIZED_HZ
from voice.hearing_problems import HearingError
from voice.recognizers.child import ChildRecognizer, engine_process
from voice.recognizers.choosing import open_recognizer

# A recogniser that hears how many bytes it was given, and does what its first sentence says.
PROGRAM = """
import os, socket, sys, threading
from voice.recognizers.worker import serve

class Engine:
    def begin(self, grammar, sample_rate):
        self.order, self.count = (grammar or [""])[0], 0
        if self.order == "crash at once":
            os.abort()
    def feed(self, pcm):
        if self.order == "crash":
            os.abort()
        self.count += len(pcm)
        return str(self.count)
    def finish(self):
        print("what somebody said", flush=True)
        if self.order == "hang":
            threading.Event().wait()
        return (f"{self.count} bytes", str(os.getpid()))
    def drop(self):
        self.count = 0
    def close(self):
        pass

serve(socket.socket(fileno=int(sys.argv[1])), Engine())
"""
PIECE = b"\0\1" * 1600


@pytest.fixture
def recognizer(tmp_path: Path) -> Iterator[ChildRecognizer]:
    program = tmp_path / "engine.py"
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, "-c", f"exec(open({str(program)!r}).read())", "{fd}"]
    with closing(ChildRecognizer(command, finish_seconds=0.5)) as made:
        yield made


def hear(recognizer: ChildRecognizer, order: str = "") -> tuple[str, ...]:
    recognizer.begin((order,), RECOGNIZED_HZ)
    for _ in range(3):
        recognizer.feed(PIECE)
    return recognizer.finish()


def test_sound_goes_to_the_process_and_text_comes_back(recognizer: ChildRecognizer) -> None:
    assert hear(recognizer)[0] == "9600 bytes"


def test_one_process_serves_every_sentence(recognizer: ChildRecognizer) -> None:
    assert hear(recognizer)[1] == hear(recognizer)[1]


def test_what_was_dropped_is_not_recognised_and_the_same_process_hears_the_next_sentence(
    recognizer: ChildRecognizer,
) -> None:
    recognizer.begin(("hang",), RECOGNIZED_HZ)
    recognizer.feed(PIECE)
    recognizer.drop()
    assert hear(recognizer)[0] == "9600 bytes"


def test_partial_text_comes_while_somebody_still_speaks(recognizer: ChildRecognizer) -> None:
    recognizer.begin((), RECOGNIZED_HZ)
    seen: list[str] = []
    while not seen:  # the process answers when it has read the piece
        if partial := recognizer.feed(PIECE):
            seen.append(partial)
    assert int(seen[0]) % len(PIECE) == 0


@pytest.mark.parametrize("order", ["crash", "crash at once", "hang"])
def test_a_crash_or_a_hang_is_told_and_the_next_sentence_is_heard(recognizer: ChildRecognizer, order: str) -> None:
    with pytest.raises(HearingError) as failed:
        hear(recognizer, order)
    assert failed.value.problem == "recognizer_failed"
    assert hear(recognizer)[0] == "9600 bytes"


def test_a_sentence_that_was_not_begun_is_refused(recognizer: ChildRecognizer) -> None:
    with pytest.raises(HearingError):
        recognizer.feed(PIECE)
    recognizer.close()
    with pytest.raises(HearingError):
        recognizer.finish()


def test_a_catalogue_of_sentences_passes_through(recognizer: ChildRecognizer) -> None:
    sentences = tuple(f"第{number}件事怎么办理要带什么材料" for number in range(30_000))
    recognizer.begin(sentences, RECOGNIZED_HZ)
    assert recognizer.finish()[0] == "0 bytes"


@pytest.mark.parametrize("kind", ["vosk", "pocketsphinx"])
def test_a_folder_that_is_no_model_is_told_as_a_missing_recogniser(kind: str, tmp_path: Path) -> None:
    with closing(engine_process(kind, tmp_path)) as broken, pytest.raises(HearingError) as failed:
        broken.begin(("下一步",), RECOGNIZED_HZ)
    assert failed.value.problem == "no_recognizer"


@pytest.mark.parametrize("choice", ["vosk", "pocketsphinx", "deepspeech", "wyoming://", ""])
def test_what_cannot_be_opened_is_told_as_a_missing_recogniser(choice: str, tmp_path: Path) -> None:
    with pytest.raises(HearingError) as failed:
        open_recognizer(choice, {"CHANNEL_DATA_DIR": str(tmp_path)})
    assert failed.value.problem == "no_recognizer"
