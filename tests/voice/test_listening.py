"""One utterance from the microphone to what was heard, and everything a living room does to it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.voice.hearing_fakes import PATIENCE_SECONDS, FakeMicrophone, FakeRecognizer, Told, quiet, speech
from voice.endpoint import RECOGNIZED_HZ
from voice.hearing_problems import HearingError, problem_text
from voice.listening import Listener, shown_partial

TODAY = date(2026, 11, 23)
SENTENCE = [quiet(0.5), speech(1.0), quiet(1.0)]


def listener_of(microphone: FakeMicrophone, recognizer: FakeRecognizer, told: Told) -> Listener:
    return Listener(microphone, recognizer, told.callbacks(), today=lambda: TODAY)


def test_a_sentence_is_heard_and_its_guesses_are_told_best_first() -> None:
    microphone, recognizer, told = FakeMicrophone(SENTENCE), FakeRecognizer("下一步", "下一部"), Told()
    listener = listener_of(microphone, recognizer, told)
    listener.start("step", ("下一步", "上一步"))
    assert told.next() == ("result", ("下一步", "下一部"))
    assert told.opened.is_set()
    assert recognizer.grammars == [("下一步", "上一步")]
    assert not microphone.streams[0].is_open
    assert not listener.is_listening


def test_the_microphone_is_closed_before_anybody_is_told() -> None:
    microphone, told = FakeMicrophone(SENTENCE), Told()
    seen: list[bool] = []
    callbacks = told.callbacks()
    callbacks = type(callbacks)(
        on_result=lambda found: (seen.append(microphone.streams[0].is_open), callbacks_result(found))[1],
        on_problem=callbacks.on_problem,
    )
    callbacks_result = told.callbacks().on_result
    Listener(microphone, FakeRecognizer("好"), callbacks, today=lambda: TODAY).start("idle", ())
    assert told.next() == ("result", ("好",))
    assert seen == [False]


def test_stereo_of_any_rate_reaches_the_recogniser_as_mono_at_its_rate() -> None:
    mono = speech(1.0, rate_hz=48_000)
    stereo = b"".join(mono[start : start + 2] * 2 for start in range(0, len(mono), 2))
    silent = quiet(1.0, rate_hz=96_000)
    microphone = FakeMicrophone([silent, stereo, silent], sample_rate=48_000, channels=2)
    recognizer, told = FakeRecognizer("好"), Told()
    listener_of(microphone, recognizer, told).start("idle", ())
    assert told.next()[0] == "result"
    assert recognizer.sample_rates == [RECOGNIZED_HZ]
    assert 2.0 <= len(recognizer.pcm) / 2 / RECOGNIZED_HZ <= 3.1


def test_long_silence_before_a_sentence_is_not_recognised() -> None:
    recognizer, told = FakeRecognizer("好"), Told()
    pieces = [*(quiet(0.1) for _ in range(60)), *(speech(0.1) for _ in range(10)), *(quiet(0.1) for _ in range(10))]
    listener_of(FakeMicrophone(pieces), recognizer, told).start("idle", ())
    assert told.next()[0] == "result"
    assert 1.0 + 0.4 <= len(recognizer.pcm) / 2 / RECOGNIZED_HZ <= 0.6 + 1.0 + 0.9


def test_whoever_reads_a_number_may_pause_for_a_second() -> None:
    with_pause = [quiet(0.5), speech(0.5), quiet(1.1), speech(0.5), quiet(2.0)]
    lengths = {}
    for mode in ("idle", "case_number"):
        recognizer, told = FakeRecognizer("三三零一"), Told()
        pieces = [piece[start : start + 3200] for piece in with_pause for start in range(0, len(piece), 3200)]
        listener_of(FakeMicrophone(pieces), recognizer, told).start(mode, ())  # type: ignore[arg-type]
        assert told.next()[0] == "result"
        lengths[mode] = len(recognizer.pcm) / 2 / RECOGNIZED_HZ
    assert lengths["idle"] <= 0.5 + 0.5 + 0.9
    assert 0.5 + 0.5 + 1.1 + 0.5 + 1.4 <= lengths["case_number"] <= 0.5 + 0.5 + 1.1 + 0.5 + 1.8


@pytest.mark.parametrize(
    ("pieces", "problem"),
    [
        ([quiet(20.0)], "silence"),
        ([b"\0" * 20 * 2 * RECOGNIZED_HZ], "silence"),  # a muted microphone
        ([quiet(0.5), speech(60.0)], "too_long"),
        ([quiet(0.5), speech(0.5), HearingError("microphone_lost", "unplugged")], "microphone_lost"),
    ],
)
def test_what_goes_wrong_in_a_living_room_is_told_and_the_next_sentence_is_heard(
    pieces: list[bytes | HearingError], problem: str
) -> None:
    told, recognizer = Told(), FakeRecognizer("下一步")
    listener_of(FakeMicrophone(pieces), recognizer, told).start("idle", ())
    assert told.next() == ("problem", problem)
    assert recognizer.finished == 0  # nobody waits for half a minute of sound to be recognised in vain
    listener_of(FakeMicrophone(SENTENCE), recognizer, told).start("idle", ())
    assert told.next() == ("result", ("下一步",))


def test_steady_noise_alone_is_no_speech() -> None:
    told = Told()
    listener_of(FakeMicrophone([quiet(20.0, level=900.0)]), FakeRecognizer("好"), told).start("idle", ())
    assert told.next() == ("problem", "silence")


def test_a_missing_microphone_is_told() -> None:
    microphone, told = FakeMicrophone(SENTENCE), Told()
    microphone.goes_missing()
    listener_of(microphone, FakeRecognizer("好"), told).start("idle", ())
    assert told.next() == ("problem", "no_microphone")


def test_a_recogniser_that_breaks_costs_one_sentence() -> None:
    recognizer, told = FakeRecognizer("好"), Told()
    recognizer.breaks()
    listener = listener_of(FakeMicrophone(SENTENCE), recognizer, told)
    listener.start("idle", ())
    assert told.next() == ("problem", "recognizer_failed")
    recognizer.is_mended()
    listener.start("idle", ())
    assert told.next() == ("result", ("好",))


def test_nothing_recognised_is_told_as_such() -> None:
    told = Told()
    listener_of(FakeMicrophone(SENTENCE), FakeRecognizer(), told).start("idle", ())
    assert told.next() == ("problem", "nothing_heard")


def test_whoever_stops_hears_nothing_more_of_that_sentence() -> None:
    recognizer, told = FakeRecognizer("好"), Told()
    recognizer.may_begin.clear()
    listener = listener_of(FakeMicrophone(SENTENCE), recognizer, told)
    listener.start("idle", ("一",))
    assert told.opened.wait(PATIENCE_SECONDS)
    listener.stop()
    assert not listener.is_listening
    listener.start("idle", ("二",))
    recognizer.may_begin.set()
    assert told.next() == ("result", ("好",))
    listener.close()
    assert told.is_silent()
    assert recognizer.is_closed


def test_the_model_is_loaded_before_anybody_speaks_and_nobody_is_told_what_fails_then() -> None:
    recognizer, told = FakeRecognizer("好"), Told()
    listener = listener_of(FakeMicrophone(SENTENCE), recognizer, told)
    listener.prepare(("下一步",))
    assert recognizer.has_begun.wait(PATIENCE_SECONDS)
    listener.start("idle", ("上一步",))
    assert told.next() == ("result", ("好",))
    assert recognizer.grammars == [("下一步",), ("上一步",)]
    recognizer.breaks("no_recognizer")
    listener.prepare()
    listener.close()
    assert told.is_silent()


def test_a_speaker_may_end_the_sentence_with_a_key() -> None:
    recognizer, told = FakeRecognizer("好"), Told()
    listener = listener_of(FakeMicrophone([quiet(0.1)]), recognizer, told)  # and then nothing, for ever
    listener.start("idle", ())
    assert told.opened.wait(PATIENCE_SECONDS)
    listener.finish()
    assert told.next() == ("result", ("好",))


def test_partial_text_is_told_without_numbers_nobody_asked_for() -> None:
    told = Told()
    recognizer = FakeRecognizer("好", partials=["我的", "我的号码是一三八零零一三八零零零"])
    pieces = [quiet(0.5), speech(0.5), speech(0.5), quiet(1.0)]
    listener_of(FakeMicrophone(pieces), recognizer, told).start("idle", ())
    told.next()
    assert told.partials == ["我的", "我的号码是〔数字〕"]


@pytest.mark.parametrize(
    ("text", "mode", "shown"),
    [
        ("三三零一零六二零", "case_number", "三三零一零六二零"),
        ("三三零一零六二零", "idle", "〔数字〕"),
        ("一一二三五八", "case_code", "〔数字〕"),
        ("一一", "case_code", "〔数字〕"),
        ("身份证丢了怎么办", "idle", "身份证丢了怎么办"),
    ],
)
def test_what_is_shown_while_somebody_speaks_depends_on_what_is_awaited(text: str, mode: str, shown: str) -> None:
    assert shown_partial(text, mode, TODAY) == shown  # type: ignore[arg-type]


def test_an_identity_number_is_hidden_even_where_a_number_is_awaited() -> None:
    assert "〔数字〕" in shown_partial("11010519491231002X", "case_number", TODAY)


@pytest.mark.parametrize(
    "problem",
    ["no_microphone", "microphone_lost", "no_recognizer", "recognizer_failed", "silence", "too_long", "nothing_heard"],
)
def test_every_problem_has_a_short_sentence_that_says_what_to_do(problem: str) -> None:
    for times in range(3):
        text = problem_text(problem, times)  # type: ignore[arg-type]
        assert "请" in text
        assert len(text) <= 30


def test_what_was_not_heard_again_is_answered_in_other_words() -> None:
    assert len({problem_text("nothing_heard", times) for times in range(3)}) == 3
