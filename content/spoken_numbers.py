"""Numbers in figures as they are said: quantities as such, numbers that identify digit by digit. Pure.

三三零一 for 3301 of a telephone number, 四十五天 for 45天, 幺幺零 for 110, 二零二六年 for 2026年.
"""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
_UNITS = ((10_000_0000, "亿"), (10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"))
_MEASURES = "天个次趟件张份人块元角米户家条项步种样年月周岁分秒小时点层间楼公万千百亿倍页遍句组位名笔套平"
_LIANG = "天个次趟件张份人块米户家条项步种样年周岁分秒小点层间倍页遍句组位名笔套万千"  # 两天, but 二月, 二楼
SHORTEST_SPELLED = 5  # digits: nobody counts that far in a guide without 元 or 人 behind it
_CALLED = {"110", "119", "120", "122"}  # the radio word keeps apart what sounds alike

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=年|〕)")
_RANGE = re.compile(r"(?<=[\d日])\s*[-~～—–]+\s*(?=\d)")
_PHONE = re.compile(r"(?<!\d)(0\d{2,3})-(\d{7,8})(?!\d)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)[%％]")
_NUMBER = re.compile(r"(?P<before>[号码第]?)(?P<whole>\d+)(?:\.(?P<part>\d+))?(?P<after>.?)", re.DOTALL)


def read_numbers(text: str) -> str:
    """The text with all figures in words."""
    text = _DATE.sub(lambda found: f"{spell(found[1])}年{count(found[2])}月{count(found[3])}日", text)
    text = _PHONE.sub(lambda found: f"{spell(found[1])}，{spell(found[2])}", text)
    text = _RANGE.sub("到", text)
    text = _CLOCK.sub(_read_clock, text)
    text = _YEAR.sub(lambda found: spell(found[1]), text)
    text = _PERCENT.sub(lambda found: f"百分之{_decimal(*found[1].partition('.')[::2])}", text)
    return _NUMBER.sub(_read_number, text)


def spell(digits: str, *, one: str = "一") -> str:
    """Digit by digit."""
    return "".join(one if digit == "1" else DIGITS[int(digit)] for digit in digits)


def count(digits: str) -> str:
    """As a quantity: 105 is 一百零五."""
    return _count(int(digits))


def _count(value: int, *, is_inside: bool = False) -> str:
    if value < 10:
        return DIGITS[value]
    for size, name in _UNITS:
        if value >= size:
            head, rest = divmod(value, size)
            is_plain_ten = size == 10 and head == 1 and not is_inside  # 十五, but 一百一十五
            said = "" if is_plain_ten else _count(head)
            gap = "零" if rest and rest < size // 10 else ""
            return f"{said}{name}{gap}{_count(rest, is_inside=True) if rest else ''}"
    raise AssertionError(value)


def _read_clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), found[2]
    said = "" if minute == "00" else "半" if minute == "30" else f"{_count(int(minute))}分"
    if minute.startswith("0") and minute != "00":
        said = f"零{said}"
    return f"{'两' if hour == 2 else _count(hour)}点{said}"


def _read_number(found: re.Match[str]) -> str:
    before, whole, part, after = found["before"], found["whole"], found["part"], found["after"]
    if part:
        return f"{before}{_decimal(whole, part)}{after}"
    is_measured = bool(after) and after in _MEASURES
    if whole in _CALLED and not is_measured and not before:
        return f"{spell(whole, one='幺')}{after}"
    is_identity = (len(whole) > 1 and whole.startswith("0")) or before in ("号", "码")
    if (is_identity or len(whole) >= SHORTEST_SPELLED or (len(whole) == 4 and after == "号")) and not is_measured:
        return f"{before}{spell(whole)}{after}"
    if whole == "2" and after and after in _LIANG and before != "第":
        return f"{before}两{after}"
    return f"{before}{count(whole)}{after}"


def _decimal(whole: str, part: str) -> str:
    return f"{count(whole)}点{spell(part)}" if part else count(whole)
