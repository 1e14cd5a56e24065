"""Speech from the server: kept on the box, fetched once, joined of its parts where nobody rendered the whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from content.fixed_speech import FixedSpeech
from content.spoken_sentences import speech_key
from tests.voice.sound_fakes import FakeSpeechServer, tone
from voice.rendered_speech import (
    AWAY_SECONDS,
    CLAUSE_PAUSE_SECONDS,
    SPELLED_PAUSE_SECONDS,
    UNKNOWN_SECONDS,
    JoinedSpeech,
    RenderedSpeech,
    SoundCache,
)

VOICES = {"female": "f-1", "male": "m-1"}
SENTENCE = "一般三天办好。"
MP3_PADDING = 0.15  # seconds, for each file


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def server_with(*sentences: str, seconds: float = 0.5) -> FakeSpeechServer:
    return FakeSpeechServer({speech_key("f-1", sentence): tone(seconds) for sentence in sentences})


def rendered_by(server: FakeSpeechServer, folder: Path, clock: Clock | None = None) -> RenderedSpeech:
    return RenderedSpeech(server.fetch, SoundCache(folder), VOICES, monotonic=clock or Clock())


def test_a_sentence_is_fetched_once_and_then_played_from_the_box(tmp_path: Path) -> None:
    server = server_with(SENTENCE)
    first = rendered_by(server, tmp_path).find(SENTENCE, "female")
    server.is_away = True
    again = rendered_by(server, tmp_path).find(SENTENCE, "female")
    assert first is not None
    assert again is not None
    assert again.seconds == first.seconds
    assert server.asked == [speech_key("f-1", SENTENCE)]


def test_the_other_voice_is_another_sound(tmp_path: Path) -> None:
    server = server_with(SENTENCE)
    assert rendered_by(server, tmp_path).find(SENTENCE, "male") is None
    assert server.asked == [speech_key("m-1", SENTENCE)]


def test_what_the_server_did_not_have_is_asked_again_after_a_while(tmp_path: Path) -> None:
    server, clock = server_with(), Clock()
    rendered = rendered_by(server, tmp_path, clock)
    assert rendered.find(SENTENCE, "female") is None
    assert rendered.find(SENTENCE, "female") is None
    assert len(server.asked) == 1
    server.files = server_with(SENTENCE).files
    clock.now += UNKNOWN_SECONDS + 1
    assert rendered.find(SENTENCE, "female") is not None


def test_a_server_that_is_away_is_not_asked_for_every_sentence(tmp_path: Path) -> None:
    server, clock = server_with(SENTENCE), Clock()
    server.is_away = True
    rendered = rendered_by(server, tmp_path, clock)
    for number in range(5):
        assert rendered.find(f"第{number}句。", "female") is None
    assert len(server.asked) == 1
    server.is_away = False
    clock.now += AWAY_SECONDS + 1
    assert rendered.find(SENTENCE, "female") is not None


def test_a_damaged_file_is_fetched_anew(tmp_path: Path) -> None:
    server = server_with(SENTENCE)
    rendered_by(server, tmp_path).find(SENTENCE, "female")
    (file,) = tmp_path.glob("??/*.mp3")
    file.write_bytes(b"half")
    assert rendered_by(server, tmp_path).find(SENTENCE, "female") is not None
    assert len(server.asked) == 2


def test_an_answer_that_is_no_sound_is_not_kept(tmp_path: Path) -> None:
    server = server_with()
    server.files = {speech_key("f-1", SENTENCE): b"<html>log in first</html>"}
    assert rendered_by(server, tmp_path).find(SENTENCE, "female") is None
    assert list(tmp_path.glob("??/*")) == []


def test_no_file_name_tells_what_was_said(tmp_path: Path) -> None:
    rendered_by(server_with(SENTENCE), tmp_path).find(SENTENCE, "female")
    (file,) = tmp_path.glob("??/*.mp3")
    assert file.stem == speech_key("f-1", SENTENCE)


def test_the_cache_drops_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path, most_bytes=1_000)
    for number, key in enumerate(("aa1", "bb2", "cc3")):
        cache.keep(key, b"x" * 400)
        os.utime(tmp_path / key[:2] / f"{key}.mp3", (number, number))
        if key == "bb2":
            os.utime(tmp_path / "aa" / "aa1.mp3", (5, 5))  # used again
    assert cache.find("bb2") is None
    assert cache.find("aa1") is not None
    assert cache.find("cc3") is not None


def test_a_folder_that_cannot_be_written_only_means_that_nothing_is_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("here is no folder")
    assert rendered_by(server_with(SENTENCE), blocked).find(SENTENCE, "female") is not None


def joined_by(server: FakeSpeechServer, folder: Path, *pieces: str) -> JoinedSpeech:
    return JoinedSpeech(rendered_by(server, folder), FixedSpeech(pieces=pieces))


def test_a_label_and_an_answer_are_joined_with_a_pause(tmp_path: Path) -> None:
    sound = joined_by(server_with("多久。", SENTENCE), tmp_path).find(f"多久，{SENTENCE}", "female")
    assert sound is not None
    assert sound.seconds == pytest.approx(1.0 + CLAUSE_PAUSE_SECONDS, abs=2 * MP3_PADDING)


def test_the_longest_known_run_of_clauses_is_taken(tmp_path: Path) -> None:
    server = server_with("去哪办。", "去派出所，住外省可就近办。", "去派出所。", "住外省可就近办。")
    sound = joined_by(server, tmp_path).find("去哪办，去派出所，住外省可就近办。", "female")
    assert sound is not None
    assert speech_key("f-1", "去派出所。") not in server.asked
    assert sound.seconds == pytest.approx(1.0 + CLAUSE_PAUSE_SECONDS, abs=2 * MP3_PADDING)


def test_a_number_is_joined_of_its_digits(tmp_path: Path) -> None:
    server = server_with("听到。", "三。", "零。", "一。", seconds=0.3)
    sound = joined_by(server, tmp_path, "听到").find("听到三三零一，零一。", "female")
    assert sound is not None
    gaps = 5 * SPELLED_PAUSE_SECONDS + CLAUSE_PAUSE_SECONDS
    assert sound.seconds == pytest.approx(7 * 0.3 + gaps, abs=7 * MP3_PADDING)


def test_half_a_sentence_is_never_said(tmp_path: Path) -> None:
    joined = joined_by(server_with("多久。", "听到。", "三。"), tmp_path, "听到")
    assert joined.find("多久，没有人录过这一句。", "female") is None
    assert joined.find("听到三四。", "female") is None


def test_a_sentence_of_very_many_clauses_is_not_looked_for_piece_by_piece(tmp_path: Path) -> None:
    server = server_with("甲。")
    assert joined_by(server, tmp_path).find("，".join("甲" * 30) + "。", "female") is None
    assert server.asked == []
