"""The box's own terminal: exactly the grid of the chosen text size, started anew when another size is wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tvapp.kiosk import (
    GRIDS,
    MEMORY_FILE,
    OTHER_SIZE_WANTED,
    START_ROUTE,
    USUAL,
    USUAL_SCREEN,
    chosen_grid,
    find_screen,
    leave_route,
    look_for,
    run,
    take_route,
)

SCREENS = [(1920, 1080), (1280, 720), (3840, 2160), (1366, 768), (1360, 768), (1024, 768)]


class FakeTerminal:
    """Stands for foot: notes what it was started with, and ends as the television would."""

    def __init__(self, runtime: Path, data: Path) -> None:
        self._runtime, self._data = runtime, data
        self.commands: list[Sequence[str]] = []
        self.routes: list[str] = []
        self.wishes: list[tuple[str, str]] = []
        self.status = 0

    def is_asked_for(self, text_size: str, *, on: str) -> None:
        """The viewer chooses another text size on this route."""
        self.wishes.append((text_size, on))

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        self.commands.append(command)
        self.routes.append(environment[START_ROUTE])
        if not self.wishes:
            return self.status
        text_size, route = self.wishes.pop(0)
        (self._data / MEMORY_FILE).write_text(json.dumps({"text_size": text_size}), encoding="utf-8")
        leave_route(route, self._runtime)
        return OTHER_SIZE_WANTED

    @property
    def row_heights(self) -> list[str]:
        return [option for command in self.commands for option in command if "line-height" in option]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    runtime, data = tmp_path / "run", tmp_path / "data"
    runtime.mkdir()
    data.mkdir()
    return runtime, data


def environment(folders: tuple[Path, Path]) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": str(folders[0]), "CHANNEL_DATA_DIR": str(folders[1])}


def make_screen(drm: Path, name: str, status: str, modes: str) -> None:
    (drm / name).mkdir(parents=True)
    (drm / name / "status").write_text(f"{status}\n", encoding="ascii")
    (drm / name / "modes").write_text(modes, encoding="ascii")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("grid", GRIDS.values())
def test_a_grid_fills_the_screen_and_no_character_touches_the_next(
    screen: tuple[int, int], grid: tuple[int, int]
) -> None:
    look = look_for(screen, grid)
    columns, rows = screen[0] // look.cell_width, screen[1] // look.cell_height
    assert columns >= grid[0]
    assert rows >= grid[1]
    assert (columns, rows) <= (1.08 * grid[0], 1.08 * grid[1])
    assert look.font <= 2 * look.cell_width * 0.9
    assert look.font <= look.cell_height * 0.9


def test_at_full_hd_the_fonts_are_those_the_sizes_were_designed_with() -> None:
    fonts = {name: look_for((1920, 1080), grid).font for name, grid in GRIDS.items()}
    assert fonts == {"small": 32, "normal": 40, "large": 48, "largest": 64}


def test_the_first_connected_screen_counts(tmp_path: Path) -> None:
    make_screen(tmp_path, "card0-HDMI-A-1", "disconnected", "")
    make_screen(tmp_path, "card0-HDMI-A-2", "connected", "1280x720\n1920x1080\n")
    assert find_screen(tmp_path) == (1280, 720)


@pytest.mark.parametrize("modes", ["", "fullhd\n", "1x2x3\n", "é"])
def test_a_screen_that_does_not_say_its_size_is_taken_for_a_usual_one(modes: str, tmp_path: Path) -> None:
    (tmp_path / "card0-HDMI-A-1").mkdir()
    (tmp_path / "card0-HDMI-A-1" / "status").write_text("connected\n", encoding="ascii")
    (tmp_path / "card0-HDMI-A-1" / "modes").write_bytes(modes.encode())
    assert find_screen(tmp_path) == USUAL_SCREEN
    assert find_screen(tmp_path / "nothing") == USUAL_SCREEN


@pytest.mark.parametrize("memory", ["", "{", "[]", "{}", '{"text_size": "huge"}', '{"text_size": ["small"]}', "\xff"])
def test_a_spoiled_memory_means_the_usual_text_size(memory: str, tmp_path: Path) -> None:
    (tmp_path / MEMORY_FILE).write_bytes(memory.encode("latin-1"))
    assert chosen_grid(tmp_path) == GRIDS[USUAL]


def test_another_text_size_starts_another_terminal_on_the_same_route(folders: tuple[Path, Path]) -> None:
    terminal = FakeTerminal(*folders)
    terminal.is_asked_for("largest", on="settings")
    terminal.is_asked_for("large", on="guide/id-card-lost/fees")
    assert run(["--region", "330106"], environment(folders), terminal.start, drm=folders[0]) == 0
    assert terminal.routes == ["", "settings", "guide/id-card-lost/fees"]
    assert terminal.row_heights == [f"--override=line-height={height}px" for height in (46, 77, 56)]
    assert all(command[-2:] == ["--region", "330106"] for command in terminal.commands)


def test_a_household_s_choice_of_text_size_goes_before_the_operator_s(folders: tuple[Path, Path]) -> None:
    terminal = FakeTerminal(*folders)
    terminal.is_asked_for("small", on="settings")
    run([], {**environment(folders), "CHANNEL_TEXT_SIZE": "largest"}, terminal.start, drm=folders[0])
    assert terminal.row_heights == [f"--override=line-height={height}px" for height in (77, 38)]
    assert chosen_grid(folders[1] / "nothing", "gigantic") == GRIDS[USUAL]


def test_a_television_that_crashed_is_left_to_the_service_manager(folders: tuple[Path, Path]) -> None:
    terminal = FakeTerminal(*folders)
    terminal.status = 1
    assert run([], environment(folders), terminal.start, drm=folders[0]) == 1
    assert len(terminal.commands) == 1


def test_a_route_is_taken_once_and_never_from_a_television_before(folders: tuple[Path, Path]) -> None:
    leave_route("case", folders[0])
    terminal = FakeTerminal(*folders)
    run([], environment(folders), terminal.start, drm=folders[0])
    assert terminal.routes == [""]
    assert take_route(folders[0]) == ""
