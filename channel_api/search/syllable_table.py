"""Writes content/wording/syllables.yaml: which syllable each common character has, and the words where it has another.

Run by hand when a character is missing (`python -m channel_api.search.syllable_table`). The table ships with the
content, so that a television box turns characters into syllables without a pronunciation library, as the server does.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from content.understanding.syllables import SyllableTable

# Characters that dialects are written with and GB 2312 does not hold.
DIALECT_CHARACTERS = "啲冇嘅咗喺佢睇嚟哋嗰嘢瞓攞揾搵囡侬伲覅勿俺恁嘎嬲曱甴瞅囝厝巴适孃嬢煲咩啱噉咁唞嗌囖啩乜搦糗叻嘥嘞"
# Cantonese words whose characters another reading hides; by how they are read in Mandarin.
DIALECT_READINGS = {
    "嘅": "ge",
    "咗": "zuo",
    "啲": "di",
    "嘢": "ye",
    "佢": "qu",
    "攞": "luo",
    "搵": "wen",
    "揾": "wen",
    "覅": "fiao",
}
# In these the first reading of the dictionaries is not the one people use most.
COMMON_READINGS = {
    "行": "xing",
    "地": "di",
    "得": "de",
    "都": "dou",
    "长": "chang",
    "调": "diao",
    "重": "zhong",
    "单": "dan",
}
RAREST_WORD_FREQUENCY = 60  # words rarer than this in a general corpus cost more space than they mend
LONGEST_WORD_CHARACTERS = 4
HEAD = """\
# Which toneless syllable each character has (`characters`) and the words in which one is read otherwise (`words`).
# Made by channel_api.search.syllable_table from the data of pypinyin 0.55 (MIT licence, (c) its authors); words of
# our own choice stand in readings.yaml and win over these.
"""


def common_characters() -> list[str]:
    """The 6,763 characters of GB 2312 and those dialects are written with, in code order."""
    found = set(DIALECT_CHARACTERS)
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            found.update(bytes([row, cell]).decode("gb2312", errors="ignore"))
    return sorted(found)


def character_readings(characters: Iterable[str]) -> dict[str, str]:
    """The commonest syllable of each character that has one."""
    from pypinyin import Style, lazy_pinyin

    readings: dict[str, str] = {}
    for character in characters:
        chosen = COMMON_READINGS.get(character) or DIALECT_READINGS.get(character)
        syllable = chosen or lazy_pinyin(character, style=Style.NORMAL, errors="ignore")
        if syllable:
            readings[character] = syllable if isinstance(syllable, str) else syllable[0]
    return readings


def odd_words(readings: dict[str, str], frequencies: Iterable[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    """Words in use whose reading the characters alone would get wrong, shortest first."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.style._utils import replace_symbol_to_no_symbol

    kept = SyllableTable(readings, {})
    common = {word for word, count in frequencies if count >= RAREST_WORD_FREQUENCY}
    for word in sorted(common & phrases_dict.keys(), key=lambda word: (len(word), word)):
        is_usable = len(word) <= LONGEST_WORD_CHARACTERS and all(character in readings for character in word)
        spoken = [replace_symbol_to_no_symbol(alternatives[0]).replace("ü", "v") for alternatives in phrases_dict[word]]
        if is_usable and kept.of(word) != spoken:
            yield word, " ".join(spoken)
            kept = kept.with_word(word, spoken)


def render(readings: dict[str, str], words: Iterable[tuple[str, str]]) -> str:
    """The table as YAML text: one line a syllable, one line a word."""
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for character, syllable in readings.items():
        by_syllable[syllable].append(character)
    lines = [HEAD + "characters:"]
    lines += [f"  {_quoted(syllable)}: {''.join(by_syllable[syllable])}" for syllable in sorted(by_syllable)]
    lines += ["words:", *(f"  {word}: {spoken}" for word, spoken in words)]
    return "\n".join(lines) + "\n"


def _quoted(syllable: str) -> str:
    """YAML reads some syllables as truth values; quoted ones stay words for every reader."""
    return f"'{syllable}'" if syllable in ("n", "o", "e", "y", "nan") else syllable


def _word_frequencies() -> Iterator[tuple[str, int]]:
    import jieba

    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            yield word, int(count)


def main() -> int:
    """Writes the table beside the other words."""
    import content

    target = Path(content.__file__).parent / "wording" / "syllables.yaml"
    readings = character_readings(common_characters())
    target.write_text(render(readings, odd_words(readings, _word_frequencies())), encoding="utf-8")
    sys.stdout.write(f"{target.name}: {len(readings)} characters\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
