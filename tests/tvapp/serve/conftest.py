"""Sessions over a small frozen content, without network, disk or clock of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from content.files import Content
from tests.tvapp.conftest import MONDAY_MORNING
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import packaged_words, sample_cases, sample_entries
from tvapp.frame import Size
from tvapp.memory import Memory
from tvapp.own_remote import OwnRemote
from tvapp.presses import KeyEvent
from tvapp.remote import load_profile
from tvapp.serve.session import Session
from tvapp.serve.sounds import Sounds
from tvapp.television import Television

BACK, OK, DOWN, RED, YELLOW, ONE = "461", "13", "40", "403", "405", "49"
SECONDS_BETWEEN_KEYS = 1.0


class Household:
    """One browser's session with all around it; time passes only when it is told to."""

    def __init__(
        self,
        content: Content,
        folder: Path,
        *,
        route: str = "home",
        memory: Memory | None = None,
        sounds: Sounds | None = None,
    ) -> None:
        self.now = 1000.0
        self.channel = FakeChannel(content, cases=sample_cases(), entries=sample_entries(content))
        self.saved: list[Memory] = []
        television = Television(
            self.channel,
            memory or Memory(region="330106", welcomed=True),
            words=packaged_words(),
            calendar=content.calendar,
            size=Size(80, 23),
            now=MONDAY_MORNING,
            route=route,
            keeps_recent=False,
            remote_source="browser",
            changes_text_size=True,
        )
        self.session = Session(
            television,
            OwnRemote(load_profile("browser"), folder),
            save=self.saved.append,
            clock=lambda: self.now,
            wall_clock=lambda: MONDAY_MORNING,
            sounds=sounds,
        )

    def presses(self, *codes: str, held_seconds: float = 0.1) -> None:
        """Keys go down and up, calmly one after the other."""
        for code in codes:
            self.now += SECONDS_BETWEEN_KEYS
            self.session.hear(KeyEvent(code, "press", self.now))
            self.session.hear(KeyEvent(code, "release", self.now + held_seconds))

    @property
    def route(self) -> str:
        return self.session.television.visit.route.text


MakeHousehold = Callable[..., Household]


@pytest.fixture
def make_household(sample_content: Content, tmp_path: Path) -> MakeHousehold:
    def make(**options: object) -> Household:
        return Household(sample_content, tmp_path / "remotes", **options)  # type: ignore[arg-type]

    return make


@pytest.fixture
def household(make_household: MakeHousehold) -> Household:
    return make_household()


def drawn(rows: Sequence[Sequence[Sequence[object]]]) -> list[str]:
    """What a page would show of the rows of a message."""
    return ["".join(str(run[1]) for run in row).rstrip() for row in rows]
