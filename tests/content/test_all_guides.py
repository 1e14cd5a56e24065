"""What every guide that comes along must hold beyond the rules of `check`: enough to be found, honest about its source.

These are promises of this catalogue; an operator's own guides need not keep them.
"""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from content.check import check_folder, load_rule_book
from content.explanations import Explanations
from content.files import content_folder, load_content
from content.model import Guide
from content.rules_names import bare
from content.rules_text import texts_of
from content.understanding.features import features_of
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from content.yaml_text import load_plain

CONTENT = load_content(content_folder())
GUIDES = sorted(CONTENT.guides.values(), key=lambda guide: guide.id)
TODAY = date(2026, 11, 23)
FEWEST_OWN_ALIASES = 8
FEWEST_QUESTIONS = 10
MOST_ASPECT_QUESTIONS = 3
NUMBERS = ("110", "119", "120", "122", "12345", "12315", "12348", "12333", "12366", "12329")
MORE_NUMBERS = ("12393", "12367", "12308", "12356", "96110", "12338", "12385", "95598", "12123")
AMOUNT = re.compile(r"[0-9一二三四五六七八九十百千万两]+(?:\.[0-9]+)?元")
ARTICLE = re.compile("第[一二三四五六七八九十百零]+条")
NOT_READ = re.compile("没有(?:逐条)?(?:读|核对|在官方)|原文没有|这次没有读|没有写这些|常识|通常做法|为示例|是示例")


def each_guide() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.id)


@pytest.fixture(scope="module")
def listed(channel_test_data: Path) -> dict[str, set[str]]:
    """The names that were asked for, with the aliases given for each, as far as they are known to be right."""
    path = channel_test_data / "data" / "services.tsv"
    if not path.exists():
        pytest.skip("no services.tsv among the test data")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {bare(row["name"]): set(map(bare, row["aliases"].split("|"))) for row in rows}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(load_wording(content_folder() / "wording"))


def test_every_service_that_was_asked_for_has_a_guide(listed: dict[str, set[str]]) -> None:
    assert set(listed) - {bare(guide.title) for guide in GUIDES} == set()


@each_guide()
def test_a_guide_has_names_of_its_own_beyond_those_it_was_given(guide: Guide, listed: dict[str, set[str]]) -> None:
    given = listed.get(bare(guide.title), set())
    own = [alias for alias in guide.aliases if bare(alias) not in given]
    assert len(own) >= FEWEST_OWN_ALIASES


@each_guide()
def test_a_guide_has_questions_enough_and_few_that_only_name_an_aspect(guide: Guide, vocabulary: Vocabulary) -> None:
    assert len(guide.questions) >= FEWEST_QUESTIONS
    bare_aspects = [question for question in guide.questions if names_only_an_aspect(question, vocabulary)]
    assert len(bare_aspects) <= MOST_ASPECT_QUESTIONS, bare_aspects


def names_only_an_aspect(question: str, vocabulary: Vocabulary) -> bool:
    """Whether nothing but one character is left beside what is asked and the words around it."""
    features = features_of(question, vocabulary)
    return bool(features.aspects) and len(features.core.replace(" ", "")) <= 1


def test_a_question_that_only_names_an_aspect_is_known(vocabulary: Vocabulary) -> None:
    assert names_only_an_aspect("请问要带什么材料啊", vocabulary)
    assert names_only_an_aspect("多少钱？", vocabulary)
    assert not names_only_an_aspect("身份证丢了要带什么材料", vocabulary)


def test_no_two_guides_ask_the_same_question() -> None:
    counted = Counter(bare(question) for guide in GUIDES for question in guide.questions)
    assert [question for question, count in counted.items() if count > 1] == []


def test_no_question_is_the_name_of_another_service() -> None:
    names = {bare(name): guide.id for guide in GUIDES for name in (guide.title, guide.spoken_name, *guide.aliases)}
    asked = [(question, guide.id) for guide in GUIDES for question in guide.questions]
    assert [pair for pair in asked if names.get(bare(pair[0]), pair[1]) != pair[1]] == []


def test_every_guide_is_complete_even_the_examples(explanations: Explanations) -> None:
    report = check_folder(content_folder(), load_rule_book(content_folder() / "wording", TODAY), strict=True)
    assert [explanations.explain(fault) for fault in report.faults] == []


@each_guide()
def test_an_example_says_what_was_not_read(guide: Guide) -> None:
    if guide.status == "example":
        assert NOT_READ.search(guide.notes), "say in notes what rests on what, and what was not read"


@each_guide()
def test_nobody_here_has_confirmed_anything_at_an_office(guide: Guide) -> None:
    assert guide.status != "verified", "only editors who asked at the office set it"


def test_no_overlay_claims_to_be_confirmed() -> None:
    statuses = {(overlay.region, overlay.id): overlay.changes.get("status") for overlay in CONTENT.overlays}
    assert [place for place, status in statuses.items() if status == "verified"] == []


@each_guide()
def test_amounts_articles_and_addresses_stand_only_where_a_source_is_named(guide: Guide) -> None:
    said = [text for key, text in texts_of(guide) if not key.startswith(("questions", "sources", "aliases"))]
    facts = [text for text in said if AMOUNT.search(text) or ARTICLE.search(text) or "https://" in text]
    assert not facts or guide.sources, facts


def test_a_name_is_shared_only_by_services_there_are_and_that_bear_it() -> None:
    meant = load_plain(content_folder() / "wording" / "shared_names.yaml")
    for name, ids in meant.items():
        assert {guide.id for guide in GUIDES if bare(name) in map(bare, guide.aliases)} == set(ids), name


def test_the_hotlines_are_these_and_each_says_what_to_do_first() -> None:
    assert sorted(hotline.number for hotline in CONTENT.hotlines) == sorted(NUMBERS + MORE_NUMBERS)
    assert all(hotline.says and hotline.do_first and hotline.hours for hotline in CONTENT.hotlines)
    emergencies = {hotline.number for hotline in CONTENT.hotlines if hotline.emergency}
    assert emergencies == {"110", "119", "120", "122", "12356", "96110"}


@pytest.mark.parametrize("said", ["有人打架", "煤气味", "不想活了", "叫我转账"])
def test_what_people_say_in_need_stands_with_its_number(said: str) -> None:
    assert [hotline.number for hotline in CONTENT.hotlines if said in hotline.says]


def test_the_working_days_of_this_year_and_the_last_are_published_and_the_next_is_an_estimate() -> None:
    assert [CONTENT.calendar.is_certain(date(year, 6, 1)) for year in (2025, 2026, 2027)] == [True, True, False]


@pytest.mark.parametrize("code", ["810000", "820000", "710000"])
def test_where_the_countrys_guides_do_not_hold_a_notice_says_whom_to_ask(code: str) -> None:
    texts = [notice.text for notice in CONTENT.notices if notice.region == code]
    assert [text for text in texts if "12367" in text and "12345" in text]
    assert not CONTENT.regions[code].has_national_rules
