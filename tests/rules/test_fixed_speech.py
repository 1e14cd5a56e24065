"""The list of what can be rendered beforehand keeps step with the words of the front ends."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.files import content_folder
from content.fixed_speech import FIXED_SPEECH_FILE, SLOT, FixedSpeech
from content.spoken_sentences import as_sentence, clauses_of, split_sentences
from content.yaml_text import load_plain

ROOT = Path(__file__).resolve().parents[2]
SOURCES = (  # what is said most often stands first: it is rendered first
    ROOT / "tvapp/words.yaml",
    ROOT / "voice/zh_CN/replies.yaml",
    ROOT / "voice/zh_CN/listening.yaml",
    content_folder() / "wording/ready_sentences.yaml",
    ROOT / "channel_api/cases/wording.yaml",
)
HEADING = (
    "# 频道自己说的话，服务器提前录成声音。不要手改：改了 voice/zh_CN 或者 tvapp 里的话以后，运行\n"
    "# CHANNEL_WRITE_FIXED_SPEECH=1 python -m pytest tests/rules/test_fixed_speech.py\n"
)
COUNTS = {
    "n",
    "count",
    "page",
    "pages",
    "left",
    "value",
    "stars",
    "number",
    "seconds",
    "typed",
    "length",
    "ready",
    "have",
    "days",
}
SPELLED = re.compile(r"case\.|尾号|编号")  # numbers that identify are said digit by digit
CHINESE = re.compile("[一-鿿]")
SLOTS = re.compile(r"\{(\w+)\}")
SHORTEST_PIECE = 2
# Heard on every evening, before anything is chosen.
EVERY_EVENING = ("welcome", "home", "position", "legend_spoken", "topic", "guide")


def leaves(plain: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(plain, dict):
        for name, value in plain.items():
            yield from leaves(value, f"{key}.{name}" if key else str(name))
    elif isinstance(plain, list):
        for value in plain:
            yield from leaves(value, key)
    elif isinstance(plain, str) and CHINESE.search(plain):
        yield key, plain


def pieces_of(key: str, clause: str) -> Iterator[tuple[str, str]]:
    """What can be rendered of a clause, as pairs of group and text."""
    slots = SLOTS.findall(clause)
    if not slots:
        yield "sentences", as_sentence(clause)
    elif len(slots) == 1 and slots[0] in COUNTS and not (slots[0] == "number" and SPELLED.search(key + clause)):
        yield "counted", as_sentence(SLOTS.sub(SLOT, clause))
    else:
        literals = SLOTS.split(clause)
        for text in (literals[0], literals[-1]):
            bare = as_sentence(text).rstrip("。")
            if len(CHINESE.findall(bare)) >= SHORTEST_PIECE:
                yield "pieces", bare


def is_rare(leaf: tuple[str, str]) -> bool:
    return leaf[0].partition(".")[0] not in EVERY_EVENING


def gather() -> FixedSpeech:
    """Everything the word files hold that can be said."""
    found: dict[str, dict[str, None]] = {"sentences": {}, "counted": {}, "pieces": {}}
    for path in SOURCES:
        for key, text in sorted(leaves(load_plain(path)), key=is_rare):
            for sentence in split_sentences(text):
                is_whole = not SLOTS.search(sentence)
                parts = [("sentences", sentence)] if is_whole else []
                if not is_whole:
                    parts = [part for clause in clauses_of(sentence) for part in pieces_of(key, clause)]
                for group, part in parts:
                    if part:
                        found[group][part] = None
    return FixedSpeech(*(tuple(found[group]) for group in ("sentences", "counted", "pieces")))


def test_everything_the_front_ends_say_by_themselves_can_be_rendered() -> None:
    gathered = gather()
    if os.environ.get("CHANNEL_WRITE_FIXED_SPEECH"):
        groups = {name: list(getattr(gathered, name)) for name in ("sentences", "counted", "pieces")}
        body = yaml.safe_dump(groups, allow_unicode=True, sort_keys=False, width=1000)
        FIXED_SPEECH_FILE.write_text(HEADING + body, encoding="utf-8")
    known = FixedSpeech.load()
    missing = [
        text
        for name in ("sentences", "counted", "pieces")
        for text in getattr(gathered, name)
        if text not in getattr(known, name)
    ]
    assert missing == [], "run CHANNEL_WRITE_FIXED_SPEECH=1 python -m pytest tests/rules/test_fixed_speech.py"


def test_what_is_said_between_slots_is_found_again() -> None:
    gathered = gather()
    assert "听到" in gathered.pieces
    assert "第{}项。" in gathered.counted
    assert "请念六位查询码。" in gathered.sentences


@pytest.mark.parametrize(
    ("clause", "cut"),
    [
        ("听到三三零一，", ["听到。", "三。", "三。", "零。", "一。"]),
        ("尾号字母A幺", ["尾号。", "字母A。", "幺。"]),
        ("您是问补身份证吗？", ["您是问。", "补身份证。", "吗？"]),
        ("补身份证。", ["补身份证。"]),
        ("听到", ["听到。"]),
    ],
)
def test_a_clause_is_cut_into_what_may_be_known(clause: str, cut: list[str]) -> None:
    assert FixedSpeech(pieces=("听到", "尾号", "您是问", "吗？")).cut(clause) == cut
