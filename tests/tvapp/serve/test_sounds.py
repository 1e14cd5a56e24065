"""A served page plays what the television says: by addresses nobody can guess, one sentence after the other."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Lock

import pytest

from content.files import Content
from tests.tvapp.serve.chromium import fresh_browser, running_chromium
from tests.tvapp.serve.conftest import Household
from tests.tvapp.serve.served import Street, new_client, running
from tvapp.memory import Memory
from tvapp.serve.sounds import KEPT_SECONDS, MOST_ADDRESSES, Sounds

DOWN = "40"
QUIET = Memory(region="330106", welcomed=True, speech_on=False)
# Every sound that ended is noted; the promise is kept when the second one has.
LISTEN = """window.heard = [];
window.twoHeard = new Promise(function (resolve) {
  var Real = window.Audio;
  window.Audio = function (source) {
    var audio = new Real(source);
    audio.addEventListener("ended", function () {
      window.heard.push(source);
      if (window.heard.length === 2) { resolve(window.heard); }
    });
    return audio;
  };
});"""


class FakeVoice:
    """Has every sentence but `unknown` as `file`; remembers what it was asked."""

    def __init__(self, file: bytes = b"sound", *, unknown: str = "\0") -> None:
        self.file, self.unknown = file, unknown
        self.asked: list[str] = []
        self._lock = Lock()

    def __call__(self, sentence: str, memory: Memory) -> bytes | None:
        with self._lock:
            self.asked.append(sentence)
        return None if self.unknown in sentence else self.file


def test_the_page_is_told_where_each_sentence_sounds_and_how_long_it_takes(
    sample_content: Content, tmp_path: Path
) -> None:
    sounds = Sounds(FakeVoice())
    household = Household(sample_content, tmp_path, sounds=sounds)
    message = household.session.message()
    assert message is not None
    said = message["said"]
    assert len(message["sounds"]) == len(said)
    for sentence, (address, milliseconds) in zip(said, message["sounds"], strict=True):
        assert milliseconds == len(sentence) * 60_000 // 185
        assert sounds.find(address.removeprefix("sound/")) == b"sound"


def test_a_household_that_wants_no_speech_gets_no_sounds(sample_content: Content, tmp_path: Path) -> None:
    household = Household(sample_content, tmp_path, sounds=Sounds(FakeVoice()), memory=QUIET)
    message = household.session.message()
    assert message is not None
    assert "sounds" not in message
    assert message["said"]


def test_an_address_cannot_be_guessed_and_is_another_for_another_voice() -> None:
    here, there = Sounds(FakeVoice()), Sounds(FakeVoice())
    memory = Memory()
    ((address, _),) = here.addresses(["带户口本。"], memory)
    assert address == here.addresses(["带户口本。"], memory)[0][0]
    assert address != there.addresses(["带户口本。"], memory)[0][0]
    assert address != here.addresses(["带户口本。"], Memory(voice="male"))[0][0]
    assert there.find("0" * 32) is None


def test_addresses_long_past_are_forgotten() -> None:
    sounds = Sounds(FakeVoice())
    ((first, _),) = sounds.addresses(["第一句。"], Memory())
    sounds.addresses([f"第{number}句。" for number in range(MOST_ADDRESSES)], Memory())
    assert sounds.find(first.removeprefix("sound/")) is None


def test_what_was_said_minutes_ago_is_forgotten() -> None:
    now = 0.0
    sounds = Sounds(FakeVoice(), clock=lambda: now)
    ((first, _),) = sounds.addresses(["尾号零零零一的事。"], Memory())
    now = KEPT_SECONDS - 1
    assert sounds.find(first.removeprefix("sound/"))
    now = KEPT_SECONDS + 1
    assert sounds.find(first.removeprefix("sound/")) is None


def test_a_sound_is_given_to_whoever_knows_its_address_and_nothing_else_is(
    sample_content: Content, tmp_path: Path
) -> None:
    voice = FakeVoice(unknown="没有")
    sounds = Sounds(voice)
    (known, _), (silent, _) = sounds.addresses(["带户口本。", "没有声音。"], Memory())

    async def main() -> None:
        async with running(Street(sample_content, tmp_path, sounds=sounds)) as street, new_client() as client:
            async with client.get(f"{street.address}/{known}") as answer:
                assert (answer.status, await answer.read()) == (200, b"sound")
                assert answer.content_type == "audio/mpeg"
                assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
            for path in (silent, f"sound/{'0' * 32}", "sound/x"):
                async with client.get(f"{street.address}/{path}") as answer:
                    assert answer.status == 404

    asyncio.run(main())
    assert voice.asked == ["带户口本。", "没有声音。"]


def test_a_real_browser_plays_one_sentence_after_the_other(sample_content: Content, tmp_path: Path) -> None:
    sounds_of = pytest.importorskip("voice.sounds", reason="voice extra is not installed")
    voice = FakeVoice(sounds_of.encode(sounds_of.silence(0.2)))

    async def main(browser: str) -> list[str]:
        street = Street(sample_content, tmp_path, sounds=Sounds(voice))
        async with running(street), fresh_browser(browser) as chromium, chromium.page() as page:
            await page.command("Page.addScriptToEvaluateOnNewDocument", source=LISTEN)
            await page.open(street.address)
            await page.wait_for("查进度")
            await page.press(int(DOWN))
            heard = await page.evaluate("window.twoHeard")
            assert page.problems == []
            return [str(source) for source in heard]

    with running_chromium(tmp_path / "profile") as browser:
        heard = asyncio.run(asyncio.wait_for(main(browser), 120))
    assert len(set(heard)) == 2
    assert all(source.startswith("sound/") for source in heard)
