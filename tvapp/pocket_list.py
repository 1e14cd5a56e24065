"""A guide as a short text that a QR code holds by itself, for homes whose server no telephone can reach. Pure.

What matters most comes first: what it is, what is still to bring, whom to call. Where the code is small the text is
cut between two things, never inside one, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from content.model import Guide
from tvapp.qr import BYTES_BY_SIDE
from tvapp.words import Words

MOST_BYTES = 300  # more is a code so fine that cameras at the other end of a room do not read it
LEAST_SIDE = 29  # a smaller code holds no paper's name
BYTE_LIMITS = tuple(
    min(most, MOST_BYTES) for side, most in sorted(BYTES_BY_SIDE.items(), reverse=True) if side >= LEAST_SIDE
)
FALLBACK_PHONE = "12345"


def list_texts(
    guide: Guide, ticked: Collection[str], place: str, words: Words, *, warning: str = ""
) -> tuple[str, ...]:
    """The list at each length a code may have, the fullest first. `ticked`: names of papers that are ready; `warning`:
    what must not be missed, such as that it is done in another place only."""
    pieces = _pieces(guide, ticked, place, words, warning)
    texts = [_cut(pieces, limit, words.text("take.list.cut")) for limit in BYTE_LIMITS]
    return tuple(dict.fromkeys(texts))


def whole_list(
    guide: Guide, ticked: Collection[str], place: str, words: Words, *, warning: str = ""
) -> tuple[str, ...]:
    """The same for the television itself, which has room for all of it: one line a thing."""
    return tuple("".join(_pieces(guide, ticked, place, words, warning)).split("\n"))


def is_whole(text: str, words: Words) -> bool:
    """Whether nothing was left out."""
    return not text.endswith(words.text("take.list.cut"))


def _pieces(guide: Guide, ticked: Collection[str], place: str, words: Words, warning: str) -> list[str]:
    """What the list says, in the order in which it may end."""

    def say(key: str, **values: object) -> str:
        return words.text(f"take.list.{key}", **values)

    marks = [say("mark", text=text) for text in (warning, say("example") if guide.status == "example" else "") if text]
    pieces = [(guide.spoken_name or guide.title) + "".join(marks), *_papers(guide, ticked, words)]
    pieces.append("\n" + say("phone", phone=(guide.phones.consult if guide.phones else "") or FALLBACK_PHONE))
    short = guide.short
    for key, text in (("place", place), ("time", short.time if short else ""), ("fee", short.fee if short else "")):
        if text:
            pieces.append("\n" + say(key, **{key: text}))
    return pieces


def _papers(guide: Guide, ticked: Collection[str], words: Words) -> list[str]:
    missing = [paper.name for paper in guide.materials if not paper.exempt and paper.name not in ticked]
    if missing:
        first, *others = missing
        bring, separator = words.text("take.list.bring"), words.text("take.list.separator")
        return [f"\n{bring}{first}", *(f"{separator}{name}" for name in others)]
    if guide.materials:
        return ["\n" + words.text("take.list.ready")]
    said = guide.short.materials if guide.short else ""
    return ["\n" + (said or words.text("take.list.unknown"))]


def _cut(pieces: Sequence[str], limit: int, ending: str) -> str:
    """All of it, or as many pieces as fit before the line that says it was cut."""
    whole = "".join(pieces)
    if _bytes(whole) <= limit:
        return whole
    tail = f"\n{ending}"
    kept = ""
    for piece in pieces:
        if _bytes(kept + piece + tail) > limit:
            break
        kept += piece
    return (kept or _begin(pieces[0], limit - _bytes(tail))) + tail


def _begin(text: str, limit: int) -> str:
    """The beginning of a name that is longer than a whole code."""
    while text and _bytes(text + "…") > limit:
        text = text[:-1]
    return text + "…"


def _bytes(text: str) -> int:
    return len(text.encode())
