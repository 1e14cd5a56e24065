"""Figures are said as people say them."""

import pytest

from content.spoken_numbers import count, read_numbers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("45天内", "四十五天内"),
        ("2天", "两天"),
        ("第2项，共12项。", "第二项，共十二项。"),
        ("2月2日", "二月二日"),
        ("打12345问", "打一二三四五问"),
        ("请马上打110！", "请马上打幺幺零！"),
        ("120平方米", "一百二十平方米"),
        ("房子120平方米", "房子一百二十平方米"),
        ("0571-87654321", "零五七一，八七六五四三二一"),
        ("2026年11月23日", "二零二六年十一月二十三日"),
        ("2026-11-03", "二零二六年十一月三日"),
        ("8:30-17:00", "八点半到十七点"),
        ("9:05", "九点零五分"),
        ("收3.5元", "收三点五元"),
        ("5%", "百分之五"),
        ("16到25岁", "十六到二十五岁"),
        ("16-25岁", "十六到二十五岁"),
        ("尾号1024的事", "尾号一零二四的事"),
        ("50000元", "五万元"),
        ("没有数字", "没有数字"),
        ("", ""),
    ],
)
def test_figures_are_said_as_people_say_them(text: str, said: str) -> None:
    assert read_numbers(text) == said


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("0", "零"),
        ("10", "十"),
        ("15", "十五"),
        ("20", "二十"),
        ("105", "一百零五"),
        ("110", "一百一十"),
        ("1005", "一千零五"),
        ("1050", "一千零五十"),
        ("10005", "一万零五"),
        ("120000", "十二万"),
        ("305000", "三十万五千"),
        ("100000000", "一亿"),
    ],
)
def test_quantities_are_counted_in_chinese(digits: str, said: str) -> None:
    assert count(digits) == said
