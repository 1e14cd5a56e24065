"""Characters become syllables without a pronunciation library, as that library reads them."""

import pytest

from content.files import Content
from content.understanding.pinyin_input import is_full_pinyin, split_syllables
from content.understanding.t9 import t9_of
from content.understanding.vocabulary import TYPED, Vocabulary
from content.understanding.wording import Wording


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("身份证", "shen fen zheng"),
        ("银行卡", "yin hang ka"),
        ("行驶证", "xing shi zheng"),
        ("机动车行驶证", "ji dong che xing shi zheng"),
        ("还房贷", "huan fang dai"),
        ("重庆", "chong qing"),
        ("重新办", "chong xin ban"),
        ("长护险", "chang hu xian"),
        ("家长", "jia zhang"),
        ("调解", "tiao jie"),
        ("找不着", "zhao bu zhao"),
        ("绿色", "lv se"),
    ],
)
def test_a_character_is_read_as_its_word_wants(wording: Wording, text: str, spoken: str) -> None:
    assert " ".join(wording.syllables.of(text)) == spoken


def test_every_character_of_every_name_has_a_syllable(wording: Wording, catalogue: Content) -> None:
    names = [name for guide in catalogue.guides.values() for name in (guide.title, guide.spoken_name, *guide.aliases)]
    characters = {character for name in names for character in name if "一" <= character <= "鿿"}
    unread = sorted(
        characters
        - wording.syllables.characters.keys()
        - {chr(code) for code in wording.traditional}  # read as their simplified form
    )
    assert unread == [], "run python -m channel_api.search.syllable_table with these added"


def test_names_are_read_as_the_pronunciation_library_reads_them(wording: Wording, catalogue: Content) -> None:
    """Where the library reads by the character alone and is wrong, readings.yaml holds the word."""
    pypinyin = pytest.importorskip("pypinyin", reason="server extra is not installed")
    chosen = set(wording.syllables.words)
    different = []
    for guide in catalogue.guides.values():
        ours = wording.syllables.of(guide.title)
        theirs = pypinyin.lazy_pinyin(list(guide.title), errors=list)
        words = [word for word in chosen if word in guide.title]
        covered = {character for word in words for character in word}
        different += [
            (guide.title, character, mine, other)
            for character, mine, other in zip(guide.title, ours, theirs, strict=True)
            if mine != other
            and "一" <= character <= "鿿"
            and character not in covered
            and character not in "长重调得地都"
        ]
    assert different == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("na", "la"), ("zhi", "zi"), ("chen", "cheng"), ("xin", "xing"), ("hui", "fei"), ("ri", "li"), ("shuang", "suan")],
)
def test_confused_sounds_fold_to_one(wording: Wording, one: str, other: str) -> None:
    assert wording.confusions.fold(one) == wording.confusions.fold(other)


@pytest.mark.parametrize(("one", "other"), [("ma", "ba"), ("tui", "dui"), ("shen", "fen"), ("ka", "ke")])
def test_other_sounds_stay_apart(wording: Wording, one: str, other: str) -> None:
    assert wording.confusions.fold(one) != wording.confusions.fold(other)


@pytest.mark.parametrize(("heard", "meant"), [("bao", "pao"), ("dian", "tan"), ("hei", "fei"), ("jie", "zei")])
def test_a_bad_line_takes_these_for_each_other(wording: Wording, heard: str, meant: str) -> None:
    confusions = wording.confusions
    assert confusions.blur(confusions.fold(heard)) == confusions.blur(confusions.fold(meant))


@pytest.mark.parametrize(("one", "other"), [("bao", "bei"), ("ma", "na"), ("shou", "shu"), ("yi", "wu")])
def test_a_bad_line_keeps_these_apart(wording: Wording, one: str, other: str) -> None:
    confusions = wording.confusions
    assert confusions.blur(confusions.fold(one)) != confusions.blur(confusions.fold(other))


@pytest.mark.parametrize(
    ("letters", "pieces"),
    [
        ("shenfenzheng", ["shen", "fen", "zheng"]),
        ("tuixiu", ["tui", "xiu"]),
        ("danan", ["da", "nan"]),
        ("xi'an", ["xi", "an"]),
        ("lvshi", ["lv", "shi"]),
        ("shenfenzh", ["shen", "fen", "z", "h"]),
    ],
)
def test_letters_split_into_the_likeliest_syllables(wording: Wording, letters: str, pieces: list[str]) -> None:
    assert split_syllables(letters, wording.syllables.all_syllables) == pieces


@pytest.mark.parametrize(("letters", "is_pinyin"), [("shenfenzheng", True), ("sfz", False), ("jmsfzdsbl", False)])
def test_first_letters_are_not_taken_for_pinyin(wording: Wording, letters: str, is_pinyin: bool) -> None:
    known = wording.syllables.all_syllables
    assert is_full_pinyin(split_syllables(letters, known), known) is is_pinyin


def test_typed_syllables_have_a_sound_and_no_character(vocabulary: Vocabulary) -> None:
    said = vocabulary.read("tuixiu怎么办")
    assert said.characters[:2] == (TYPED, TYPED)
    assert said.sounds == ("tui", "xiu", "zen", "me", "ban")


def test_the_number_pad_types_letters_as_digits() -> None:
    assert t9_of("sfz") == "739"
    assert t9_of("4050ry") == "405079"
