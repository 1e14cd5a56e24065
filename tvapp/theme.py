"""Colours. Every pair of text and background has a contrast of at least 7:1 (a test computes it). Pure."""

from __future__ import annotations

from dataclasses import dataclass

SCREEN_BACKGROUND = "#0b1530"


@dataclass(frozen=True, slots=True)
class Paint:
    """Text colour, background colour, and whether the strokes are bold."""

    text: str
    background: str
    is_bold: bool = False


DARK: dict[str, Paint] = {
    "screen": Paint("#ffffff", SCREEN_BACKGROUND),
    "title": Paint("#ffffff", "#123a7a", is_bold=True),
    "place": Paint("#ffffff", "#123a7a"),
    "status": Paint("#ffe08a", SCREEN_BACKGROUND),
    "heading": Paint("#9fd0ff", SCREEN_BACKGROUND, is_bold=True),
    "item": Paint("#ffffff", SCREEN_BACKGROUND),
    "strong": Paint("#ffffff", SCREEN_BACKGROUND, is_bold=True),
    "detail": Paint("#d3def2", SCREEN_BACKGROUND),
    "warning": Paint("#ffd0c2", SCREEN_BACKGROUND, is_bold=True),
    "good": Paint("#b9f2c4", SCREEN_BACKGROUND, is_bold=True),
    "box": Paint("#ffffff", "#1b2b52"),
    "box_detail": Paint("#dbe6fa", "#1b2b52"),
    "number": Paint("#ffe08a", SCREEN_BACKGROUND, is_bold=True),
    "box_number": Paint("#ffe08a", "#1b2b52", is_bold=True),
    "focus": Paint("#000000", "#ffd54a", is_bold=True),
    "caption": Paint("#ffffff", "#000000"),
    "legend": Paint("#ffffff", SCREEN_BACKGROUND),
    "red": Paint("#000000", "#ff8f86"),
    "green": Paint("#000000", "#7ddc8a"),
    "yellow": Paint("#000000", "#f2d44e"),
    "blue": Paint("#000000", "#8fc4ff"),
}


def contrast(paint: Paint) -> float:
    """Contrast ratio of WCAG 2, 1 to 21."""
    lighter, darker = sorted((_luminance(paint.text), _luminance(paint.background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
