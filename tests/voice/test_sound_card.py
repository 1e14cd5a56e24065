"""Whether a box can be heard, found out without loading anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.sound_card import is_likely

ONE_CARD = " 0 [HDMI           ]: vc4-hdmi - vc4-hdmi\n                      vc4-hdmi\n"


@pytest.mark.parametrize(("text", "found"), [(ONE_CARD, True), ("--- no soundcards ---\n", False)])
def test_the_kernel_tells_of_cards(tmp_path: Path, text: str, found: bool) -> None:
    cards = tmp_path / "cards"
    cards.write_text(text, encoding="utf-8")
    assert is_likely(cards, {}) is found


def test_a_kernel_without_sound_has_none(tmp_path: Path) -> None:
    assert not is_likely(tmp_path / "gone", {"XDG_RUNTIME_DIR": str(tmp_path)})


@pytest.mark.parametrize("server", ["pulse/native", "pipewire-0"])
def test_a_sound_server_is_as_good_as_a_card(tmp_path: Path, server: str) -> None:
    (tmp_path / server).parent.mkdir(exist_ok=True)
    (tmp_path / server).touch()
    assert is_likely(tmp_path / "gone", {"XDG_RUNTIME_DIR": str(tmp_path)})


def test_a_sound_server_elsewhere_is_named_in_the_environment(tmp_path: Path) -> None:
    assert is_likely(tmp_path / "gone", {"PULSE_SERVER": "unix:/somewhere"})
