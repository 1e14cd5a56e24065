"""What speech must get right: in everything the channel says, a character of several sounds stands in a known word."""

from collections.abc import Iterator

import pytest

from content.files import Content, content_folder, load_content
from content.inheritance import resolve
from content.model import Guide, Short
from content.rules_between import overlays_above
from content.spoken_readings import SpokenReadings
from content.yaml_text import load_plain

WORDING = content_folder() / "wording"
FEWEST_CHARACTERS = 80


@pytest.fixture(scope="module")
def readings() -> SpokenReadings:
    return SpokenReadings.load(WORDING)


def everything_said(content: Content) -> Iterator[tuple[str, str]]:
    """Every text a voice may say, with the place it stands."""
    for guide in guides_in_force(content):
        yield from ((guide.id, text) for text in said_of(guide))
    for hotline in content.hotlines:
        yield from ((hotline.number, text) for text in (hotline.name, hotline.hours, *hotline.do_first))
    for notice in content.notices:
        yield from ((notice.id, text) for text in (notice.title, notice.text))
    for scenario in content.scenarios:
        yield scenario.id, scenario.title
        for question in scenario.questions:
            yield from ((scenario.id, text) for text in (question.text, *(answer.text for answer in question.answers)))
        yield from ((scenario.id, outcome.text) for outcome in scenario.outcomes)
    yield from ((topic.id, topic.title) for topic in content.topics)
    yield from ((office.id, text) for office in content.offices for text in (office.name, office.address))
    yield from ((region.code, region.name) for region in content.regions.values())


def guides_in_force(content: Content) -> Iterator[Guide]:
    yield from content.guides.values()
    for overlay in content.overlays:
        found = resolve(content.guides[overlay.id], [*overlays_above(content, overlay), overlay])
        if found:
            yield found.guide


def said_of(guide: Guide) -> Iterator[str]:
    yield from (guide.title, guide.spoken_name)
    short = guide.short or Short()
    yield from (short.time, short.fee, short.place, short.materials, short.visits)
    yield from (text for step in guide.steps for text in (step.title, step.speech))
    yield from (text for question in guide.faq for text in (question.q, question.a))
    yield from (material.name for material in guide.materials)


def test_every_doubtful_character_that_is_said_stands_in_a_word_of_the_table(readings: SpokenReadings) -> None:
    unknown = {
        f"{place}: {found.character} in {text[max(0, found.position - 4) : found.position + 5]}"
        for place, text in everything_said(load_content(content_folder()))
        for found in readings.find(text)
        if not found.syllable
    }
    assert sorted(unknown) == [], "add the word to content/wording/spoken_readings.yaml"


def test_the_table_holds_the_characters_that_speech_confuses(readings: SpokenReadings) -> None:
    assert len(readings.characters) >= FEWEST_CHARACTERS
    assert readings.characters >= set("行长重调乐朝单曾尉")


def test_each_word_holds_its_character_and_stands_under_one_sound() -> None:
    for character, by_syllable in load_plain(WORDING / "spoken_readings.yaml").items():
        words = [word for text in by_syllable.values() for word in text.split()]
        assert len(words) == len(set(words)), character
        assert all(character in word for word in words), character


def test_each_sound_is_one_the_character_has() -> None:
    pypinyin = pytest.importorskip("pypinyin", reason="server extra is not installed")
    for character, by_syllable in load_plain(WORDING / "spoken_readings.yaml").items():
        known = pypinyin.pinyin(
            character, style=pypinyin.Style.TONE3, heteronym=True, neutral_tone_with_five=True, v_to_u=True
        )[0]
        assert set(by_syllable) - {"liang5"} <= set(known), character  # 商量: the light tone is left out of the library


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("去银行的窗口就行", "hang2 xing2"),
        ("最长三个月，家长签字", "chang2 zhang3"),
        ("病重的重新评", "zhong4 chong2"),
        ("调整以后再去调档案", "tiao2 diao4"),
        ("贷款还没还清", "hai2 huan2"),
        ("打预防接种的针", "zhong4"),
        ("行，别着急", "xing2 zhao2"),
        ("到重庆，再去长春", "chong2 chang2"),
        ("单县和长子县的人", "shan4 zhang3"),
        ("曾用名和曾祖父", "ceng2 zeng1"),
    ],
)
def test_a_character_is_said_as_its_word_wants(readings: SpokenReadings, text: str, spoken: str) -> None:
    assert [found.syllable for found in readings.find(text)] == spoken.split()


def test_words_that_disagree_tell_nothing() -> None:
    readings = SpokenReadings({"还": {"还要": "hai2", "每月还": "huan2", "每月还要还": "hai2"}})
    assert [found.syllable for found in readings.find("每月还要")] == [""]
    assert [found.syllable for found in readings.find("每月还，还要")] == ["huan2", "hai2"]
    assert next(readings.find("每月还要还")).syllable == "hai2"


def test_a_word_of_one_character_counts_only_where_it_stands_alone() -> None:
    readings = SpokenReadings({"行": {"行": "xing2", "银行": "hang2"}})
    assert [found.syllable for found in readings.find("行。走行人")] == ["xing2", ""]
