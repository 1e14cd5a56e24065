"""How numbers that identify (case numbers, telephone numbers) are said and heard: digit by digit, never as a quantity.

Pure. A code may be heard here, but must never be given to what reads back: codes are not spoken at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

GROUP_CHARACTERS = 4  # read-back in groups of four, as telephone operators do
DIGIT_WORDS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
SHORT_TELEPHONE_DIGITS = 5  # 12345 is known as a whole
MOST_REPEATS = 9  # 九个零; what counts more is no repetition

# 幺, 两, 洞, 拐, 勾 are the radio words that keep apart what sounds alike.
_HEARD = dict(zip("零〇一二三四五六七八九幺两俩洞拐勾", "00123456789122079", strict=True))
# How digits come out of a recogniser that does not expect any; only inside a number, and only on whole syllables.
_BY_SOUND = {
    **{"yao": "1", "yi": "1", "ling": "0", "dong": "0", "er": "2", "liang": "2", "san": "3", "si": "4", "wu": "5"},
    **{"liu": "6", "qi": "7", "guai": "7", "ba": "8", "jiu": "9", "gou": "9"},
    **{"shan": "3", "shi": "4", "lin": "0"},
}
_SHARE_SURE = 0.6  # of the characters of a piece that must be digits before others are read by their sound
_SHORTEST_BY_SOUND = 4  # syllables; fewer sound like a word
# Quantities are shorter, or followed by what they count.
_TELEPHONE = re.compile(r"(?<![0-9.])(?:[0-9]{3,4}-)?[0-9]{5,11}(?![0-9.元块万亿])|(?<=打)[0-9]{3}(?![0-9])")
_TEN = "十"
# 一 in words, numbers of things and days, ordinals: none of these is a digit of a number that identifies. What may
# also be a digit with a word after it (零一下面是, 三一点) is one where another digit stands before it.
_N = "[0-9零〇一二三四五六七八九幺两俩十]"
_NO_DIGIT = re.compile(
    "(?<=([看查想等念听翻找数对问试说读瞧瞅核认]))一\\1|一(?:会儿?|直|样|共|般|起|定|些|并|旦|切|辈子|不小心|口气)"
    f"|一下(?:[子儿](?!{_N})|(?![面边头个]))|(?:统|万|唯|周|礼拜|星期|进)一|二维码|[三两]三两两|乱七八糟|七七八八"
    f"|(?<!{_N})一(?:点儿?|边|面|遍|趟|回|次|声|句|眼|阵|时|半|页|张|份|行|串|长串|栏|大早|块儿|窗|网|卡通)"
    f"|第{_N}(?:[个张份次遍趟行页](?:数字?|字)?)"
    f"|(?<!{_N})(?:[一二两三四五六七八九][一二两三四五六七八九]?|{_N}?十{_N}?|[0-9]{{1,2}})"
    f"(?:多|来)?(?:天|周年|周岁|年|月份?|岁|次|遍|件|份|张|趟|家|口人|块钱|元|点钟|个多?(?!{_N}|[A-Z字母大小]|$))"
    f"|{_N}?十{_N}?[号位]|(?<=共){_N}{{1,2}}位|[二三四五六七八九](?=[姐哥弟妹叔姨姑舅婶爷伯嫂])"
)
_REPEATED = re.compile(r"([0-9])[个连]([0-9])")
_DOUBLED = re.compile(r"(?:双|叠)([0-9])")
_LETTER = re.compile(r"(?:大写|小写)?字母的?([A-Z])")
_PUNCTUATION = re.compile(r"[^\w]|_")


def group(number: str, *, size: int = GROUP_CHARACTERS) -> list[str]:
    """`330106260001` → `['3301', '0626', '0001']`; the last group may be shorter."""
    return [number[start : start + size] for start in range(0, len(number), size)]


def read_digits(text: str) -> str:
    """`3301` → `三三零一`; letters become 字母A, everything else stays."""
    return "".join(_read_character(character) for character in text)


def read_number(number: str) -> str:
    """A whole number as it is read back: groups with a pause between them."""
    return "，".join(read_digits(part) for part in group(number))


def slowly(sentence: str) -> str:
    """A sentence said once more: the telephone numbers in it digit by digit, with pauses to write them down."""
    return _TELEPHONE.sub(lambda found: _read_telephone(found.group()), sentence)


def _read_telephone(number: str) -> str:
    """An area code by itself, then groups of four; a short number in one breath."""
    area, _, own = number.rpartition("-")
    size = len(own) if len(own) <= SHORT_TELEPHONE_DIGITS else GROUP_CHARACTERS
    return "，".join(read_digits(part) for part in (area, *group(own, size=size)) if part)


def _read_character(character: str) -> str:
    if character.isascii() and character.isalpha():
        return f"字母{character.upper()}"
    return DIGIT_WORDS.get(character, character)


@dataclass(frozen=True, slots=True)
class Dictated:
    """What was heard of a number, and whatever else was said with it; `rest` empty: nothing but digits and letters."""

    characters: str
    rest: str


def hear(text: str, *, noise: Sequence[str] = (), syllable_of: Callable[[str], str] | None = None) -> Dictated:
    """The digits and letters in a piece of dictation. `noise`: words around them that mean nothing;
    `syllable_of`: the sound of a character, to read by ear what was written otherwise."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = _NO_DIGIT.sub(" ", plain)
    # Around a word left out stays a mark, so that 第三是四 never becomes one word.
    for word in sorted(noise, key=len, reverse=True):
        plain = plain.replace(word, " ")
    plain = _read_tens("".join(_HEARD.get(character, character) for character in _PUNCTUATION.sub(" ", plain)))
    plain = _LETTER.sub(r"\1", plain)
    plain = _REPEATED.sub(_repeat, _DOUBLED.sub(r"\1\1", plain))
    dense = plain.replace(" ", "")
    sure = sum(is_number_character(character) for character in dense)
    if syllable_of and dense and (sure or len(dense) >= _SHORTEST_BY_SOUND):
        by_ear = "".join(
            character if is_number_character(character) else _BY_SOUND.get(syllable_of(character), character)
            for character in dense
        )
        # Where every syllable is a digit, none of them need be written as one: 山山领一.
        if sure / len(dense) >= _SHARE_SURE or all(map(is_number_character, by_ear)):
            dense = by_ear
    return Dictated(
        "".join(filter(is_number_character, dense)),
        "".join(character for character in dense if not is_number_character(character)),
    )


def is_number_character(character: str) -> bool:
    """Whether it can stand in a case number."""
    return character.isascii() and (character.isdigit() or character.isalpha())


def _repeat(found: re.Match[str]) -> str:
    count = int(found.group(1))
    return found.group(2) * count if 2 <= count <= MOST_REPEATS else found.group(2)


def _read_tens(plain: str) -> str:
    """Two-digit numbers said as such: 二十三 is 23, 二十 is 20, 十三 is 13."""
    said: list[str] = []
    for position, character in enumerate(plain):
        if character != _TEN:
            said.append(character)
            continue
        is_counted = position > 0 and plain[position - 1].isdigit()
        goes_on = position + 1 < len(plain) and plain[position + 1].isdigit()
        said.append(
            {(True, True): "", (True, False): "0", (False, True): "1", (False, False): "10"}[is_counted, goes_on]
        )
    return "".join(said)
