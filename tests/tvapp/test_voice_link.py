"""Between the television and the voice package: what is said late, what an answer means on the screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import cast

from tvapp.memory import Memory
from tvapp.talk import Answer, Heard, InSight
from tvapp.voice_link.joining import JoinedVoice
from tvapp.voice_link.listening import Translated, find_recognizer
from tvapp.voice_link.speaking import LateSpeaker
from voice.case_entry import Entry
from voice.intents import Heard as Understood
from voice.intents import Intent
from voice.session import Exchange
from voice.speaker import SpeechSettings, VoiceSpeaker
from voice.state import Offer, Reply, State

WAIT_SECONDS = 10.0


class SpeakerThatNotes:
    """Stands for the speaker that is opened late."""

    def __init__(self, settings: SpeechSettings) -> None:
        self.settings = settings
        self.said: list[tuple[str, ...]] = []
        self.foreseen: list[tuple[str, ...]] = []
        self.is_closed = False
        self.on_started: Callable[[str], None] = lambda sentence: None
        self.on_finished: Callable[[str], None] = lambda sentence: None

    def say(self, utterances: Sequence[str]) -> None:
        self.said.append(tuple(utterances))

    def stop(self) -> None:
        self.said.append(())

    def sign(self) -> None:
        self.said.append(("sign",))

    def wait_until_said(self, most_seconds: float) -> None:
        self.said.append(("waited",))

    def forget(self) -> None:
        self.said.append(("forgotten",))

    def foresee(self, sentences: Sequence[str]) -> None:
        self.foreseen.append(tuple(sentences))

    def close(self) -> None:
        self.is_closed = True


class Late:
    """A late speaker whose opening the test lets happen."""

    def __init__(self) -> None:
        self.may_open, self.is_open = Event(), Event()
        self.opened: list[SpeakerThatNotes] = []
        self.speaker = LateSpeaker(self._open)

    def _open(self, settings: SpeechSettings) -> VoiceSpeaker:
        self.may_open.wait(WAIT_SECONDS)
        speaker = SpeakerThatNotes(settings)
        self.opened.append(speaker)
        return cast(VoiceSpeaker, speaker)

    def open(self) -> SpeakerThatNotes:
        self.may_open.set()
        assert self.speaker.wait_until_open(WAIT_SECONDS)
        return self.opened[0]


def test_what_was_said_while_it_loaded_is_said_when_it_speaks() -> None:
    late = Late()
    late.speaker.begin(Memory())
    late.speaker.say(("欢迎。",))
    late.speaker.say(("户籍身份。",))
    assert late.open().said == [("户籍身份。",)]


def test_what_a_key_stopped_meanwhile_is_not_said() -> None:
    late = Late()
    late.speaker.begin(Memory())
    late.speaker.say(("欢迎。",))
    late.speaker.stop()
    assert late.open().said == []


def test_it_speaks_as_the_household_likes_it() -> None:
    late = Late()
    late.speaker.begin(Memory(rate=200))
    late.speaker.adapt(Memory(rate=140, speech_on=False, voice="male"))
    speaker = late.open()
    assert (speaker.settings.rate, speaker.settings.is_on, speaker.settings.voice) == (140, False, "male")
    late.speaker.adapt(Memory(volume=20))
    assert (speaker.settings.rate, speaker.settings.volume) == (185, 20)


def test_the_sign_to_speak_and_forgetting_reach_what_speaks() -> None:
    late = Late()
    late.speaker.begin(Memory())
    late.speaker.sign()
    late.speaker.forget()
    speaker = late.open()
    late.speaker.sign()
    late.speaker.forget()
    assert speaker.said == [("sign",), ("forgotten",)]


def test_what_may_be_said_next_is_prepared_also_what_was_foreseen_while_it_loaded() -> None:
    late = Late()
    late.speaker.begin(Memory())
    late.speaker.foresee(("户籍身份。",))
    speaker = late.open()
    late.speaker.foresee(("社会保险。",))
    assert speaker.foreseen == [("户籍身份。",), ("社会保险。",)]


def test_what_was_foreseen_of_a_case_is_forgotten_while_it_loads() -> None:
    late = Late()
    late.speaker.begin(Memory())
    late.speaker.foresee(("办件已受理。",))
    late.speaker.forget()
    assert not any(late.open().foreseen)


def test_a_reminder_returns_when_it_was_heard() -> None:
    late = Late()
    late.speaker.begin(Memory())
    late.speaker.remind(("您慢慢想。",))
    speaker = late.open()
    late.speaker.remind(("您慢慢想。",))
    assert speaker.said == [("您慢慢想。",), ("waited",)]


def test_who_hears_no_text_before_the_end_is_told_so_when_the_microphone_opens() -> None:
    for tells, kinds in ((True, ["opened"]), (False, ["opened", "partial"])):
        heard: list[Heard] = []
        Translated(heard.append, tells_partial_text=tells).opened()
        assert [one.kind for one in heard] == kinds
        assert all(one.text for one in heard if one.kind == "partial")


def test_closed_while_it_loads_it_lets_go_of_the_card_at_once() -> None:
    late = Late()
    late.speaker.begin(Memory())
    late.speaker.close()
    late.may_open.set()
    assert late.speaker.wait_until_open(WAIT_SECONDS)
    assert late.opened[0].is_closed


def test_a_library_that_does_not_load_ends_nothing() -> None:
    def fails(settings: SpeechSettings) -> VoiceSpeaker:
        raise OSError("no such library")

    speaker = LateSpeaker(fails)
    speaker.begin(Memory())
    assert speaker.wait_until_open(WAIT_SECONDS)
    speaker.say(("欢迎。",))
    speaker.stop()
    speaker.close()


def test_without_card_and_recogniser_nothing_is_there_and_all_calls_are_harmless() -> None:
    nothing = JoinedVoice(None, None)
    nothing.begin(Memory(), lambda heard: None)
    nothing.adapt(Memory())
    nothing.close()
    assert (nothing.voice, nothing.speakers) == (None, ())


def test_a_recogniser_without_its_model_is_none(tmp_path: Path) -> None:
    assert find_recognizer({"CHANNEL_DATA_DIR": str(tmp_path)}) == ""
    assert find_recognizer({"CHANNEL_DATA_DIR": str(tmp_path), "VOSK_MODEL": str(tmp_path / "gone")}) == ""
    assert find_recognizer({"CHANNEL_RECOGNIZER": "parrot"}) == ""


def test_a_model_in_its_folder_is_one(tmp_path: Path) -> None:
    assert find_recognizer({"CHANNEL_DATA_DIR": str(tmp_path), "VOSK_MODEL": str(tmp_path)}) == "vosk"


def answered(screen: str, intent: Intent, before: State, after: State) -> Answer:
    heard: list[Heard] = []
    exchange = Exchange(Understood("", intent), Reply(("好的。",), screen, after.mode, ("查询码 1",)))
    Translated(heard.append).answered(exchange, before, after)
    assert heard[0].answer is not None
    return heard[0].answer


def test_the_progress_is_opened_with_the_number_and_code_that_were_dictated() -> None:
    before = State("330106", mode="case_code", entry=Entry("330106261024"))
    answer = answered("case/progress", Intent("case_code", {"digits": "112358"}), before, State("330106"))
    assert answer.fields == {"number": "330106261024", "code": "112358"}
    assert answer.shown == ("查询码 1",)


def test_the_entry_shows_what_was_dictated() -> None:
    after = State("330106", mode="case_code", entry=Entry("330106261024"), code="11")
    fields = answered("case", Intent("case_number", {"digits": "330106261024"}), State("330106"), after).fields
    assert (fields["number"], fields["code"], fields["stage"]) == ("330106261024", "11", "code")


def test_the_choice_shows_the_services_that_were_offered() -> None:
    offers = (Offer("service", "id-card-lost", "补身份证"), Offer("service", "id-card-first", "办身份证"))
    after = State("330106", mode="choice", offers=offers)
    answer = answered("choose", Intent("ask_guide"), State("330106"), after)
    assert answer.fields == {"services": "id-card-lost id-card-first"}


def test_the_conversation_is_told_all_that_the_television_shows() -> None:
    from voice.joining import Surroundings

    assert set(InSight.__slots__) == set(Surroundings.__slots__)


def test_what_libraries_print_does_not_reach_the_picture() -> None:
    program = (
        "import os, sys\n"
        "from tvapp.voice_link import keep_noise_off_screen\n"
        "restore = keep_noise_off_screen()\n"
        "os.write(2, b'noise of a library')\n"
        "print('the picture', file=sys.__stderr__, flush=True)\n"
        "restore()\n"
        "os.write(2, b'an error afterwards')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stderr == "the picture\nan error afterwards"
