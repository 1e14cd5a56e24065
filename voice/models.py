"""The models of speech on this box: which there are, where they lie, and whether they are still as they were installed.

Nothing counts as installed until it is whole: a model appears under its name in one step.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO

from content.yaml_text import load_plain
from voice.box_folder import data_folder

MODELS_FILE = Path(__file__).parent / "models.yaml"
MANIFEST = "installed.json"
MOST_FILES = 5_000
MOST_BYTES = 4 * 1024**3  # unpacked; the largest Chinese model of the publisher has half of it
BLOCK_BYTES = 1024 * 1024


class ModelError(OSError):
    """A model cannot be installed; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model that can be had: where from, and under which name it lies in its archive."""

    name: str
    recognizer: str
    title: str
    folder: str
    url: str
    list: str
    licence: str
    megabytes: int


def load_sources(path: Path = MODELS_FILE) -> dict[str, ModelSource]:
    """The models the channel knows of."""
    return {
        name: ModelSource(**{"name": name, **given, "megabytes": int(given["megabytes"])})
        for name, given in load_plain(path).items()
    }


def models_folder(environment: Mapping[str, str]) -> Path:
    """Where installed models lie."""
    return data_folder(environment) / "models"


def installed(folder: Path) -> list[Path]:
    """The folders of installed models."""
    return sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))


def find_model(recognizer: str, environment: Mapping[str, str]) -> Path | None:
    """An installed model for a recogniser."""
    for folder in installed(models_folder(environment)):
        if load_manifest(folder).get("recognizer") == recognizer:
            return folder
    return None


def load_manifest(folder: Path) -> Mapping[str, object]:
    """What was written when it was installed; empty where that is damaged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def verify(folder: Path) -> list[str]:
    """The files that are missing, changed or new since it was installed; all of them where nothing tells how it was."""
    files = load_manifest(folder).get("files")
    expected: Mapping[str, str] = files if isinstance(files, dict) else {}
    there = _sums(folder)
    return sorted(name for name in expected.keys() | there.keys() if expected.get(name) != there.get(name))


def unpack(archive: Path, source: ModelSource, folder: Path) -> Path:
    """Puts the model of a zip archive under `folder`, whole or not at all. Raises ModelError."""
    folder.mkdir(parents=True, exist_ok=True)
    unpacking = Path(mkdtemp(prefix=".installing-", dir=folder))
    try:
        _extract(archive, unpacking)
        found = unpacking / source.folder
        if not found.is_dir():
            raise ModelError(f"压缩包里没有 {source.folder} 这个文件夹；请从 {source.url} 重新下载")
        manifest = {"name": source.name, "recognizer": source.recognizer, "files": _sums(found)}
        (found / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        return _put_in_place(found, folder / source.name, unpacking)
    except (zipfile.BadZipFile, EOFError, zipfile.LargeZipFile, RuntimeError) as error:
        raise ModelError(f"压缩包是坏的：{error}；请重新下载") from None
    finally:
        shutil.rmtree(unpacking, ignore_errors=True)


def _put_in_place(found: Path, target: Path, unpacking: Path) -> Path:
    if target.exists():
        target.replace(unpacking / "before")
    found.replace(target)
    return target


def _extract(archive: Path, target: Path) -> None:
    """Raises ModelError for what no model needs: ways out of the folder, links, bombs."""
    with zipfile.ZipFile(archive) as packed:
        members = packed.infolist()
        if len(members) > MOST_FILES:
            raise ModelError(f"压缩包里文件太多（{len(members)} 个），不像语音模型")
        left = MOST_BYTES
        for member in members:
            path = target / _safe_name(member)
            if member.is_dir():
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(member) as packed_file, path.open("xb") as file:
                left -= _copy(packed_file, file, left)


def _safe_name(member: zipfile.ZipInfo) -> PurePosixPath:
    name = PurePosixPath(member.filename)
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if name.is_absolute() or ".." in name.parts or "\\" in member.filename or is_link:
        raise ModelError("压缩包里有不该有的路径，没有安装")
    return name


def _copy(packed: IO[bytes], file: IO[bytes], most: int) -> int:
    """The sizes written in an archive may be untrue; what comes out is counted."""
    count = 0
    while block := packed.read(BLOCK_BYTES):
        count += len(block)
        if count > most:
            raise ModelError("压缩包解开来太大，不像语音模型")
        file.write(block)
    return count


def _sums(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): checksum(path, "sha256") for path in files}


def checksum(path: Path, kind: str) -> str:
    """The sum of a file in hex; `kind`: `sha256`, or `md5` where a publisher gives no better one."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()
