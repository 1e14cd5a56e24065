"""A small whole content folder of an invented place, and one door to check a copy of it."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from content.check import check_folder, load_rule_book
from content.explanations import Explanations
from content.files import content_folder

GOOD = Path(__file__).parent / "good"
TODAY = date(2026, 11, 23)

Check = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the good folder, to be broken at will."""
    return Path(shutil.copytree(GOOD, tmp_path / "content"))


@pytest.fixture(scope="session")
def explanations() -> Explanations:
    return Explanations.load(content_folder() / "wording")


@pytest.fixture
def check(explanations: Explanations) -> Check:
    """Every line a check of the folder says, notes too, as on the day the good folder was written for."""
    book = load_rule_book(content_folder() / "wording", TODAY)

    def lines(folder: Path, *, strict: bool = False) -> list[str]:
        report = check_folder(folder, book, strict=strict)
        faults = [explanations.explain(fault) for fault in report.faults]
        return faults + [explanations.say("note", line=explanations.explain(note)) for note in report.notes]

    return lines
