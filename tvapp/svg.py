"""A frame as an SVG picture: every run at its own column, so that Chinese keeps its width in any viewer. Pure.

Names no outside font and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tvapp.frame import Frame, Span
from tvapp.theme import THEMES, Paint
from tvapp.wrap import cell_width

CELL_WIDTH, CELL_HEIGHT, BASELINE = 10, 22, 16
BLOCKS = {"▀": (0, CELL_HEIGHT // 2), "▄": (CELL_HEIGHT // 2, CELL_HEIGHT // 2), "█": (0, CELL_HEIGHT)}
CODE = "code"  # the style of QR codes
FONT = "'Noto Sans Mono CJK SC','Sarasa Mono SC','WenQuanYi Zen Hei Mono',monospace"


def render_svg(frame: Frame) -> str:
    """The whole picture as text."""
    theme = THEMES[frame.theme]
    background = theme["screen"].background
    width, height = frame.size.columns * CELL_WIDTH, frame.size.rows * CELL_HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f'<rect width="100%" height="100%" fill="{background}"/>',
        f'<g font-family="{FONT}" font-size="{CELL_HEIGHT - 5}" xml:space="preserve">',
    ]
    for y, row in enumerate(frame.rows):
        for span in row:
            parts += _render_span(span, y, theme[span.style], background)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _render_span(span: Span, y: int, paint: Paint, background: str) -> Iterator[str]:
    x, top = span.x * CELL_WIDTH, y * CELL_HEIGHT
    if paint.background != background:
        width = cell_width(span.text) * CELL_WIDTH
        yield f'<rect x="{x}" y="{top}" width="{width}" height="{CELL_HEIGHT}" fill="{paint.background}"/>'
    if span.style == CODE:
        yield from _render_blocks(span, top, paint)
        return
    weight = ' font-weight="bold"' if paint.is_bold else ""
    for column, text in _runs(span):
        length = cell_width(text) * CELL_WIDTH
        place = f'x="{column * CELL_WIDTH}" y="{top + BASELINE}" textLength="{length}" lengthAdjust="spacingAndGlyphs"'
        yield f'<text {place} fill="{paint.text}"{weight}>{escape(text)}</text>'


def _render_blocks(span: Span, top: int, paint: Paint) -> Iterator[str]:
    """Half cells as boxes: as letters they would leave gaps that no camera reads."""
    for column, character in enumerate(span.text, span.x):
        if character in BLOCKS:
            y, height = BLOCKS[character]
            place = f'x="{column * CELL_WIDTH}" y="{top + y}" width="{CELL_WIDTH}" height="{height}"'
            yield f'<rect {place} fill="{paint.text}" shape-rendering="crispEdges"/>'


def _runs(span: Span) -> Iterator[tuple[int, str]]:
    """Pieces of one character width each, without blanks at their ends."""
    start, text, width = span.x, "", 0
    column = span.x
    for character in span.text:
        now = cell_width(character)
        if text and (now != width or character == " "):
            yield start, text
            text = ""
        if character != " ":
            start = start if text else column
            text, width = text + character, now
        column += now
    if text:
        yield start, text
