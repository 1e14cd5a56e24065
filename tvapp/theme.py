"""Colours. Every pair of text and background has a contrast of at least 7:1 (a test computes it). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paint:
    """Text colour, background colour, and whether the strokes are bold."""

    text: str
    background: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a theme by what they are for; pairs are text and background."""

    screen: str
    text: str
    quiet: str
    heading: str
    accent: str
    warning: str
    good: str
    box: str
    title: tuple[str, str]
    focus: tuple[str, str]
    caption: tuple[str, str]
    colour_keys: Mapping[str, tuple[str, str]]


BLACK, WHITE = "#000000", "#ffffff"
BRIGHT_KEYS = {
    "red": (BLACK, "#ff8f86"),
    "green": (BLACK, "#7ddc8a"),
    "yellow": (BLACK, "#f2d44e"),
    "blue": (BLACK, "#8fc4ff"),
}
PALETTES = {
    "dark": Palette(
        screen="#0b1530",
        text=WHITE,
        quiet="#dbe6fa",
        heading="#9fd0ff",
        accent="#ffe08a",
        warning="#ffd0c2",
        good="#b9f2c4",
        box="#1b2b52",
        title=(WHITE, "#123a7a"),
        focus=(BLACK, "#ffd54a"),
        caption=(WHITE, BLACK),
        colour_keys=BRIGHT_KEYS,
    ),
    "light": Palette(  # for a bright room
        screen="#faf7ef",
        text="#101010",
        quiet="#2b2b2b",
        heading="#0b3a78",
        accent="#5a2a00",
        warning="#8a0f0f",
        good="#0b4a1c",
        box="#e3e9f4",
        title=(WHITE, "#123a7a"),
        focus=(WHITE, "#7a1010"),
        caption=(WHITE, BLACK),
        colour_keys=BRIGHT_KEYS,
    ),
    "yellow": Palette(  # for eyes that see little: two colours, as far apart as they can be
        screen=BLACK,
        text="#ffff00",
        quiet="#ffff00",
        heading=WHITE,
        accent=WHITE,
        warning=WHITE,
        good="#ffff00",
        box="#2a2a00",
        title=(BLACK, "#ffff00"),
        focus=(BLACK, WHITE),
        caption=("#ffff00", BLACK),
        colour_keys=BRIGHT_KEYS,
    ),
}


def _make_paints(palette: Palette) -> dict[str, Paint]:
    screen, box = palette.screen, palette.box
    return {
        "screen": Paint(palette.text, screen),
        "title": Paint(*palette.title, is_bold=True),
        "place": Paint(*palette.title),
        "status": Paint(palette.accent, screen),
        "heading": Paint(palette.heading, screen, is_bold=True),
        "item": Paint(palette.text, screen),
        "strong": Paint(palette.text, screen, is_bold=True),
        "detail": Paint(palette.quiet, screen),
        "warning": Paint(palette.warning, screen, is_bold=True),
        "good": Paint(palette.good, screen, is_bold=True),
        "box": Paint(palette.text, box),
        "box_detail": Paint(palette.quiet, box),
        "number": Paint(palette.accent, screen, is_bold=True),
        "box_number": Paint(palette.accent, box, is_bold=True),
        "focus": Paint(*palette.focus, is_bold=True),
        "caption": Paint(*palette.caption),
        "code": Paint(BLACK, WHITE),  # in every theme: what a camera reads must be dark on light
        "legend": Paint(palette.text, screen),
        **{name: Paint(*pair) for name, pair in palette.colour_keys.items()},
    }


THEMES: Mapping[str, Mapping[str, Paint]] = {name: _make_paints(palette) for name, palette in PALETTES.items()}


def contrast(paint: Paint) -> float:
    """Contrast ratio of WCAG 2, 1 to 21."""
    lighter, darker = sorted((_luminance(paint.text), _luminance(paint.background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
