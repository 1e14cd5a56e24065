"""What all engines are given alike: services as jieba's words, their regional variants, and the questions.

Made once and written to a folder, so that every engine runs in a process of its own and holds nothing but its index.
Three thousand services are the real ones and, where these end, the same with another matter in their title.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

from benchmarks.figures import BenchError
from benchmarks.measure_commands import ITEMS
from benchmarks.report import ROOT
from benchmarks.search_bed import MOST_NAMES_ABBREVIATED
from benchmarks.search_sentences import abbreviated, disturbed, half_of, load_cases
from benchmarks.servers import plain_environment, program
from channel_api.publishing import load_objects
from channel_api.search.body_words import body_of
from channel_api.search.lexicon_building import IMPORTED_WEIGHT, STANDARD_WEIGHT
from channel_api.store.database import Database
from content.codec import decode, encode
from content.files import Content, content_folder, load_content
from content.model import NATIONAL_REGION, Guide, Hotline
from content.understanding.abbreviations import initials_of
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording

SERVICES, QUESTIONS, GUIDES = "services.jsonl", "questions.jsonl", "guides.json"
STANDARD_SERVICES = 3_000
OTHER_MATTERS = ("变更", "注销", "延续", "补办", "撤销")
MOST_QUESTIONS = 300  # of a kind
MOST_HOLDERS_OF_A_WORD = 3  # a word of more services than this has no right answer
WORDS_IN_A_BODY = 120
WRITTEN = ("plain", "told", "dialect")
KINDS = {
    "word": "words of two characters",
    "sentence": "sentences",
    "initials": "first letters",
    "errors": "sentences with errors",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service in jieba's words; `weight`: a service everybody needs stands before an imported one of equal words."""

    id: str
    names: tuple[str, ...]
    body: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the services that answer it."""

    kind: str
    text: str
    right: tuple[str, ...]


def catalogue(folder: Path, *, size: int | None) -> Content:
    """The content of the program; with a `size` also the imported items, and as many made up as are missing.

    Raises BenchError where the items are not on this machine."""
    content = load_content(content_folder())
    if size is None:
        return content
    guides = {guide.id: guide for guide in _with_items(folder)}
    guides |= {guide.id: guide for guide in islice(_made_up([*guides.values()]), max(0, size - len(guides)))}
    return replace(content, guides=guides)


def write_bed(content: Content, folder: Path) -> None:
    """Services, questions and guides as files for the engines' processes."""
    folder.mkdir(parents=True)
    vocabulary = Vocabulary(load_wording(content_folder() / "wording"))
    _write_lines(folder / SERVICES, (asdict(_service(guide, vocabulary)) for guide in content.guides.values()))
    _write_lines(folder / QUESTIONS, map(asdict, _questions(vocabulary)))
    plain = {"guides": [encode(one) for one in content.guides.values()], "hotlines": [*map(encode, content.hotlines)]}
    (folder / GUIDES).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


def read_services(folder: Path) -> list[Service]:
    """As `write_bed` left them."""
    return [
        Service(id=one["id"], names=tuple(one["names"]), body=tuple(one["body"]), weight=one["weight"])
        for one in _read_lines(folder / SERVICES)
    ]


def read_questions(folder: Path) -> list[Question]:
    """As `write_bed` left them."""
    return [Question(one["kind"], one["text"], tuple(one["right"])) for one in _read_lines(folder / QUESTIONS)]


def read_guides(folder: Path) -> tuple[list[Guide], list[Hotline]]:
    """As `write_bed` left them."""
    plain = json.loads((folder / GUIDES).read_text(encoding="utf-8"))
    return [decode(Guide, one) for one in plain["guides"]], [decode(Hotline, one) for one in plain["hotlines"]]


def words_of(text: str) -> list[str]:
    """jieba's words in search mode, the same for what is indexed and what is asked; nothing but signs is left out."""
    return [word for word in _jieba().lcut_for_search(text.lower(), HMM=False) if any(map(str.isalnum, word))]


@cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


def _with_items(folder: Path) -> list[Guide]:
    path = Path(os.environ.get("CHANNEL_TEST_DATA", ROOT.parent / "shared")) / ITEMS
    if not path.is_file():
        raise BenchError(f"no {ITEMS} in the test data; set CHANNEL_TEST_DATA to the folder that holds it")
    home = folder / "imported"
    command = [program("zhengwu-api"), "import", str(path)]
    subprocess.run(command, env=plain_environment(home), stdout=subprocess.DEVNULL, check=True)
    database = Database.from_url(f"sqlite:///{home / 'channel.sqlite3'}")
    with database.read() as connection:
        guides = list(load_objects(connection, Guide))
    database.close()
    return guides


def _made_up(guides: Iterable[Guide]) -> Iterator[Guide]:
    """Further services of the same kinds of words and lengths as the real ones."""
    local = [guide for guide in guides if guide.region != NATIONAL_REGION]
    for matter, guide in product(OTHER_MATTERS, local):
        yield replace(guide, id=f"{guide.id}-{matter}", title=f"{guide.title}{matter}", aliases=(), questions=())


def _service(guide: Guide, vocabulary: Vocabulary) -> Service:
    names = [guide.title, guide.spoken_name, *guide.aliases]
    letters = (initials_of(units, vocabulary.wording.syllables.of(units)) for units in map(vocabulary.units, names))
    spelled = dict.fromkeys(filter(None, letters))
    return Service(
        id=guide.id,
        names=(*(word for name in dict.fromkeys(names) for word in words_of(name)), *spelled),
        body=tuple(words_of(body_of(guide))[:WORDS_IN_A_BODY]),
        weight=STANDARD_WEIGHT if guide.region == NATIONAL_REGION else IMPORTED_WEIGHT,
    )


def _questions(vocabulary: Vocabulary) -> Iterator[Question]:
    """About the services of the program, whatever else is in the index; of the half no word was mended with."""
    guides = list(load_content(content_folder()).guides.values())
    for kind in (_words(guides), _sentences(), _initials(guides, vocabulary), _errors(vocabulary)):
        found = list(kind)
        step = max(1, len(found) / MOST_QUESTIONS)
        yield from (found[int(place * step)] for place in range(min(MOST_QUESTIONS, len(found))))


def _words(guides: Sequence[Guide]) -> Iterator[Question]:
    """Words of titles; an alias also holds words that name nothing, such as 去年. Right is each service so called."""
    held: dict[str, set[str]] = defaultdict(set)
    for guide in guides:
        for name in (guide.title, guide.spoken_name, *guide.aliases):
            for word in words_of(name):
                held[word].add(guide.id)
    for word in sorted({word for guide in guides for word in words_of(guide.title)}):
        is_telling = len(word) == 2 and word[0] >= "一" and len(held[word]) <= MOST_HOLDERS_OF_A_WORD
        if is_telling:
            yield Question("word", word, tuple(sorted(held[word])))


def _sentences() -> Iterator[Question]:
    for case in load_cases("held-back"):
        if case.kind in WRITTEN:
            yield Question("sentence", case.text, (case.service,))


def _initials(guides: Sequence[Guide], vocabulary: Vocabulary) -> Iterator[Question]:
    held: dict[str, set[str]] = defaultdict(set)
    for guide in guides:
        for case in abbreviated(guide.id, [guide.title, *guide.aliases][:MOST_NAMES_ABBREVIATED], vocabulary):
            if case.kind == "initials":
                held[case.text].add(guide.id)
    for letters, services in sorted(held.items()):
        if any(half_of(service) == "held-back" for service in services):
            yield Question("initials", letters, tuple(sorted(services)))


def _errors(vocabulary: Vocabulary) -> Iterator[Question]:
    written = [case for case in load_cases("held-back") if case.kind in WRITTEN]
    for case in disturbed(written, vocabulary):
        if case.kind in ("homophone", "typo"):
            yield Question("errors", case.text, (case.service,))


def _write_lines(path: Path, objects: Iterable[Mapping[str, Any]]) -> None:
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    path.write_text("".join(lines), encoding="utf-8")


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
