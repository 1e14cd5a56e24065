"""What takes longest of making the index, saved from one start to the next: a worker then answers within a second.

One file beside the database, by the hash of each published guide. It is only ever a shortcut: what is missing, old,
of other wording or code, or damaged is worked out anew, and nobody notices but by the time. JSON, so that reading it
can run nothing.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import content.understanding
from content.codec import encode
from content.understanding.lexicon import LexiconEntry
from content.understanding.search import Understanding
from content.understanding.target_names import Prepared, TargetNames
from content.understanding.targets import service_target
from content.word_entries import WordEntry

LOG = logging.getLogger(__name__)

FILE = "search-index.jsonl"
FORMAT = 1
LISTS = ("aliases", "names", "syllables", "initials", "t9", "concepts")
CODE = (Path(str(files(content.understanding))), Path(__file__).parent)
DAMAGED = (OSError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedGuide:
    """What was made of one guide. `hash`: of its document; `read`: its names as they are read; `words`: of its body."""

    hash: str
    entry: LexiconEntry
    read: tuple[str, ...]
    names: TargetNames
    words: tuple[str, ...]


class SavedIndex:
    """The file; several processes may read and write it at once, each write replaces it whole."""

    def __init__(self, folder: Path, wording: Path, words: Sequence[WordEntry] = ()) -> None:
        self._path = folder / FILE
        self._wording = wording
        self._words = words

    def load(self, hashes: Mapping[str, str]) -> dict[str, SavedGuide]:
        """What is saved of the guides with these hashes; empty where the file is of no use."""
        try:
            head, _, body = self._path.read_bytes().partition(b"\n")
            if json.loads(head) != self._head(body):
                return {}
            lines: list[dict[str, Any]] = json.loads(b"[" + b",".join(body.splitlines()) + b"]")
            return {one["id"]: _from_plain(one) for one in lines if hashes.get(one["id"]) == one["hash"]}
        except FileNotFoundError:
            return {}
        except DAMAGED as error:
            LOG.info("saved index not used: %s", type(error).__name__)
            return {}

    def save(self, guides: Iterable[SavedGuide]) -> None:
        """Replaces what was saved before. Where that cannot be written the next start takes a little longer."""
        try:
            body = b"".join(_lines(guides))
            head = json.dumps(self._head(body)).encode()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._path.parent, prefix=f".{FILE}-") as folder:
                written = Path(folder) / FILE
                written.write_bytes(head + b"\n" + body)
                written.replace(self._path)
        except OSError as error:
            LOG.warning("index not saved: %s", type(error).__name__)

    def _head(self, body: bytes) -> dict[str, Any]:
        return {"format": FORMAT, "made_by": self._made_by(), "sha256": hashlib.sha256(body).hexdigest()}

    def _made_by(self) -> str:
        """A hash of all that decides what is made of a guide besides the guide: the words, and this very code."""
        code = [path for folder in CODE for path in folder.glob("*.py")]
        everything = hashlib.sha256()
        for path in sorted([*self._wording.glob("*.yaml"), *code]):
            everything.update(path.name.encode() + b"\0" + path.read_bytes())
        kept = json.dumps([encode(entry) for entry in self._words], ensure_ascii=False)
        everything.update(kept.encode("utf-8", "replace"))
        return everything.hexdigest()


def prepared_of(known: Mapping[str, SavedGuide]) -> Prepared:
    """What is known, as the understanding takes it over."""
    targets = {("service", id_): one.names for id_, one in known.items()}
    read = {name: how for one in known.values() for name, how in zip(one.entry.names, one.read, strict=True)}
    return Prepared(targets, read)


def guides_to_save(
    understanding: Understanding, words: Mapping[str, tuple[str, ...]], hashes: Mapping[str, str]
) -> Iterator[SavedGuide]:
    """All guides of an index whose document and body are known."""
    prepared = understanding.prepared
    for entry in understanding.services:
        if entry.id in hashes and entry.id in words:
            yield SavedGuide(
                hash=hashes[entry.id],
                entry=entry,
                read=tuple(prepared.names_read[name] for name in entry.names),
                names=prepared.targets["service", entry.id],
                words=words[entry.id],
            )


def _lines(guides: Iterable[SavedGuide]) -> Iterator[bytes]:
    """A line each, one after the other: a request that comes meanwhile waits for a line only."""
    for guide in guides:
        plain = {
            "id": guide.entry.id,
            "hash": guide.hash,
            "entry": encode(guide.entry),
            "read": guide.read,
            "names": guide.names.to_plain(),
            "words": guide.words,
        }
        yield json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _from_plain(plain: Mapping[str, Any]) -> SavedGuide:
    fields: dict[str, Any] = dict(plain["entry"])
    fields |= {name: tuple(fields[name]) for name in LISTS if name in fields}
    entry = LexiconEntry(**fields)
    names = TargetNames.from_plain(service_target(entry), plain["names"])
    return SavedGuide(
        hash=plain["hash"], entry=entry, read=tuple(plain["read"]), names=names, words=tuple(plain["words"])
    )
