"""Case numbers dictated as people do: in pieces, with filler words, radio words, repeats and corrections."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Aim, Figure
from benchmarks.voice_bed import conversations
from voice.session import Session

NUMBERS = 400
SEED = 20261123
MOST_NOT_EXACT = 2.0
DIGITS_OF_A_NUMBER = 12  # in 西湖区; after them the code is asked for
OPENINGS = ("", "编号是", "嗯，", "我看看，", "那个，", "号码是", "听好了啊，", "上面写的是", "呃")
LINKS = ("", "，然后是", "，接着", "，后面是", "嗯", "，再就是", "，还有")
ENDINGS = ("", "啊", "对", "吧", "，是这个")
WRONG = ("不对，是", "说错了，", "哦不，", "看错了，应该是", "错了错了，")
PLAIN, RADIO, DIGITS = "零一二三四五六七八九", "洞幺两三四五六拐八九", "0123456789"
COUNTS = "〇一二三四五六七八九"


def measure(folder: Path) -> Iterator[Figure]:
    """Every number in a conversation of its own, until the person says that this is all."""
    chance = random.Random(SEED)
    kinds = {"with noise words": 0.0, "with corrections": 0.5}
    with conversations(folder) as session:
        for what, share in kinds.items():
            missed = sum(not _is_exact(session, chance, share) for _ in range(NUMBERS))
            name = what.replace(" ", "-")
            yield Figure(
                id=f"numbers.{name}",
                what=f"case numbers dictated {what}, not exact",
                unit="%",
                values={"all": 100 * missed / NUMBERS},
                count=NUMBERS,
                aim=Aim("all", MOST_NOT_EXACT),
            )


def _is_exact(session: Session, chance: random.Random, corrected_share: float) -> bool:
    number = "".join(chance.choice(DIGITS) for _ in range(DIGITS_OF_A_NUMBER))
    session.begin_anew()
    session.hear("查进度")
    start = 0
    while start < len(number):
        piece = number[start : start + chance.randint(1, 6)]
        start += len(piece)
        said = chance.choice(OPENINGS) + _said(piece, chance) + chance.choice(ENDINGS)
        if chance.random() < corrected_share and len(piece) > 1:
            said = f"{_said(_misread(piece, chance), chance)}，{chance.choice(WRONG)}{_said(piece, chance)}"
        session.hear(said)
        if session.state.mode != "case_number":
            break
    return session.state.entry.number == number


def _said(piece: str, chance: random.Random) -> str:
    """One way to say these digits: a run of the same digit may be counted, a link may stand in the middle."""
    way = chance.choice((PLAIN, PLAIN, RADIO, DIGITS))
    run = len(piece) - len(piece.lstrip(piece[0]))
    if run == len(piece) and run > 1 and chance.random() < 1 / 2:
        return f"{COUNTS[run]}个{PLAIN[int(piece[0])]}"
    middle = chance.randint(1, len(piece)) if chance.random() < 1 / 3 else len(piece)
    spoken = "".join(way[int(digit)] for digit in piece)
    return spoken[:middle] + (chance.choice(LINKS) if middle < len(piece) else "") + spoken[middle:]


def _misread(piece: str, chance: random.Random) -> str:
    position = chance.randrange(len(piece))
    other = chance.choice([digit for digit in DIGITS if digit != piece[position]])
    return piece[:position] + other + piece[position + 1 :]
