"""The files of the neural voice: which they are, where they come from, whether they are whole. Never loads the model.

Every file is checked against a sum that was computed from the real one and stands in `zh_CN/kokoro.yaml`.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from content.yaml_text import load_plain
from voice.downloading import Progress, check_sum, fetch_file
from voice.models import ModelError, checksum

KOKORO_FILE = Path(__file__).parent / "zh_CN" / "kokoro.yaml"
FOLDER_NAME = "kokoro-{version}"
PART_ENDING = ".part"


@dataclass(frozen=True, slots=True)
class Download:
    """An archive at its official address; `member`: where in it the file of a style lies."""

    url: str
    sha256: str
    member: str


@dataclass(frozen=True, slots=True)
class KokoroFacts:
    """What `kokoro.yaml` says; `parts`: the packages that together hold the model, in order."""

    version: str
    title: str
    licence: str
    megabytes: int
    rate_hz: int
    speeds: Mapping[str, float]
    tempos: Mapping[str, float]
    model_name: str
    model_sha256: str
    parts: tuple[str, ...]
    part_name: str
    voices: Download
    styles: Mapping[str, str]
    symbols: Mapping[str, int]
    letters: Mapping[str, str]

    @classmethod
    def load(cls, path: Path = KOKORO_FILE) -> KokoroFacts:
        """What comes with the channel."""
        plain: dict[str, Any] = load_plain(path)
        voices = plain["voices"]
        return cls(
            version=str(plain["version"]),
            title=plain["title"],
            licence=plain["licence"],
            megabytes=int(plain["megabytes"]),
            rate_hz=int(plain["rate_hz"]),
            speeds={kind: float(speed) for kind, speed in plain["speeds"].items()},
            tempos={kind: float(tempo) for kind, tempo in plain["tempos"].items()},
            model_name=plain["model"]["name"],
            model_sha256=plain["model"]["sha256"],
            parts=tuple(plain["parts"]),
            part_name=plain["part_name"],
            voices=Download(voices["url"], voices["sha256"], voices["member"]),
            styles=dict(voices["styles"]),
            symbols={symbol: int(number) for symbol, number in plain["symbols"].items()},
            letters=dict(plain["letters"]),
        )

    @property
    def names(self) -> dict[str, str]:
        """Every file that must be there, with its sum."""
        return {self.model_name: self.model_sha256, **{f"{name}.bin": sum_ for name, sum_ in self.styles.items()}}


def folder_in(data_folder: Path, facts: KokoroFacts) -> Path:
    """Where the voice lies on this machine."""
    return data_folder / "models" / FOLDER_NAME.format(version=facts.version)


def is_installed(folder: Path, facts: KokoroFacts) -> bool:
    """Whether every file is there; says nothing of what is in them."""
    return all((folder / name).is_file() for name in facts.names)


def find_damaged(folder: Path, facts: KokoroFacts) -> list[str]:
    """The files that are missing or not what they should be."""
    return [name for name, sum_ in facts.names.items() if _sum_of(folder / name) != sum_]


def install(folder: Path, facts: KokoroFacts, progress: Progress) -> None:
    """Fetches what is missing and puts it together. Goes on where an earlier try stopped. Raises ModelError."""
    folder.mkdir(parents=True, exist_ok=True)
    if _sum_of(folder / facts.model_name) != facts.model_sha256:
        parts = [_installed_part(package, facts.part_name) for package in facts.parts]
        _keep(folder / facts.model_name, b"".join(parts), facts.model_sha256)
    wanted = {name: sum_ for name, sum_ in facts.styles.items() if _sum_of(folder / f"{name}.bin") != sum_}
    if wanted:
        archive = _fetched(facts.voices, folder, progress)
        with tarfile.open(archive) as packed:
            for name, sum_ in sorted(wanted.items()):
                file = packed.extractfile(facts.voices.member.format(name=name))
                _keep(folder / f"{name}.bin", file.read() if file else b"", sum_)
    for path in folder.glob(f".*{PART_ENDING}"):
        path.unlink()


def _installed_part(package: str, name: str) -> bytes:
    """The part as the package index brought it with the extra `speech`. Raises ModelError where it is not there."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(places[0]) / name if places else None
    if path is None or not path.is_file():
        raise ModelError(f"缺少 {package}，请先安装 zhengwu-channel[speech]")
    return path.read_bytes()


def _fetched(download: Download, folder: Path, progress: Progress) -> Path:
    path = folder / f".{download.sha256}{PART_ENDING}"
    if _sum_of(path) != download.sha256:
        fetch_file(download.url, path, progress=progress)
        try:
            check_sum(path, "sha256", download.sha256)
        except ModelError:
            path.unlink()  # the next try begins anew
            raise
    return path


def _keep(path: Path, data: bytes, sha256: str) -> None:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(f"{path.name}：校验值（sha256）不对，没有安装；请重新安装")
    draft = path.with_name(f".{path.name}{PART_ENDING}")
    draft.write_bytes(data)
    draft.replace(path)


def _sum_of(path: Path) -> str:
    return checksum(path, "sha256") if path.is_file() else ""
