"""The files of the neural voice: which they are, where they come from, whether they are whole. Never loads the model.

Every file is checked against a sum that was computed from the real one and stands in `zh_CN/kokoro.yaml`.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from content.yaml_text import load_plain
from voice.models import ModelError, checksum

KOKORO_FILE = Path(__file__).parent / "zh_CN" / "kokoro.yaml"
FOLDER_NAME = "kokoro-{version}"
PART_ENDING = ".part"
NPM_SECONDS = 600.0  # 27 MB on a slow line


@dataclass(frozen=True, slots=True)
class StylePackage:
    """The npm package the styles come in; `member`: where in it the file of a style lies."""

    name: str
    version: str
    sha256: str
    member: str

    @property
    def archive(self) -> str:
        """The name npm gives its archive."""
        return f"{self.name}-{self.version}.tgz"


Fetch = Callable[[StylePackage, Path], Path]
"""Brings the archive into a folder and says where it lies. Raises ModelError."""


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
    voices: StylePackage
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
            voices=StylePackage(voices["package"], str(voices["version"]), voices["sha256"], voices["member"]),
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


def pack_by_npm(package: StylePackage, folder: Path) -> Path:
    """Lets npm fetch it from wherever this machine gets its packages. Raises ModelError."""
    npm = shutil.which("npm")
    by_hand = f"请用 --file 给出 npm 包 {package.name} {package.version} 的压缩包 {package.archive}"
    if npm is None:
        raise ModelError(f"没有找到 npm；{by_hand}")
    command = [npm, "pack", f"{package.name}@{package.version}", "--silent", "--pack-destination", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=NPM_SECONDS)
    except (OSError, subprocess.SubprocessError):
        raise ModelError(f"npm 没有取到 {package.name}；网络好了再试，或者{by_hand}") from None
    return folder / package.archive


def install(folder: Path, facts: KokoroFacts, *, file: Path | None = None, fetch: Fetch = pack_by_npm) -> None:
    """Puts together what is missing; `file`: the archive of the styles, where it is here already. Raises ModelError."""
    folder.mkdir(parents=True, exist_ok=True)
    if _sum_of(folder / facts.model_name) != facts.model_sha256:
        parts = [_installed_part(package, facts.part_name) for package in facts.parts]
        _keep(folder / facts.model_name, b"".join(parts), facts.model_sha256)
    wanted = {name: sum_ for name, sum_ in facts.styles.items() if _sum_of(folder / f"{name}.bin") != sum_}
    if not wanted:
        return
    with TemporaryDirectory(dir=folder, prefix=".") as passing:
        archive = file or fetch(facts.voices, Path(passing))
        if _sum_of(archive) != facts.voices.sha256:
            raise ModelError(f"{archive.name}：没有这个文件，或者校验值（sha256）不对；没有安装")
        with tarfile.open(archive) as packed:
            for name, sum_ in sorted(wanted.items()):
                style = packed.extractfile(facts.voices.member.format(name=name))
                _keep(folder / f"{name}.bin", style.read() if style else b"", sum_)


def _installed_part(package: str, name: str) -> bytes:
    """The part as the package index brought it with the extra `speech`. Raises ModelError where it is not there."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(places[0]) / name if places else None
    if path is None or not path.is_file():
        raise ModelError(f"缺少 {package}，请先安装 zhengwu-channel[speech]")
    return path.read_bytes()


def _keep(path: Path, data: bytes, sha256: str) -> None:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(f"{path.name}：校验值（sha256）不对，没有安装；请重新安装")
    draft = path.with_name(f".{path.name}{PART_ENDING}")
    draft.write_bytes(data)
    draft.replace(path)


def _sum_of(path: Path) -> str:
    return checksum(path, "sha256") if path.is_file() else ""
