"""Where each rule begins and where it ends; the words of every fault are tested in test_broken."""

import dataclasses
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from content.check import load_rule_book
from content.files import content_folder, load_content
from content.model import (
    Codes,
    Fee,
    Guide,
    Hotline,
    Hours,
    Limit,
    Limits,
    LimitUnit,
    Material,
    Office,
    OpenDay,
    Phones,
    Question,
    Short,
    Source,
    Step,
    Visits,
)
from content.rules import RuleBook, find_phone_faults, find_rule_faults, parse_date, today_in_china
from content.rules_between import find_guide_notes
from content.rules_form import find_form_faults
from content.rules_names import find_alike_questions, find_shared_names
from content.rules_places import find_place_faults
from content.rules_text import find_breaking_characters, find_careless_writing, find_unspeakable, sentences_of, texts_of

GOOD = load_content(Path(__file__).parent / "good").guides["kite-permit"]
TODAY = date(2026, 11, 23)
BOOK = load_rule_book(content_folder() / "wording", TODAY)
BARE_BOOK = RuleBook(today=TODAY)


def rule_codes(guide: Guide) -> list[str]:
    return [fault.code for fault in find_rule_faults(guide, BOOK)]


def form_codes(value: Any) -> list[str]:
    return [fault.code for fault in find_form_faults(value, TODAY)]


def limits(promised: tuple[int, LimitUnit], statutory: tuple[int, LimitUnit] | None = None) -> Limits:
    return Limits(
        promised=Limit(value=promised[0], unit=promised[1]),
        statutory=Limit(value=statutory[0], unit=statutory[1]) if statutory else None,
    )


def test_the_good_guide_breaks_no_rule() -> None:
    assert rule_codes(GOOD) == []
    assert form_codes(GOOD) == []


@pytest.mark.parametrize(
    ("promised", "expected"),
    [((0, "working_day"), []), ((0, "minute"), []), ((30, "minute"), []), ((1, "working_day"), ["same_day"])],
)
def test_what_is_done_on_the_spot_promises_the_same_day(promised: tuple[int, LimitUnit], expected: list[str]) -> None:
    assert rule_codes(replace(GOOD, kind="即办件", limits=limits(promised))) == expected


def test_what_is_done_on_the_spot_says_so_in_its_limit() -> None:
    assert rule_codes(replace(GOOD, kind="即办件", limits=None)) == ["missing_part"]


def test_a_service_without_a_limit_of_its_own_may_leave_it_open() -> None:
    assert rule_codes(replace(GOOD, limits=None)) == []


@pytest.mark.parametrize(("days", "expected"), [(9, []), (10, []), (11, ["promised_too_late"])])
def test_a_promise_is_not_later_than_the_law(days: int, expected: list[str]) -> None:
    assert rule_codes(replace(GOOD, limits=limits((days, "working_day"), (10, "working_day")))) == expected


def test_limits_in_different_units_are_reported_and_not_compared() -> None:
    guide = replace(GOOD, limits=limits((40, "calendar_day"), (1, "month")))
    assert rule_codes(guide) == []
    assert [note.code for note in find_guide_notes(guide, BOOK)] == ["limits_not_comparable"]


def test_on_the_spot_is_within_any_limit() -> None:
    guide = replace(GOOD, limits=limits((0, "minute"), (10, "working_day")))
    assert rule_codes(guide) == []
    assert list(find_guide_notes(guide, BOOK)) == []


def test_who_need_not_come_need_not_be_told_why() -> None:
    assert rule_codes(replace(GOOD, visits=Visits(count=0))) == []
    assert rule_codes(replace(GOOD, visits=Visits(count=1))) == ["visit_reason"]


def test_each_fee_rests_on_a_rule() -> None:
    fees = (Fee(name="卡", amount="5元", basis="《办法》"), Fee(name="照片", amount="10元"))
    faults = find_rule_faults(replace(GOOD, fees=fees), BOOK)
    assert [(fault.code, fault.key) for fault in faults] == [("fee_basis", "fees[1]")]


@pytest.mark.parametrize(
    ("consult", "complaint", "expected"),
    [
        ("12345", "12345", []),
        ("110", "110", []),
        ("0999-8765432", "12345", []),
        ("0999-8765432", "0999-8765433", []),
        ("0999-8765432", "09998765432", ["phones_same"]),
        ("400-800-1234", "400-800-1234", ["phones_same"]),
        ("8765432", "12345", ["phone_area_code"]),
        ("12345", "", ["missing_part"]),
    ],
)
def test_asking_and_complaining_reach_different_people(consult: str, complaint: str, expected: list[str]) -> None:
    assert rule_codes(replace(GOOD, phones=Phones(consult=consult, complaint=complaint))) == expected


@pytest.mark.parametrize(
    "number",
    [
        "12345",
        "110",
        "0571-87654321",
        "057187654321",
        "010-12345678",
        "0571-12345",
        "0571-87654321-8001",
        "0571-87654321转801",
        "400-800-1234",
        "4008001234",
        "0571-87654321、12345",
        "",
    ],
)
def test_a_number_that_can_be_dialled_anywhere_is_fine(number: str) -> None:
    assert list(find_phone_faults("phone", number)) == []


@pytest.mark.parametrize("number", ["87654321", "1234", "0571-8765", "见门牌", "０５７１-87654321", "12345、8765432"])
def test_a_number_that_cannot_be_dialled_elsewhere_is_a_fault(number: str) -> None:
    assert [fault.code for fault in find_phone_faults("phone", number)] == ["phone_area_code"]


@pytest.mark.parametrize(
    "text",
    ["符合有关规定。", "法律、行政法规规定的其他条件。", "身份证等相关材料", "其他应当提交的材料"],
)
def test_a_condition_nobody_can_check_is_found_whatever_its_commas(text: str) -> None:
    assert "catch_all" in rule_codes(replace(GOOD, eligibility=(text,)))
    assert "catch_all" in rule_codes(replace(GOOD, materials=(Material(name=text),)))


@pytest.mark.parametrize("text", ["年满六十岁。", "没有其他住房。", "户口在本市，或者在本市住了一年。"])
def test_a_plain_condition_is_no_catch_all(text: str) -> None:
    assert rule_codes(replace(GOOD, eligibility=(text,))) == []


def test_a_sentence_of_thirty_characters_can_be_heard_and_one_more_cannot() -> None:
    assert list(find_unspeakable("k", "字" * 29 + "。")) == []
    assert [fault.code for fault in find_unspeakable("k", "字" * 30 + "。")] == ["sentence_too_long"]


def test_two_sentences_can_be_heard_and_three_cannot() -> None:
    assert list(find_unspeakable("k", "先量。再领。")) == []
    assert [fault.code for fault in find_unspeakable("k", "先量。再领。再放。")] == ["too_many_sentences"]


def test_sentences_end_where_a_voice_pauses_long() -> None:
    assert sentences_of("先量，再领。可以吗？可以！") == ["先量，再领。", "可以吗？", "可以！"]
    assert sentences_of("") == []


def test_every_short_answer_and_every_spoken_step_is_there() -> None:
    guide = replace(GOOD, short=Short(time="五天。", materials="带身份证。"), steps=(Step(title="量"),))
    keys = [fault.key for fault in find_rule_faults(guide, BOOK)]
    assert keys == ["short.fee", "short.place", "short.visits", "steps[0].speech"]


def test_a_spoken_name_is_short() -> None:
    assert rule_codes(replace(GOOD, spoken_name="八个字的口语名称")) == []
    assert rule_codes(replace(GOOD, spoken_name="九个字的口语的名称")) == ["spoken_name_too_long"]
    assert rule_codes(replace(GOOD, spoken_name="")) == ["missing_part"]


def test_no_materials_is_an_answer_only_if_the_answer_says_so() -> None:
    assert GOOD.short is not None
    nothing = replace(GOOD, materials=(), short=replace(GOOD.short, materials="什么都不用带。"))
    assert rule_codes(nothing) == []
    assert rule_codes(replace(GOOD, materials=())) == ["no_materials"]


def test_only_who_claims_a_source_must_name_it() -> None:
    unsourced = replace(GOOD, sources=(), sourced_on="", review_by="")
    assert rule_codes(unsourced) == ["no_source", "missing_part", "missing_part"]
    assert rule_codes(replace(unsourced, status="example")) == []


def test_names_that_differ_only_in_marks_and_case_are_the_same() -> None:
    guide = replace(GOOD, aliases=("ETC", "etc", "风筝，放飞登记"), questions=("e t c？",))
    assert rule_codes(guide) == ["alias_repeats", "alias_repeats", "question_repeats"]


def test_a_review_is_due_the_day_after_its_date() -> None:
    assert list(find_guide_notes(replace(GOOD, review_by="2026-11-23"), BOOK)) == []
    due = find_guide_notes(replace(GOOD, review_by="2026-11-22"), BOOK)
    assert [note.code for note in due] == ["review_is_due"]


def test_a_name_shared_in_different_regions_is_no_clash() -> None:
    elsewhere = replace(GOOD, id="kite-there", region="990100", aliases=(), title="风筝证")
    assert find_shared_names([GOOD, elsewhere], {}) == {}
    here = replace(elsewhere, region=GOOD.region)
    assert sorted(find_shared_names([GOOD, here], {})) == ["kite-permit", "kite-there"]


def test_a_name_that_is_meant_for_several_services_is_no_clash_among_these() -> None:
    also = Guide(id="kite-transfer", region=GOOD.region, title="风筝转让", topic="kites", aliases=("过户",))
    first = replace(GOOD, aliases=("过 户？",))
    meant = {"过户": frozenset({"kite-permit", "kite-transfer"})}
    assert find_shared_names([first, also], meant) == {}
    third = replace(also, id="kite-sale", title="过户")
    assert sorted(find_shared_names([first, also, third], meant)) == ["kite-permit", "kite-sale", "kite-transfer"]


def test_what_one_service_is_called_when_spoken_of_is_no_alias_of_another() -> None:
    other = Guide(id="kite-other", region=GOOD.region, title="别的", topic="kites", aliases=(GOOD.spoken_name,))
    assert [fault.key for fault in find_shared_names([GOOD, other], {})["kite-other"]] == ["aliases[0]"]


def test_questions_that_share_half_of_their_pairs_are_still_two() -> None:
    half = replace(GOOD, questions=("风筝线断了", "风筝线没买"))  # two of four pairs
    assert list(find_alike_questions(half)) == []
    more = replace(GOOD, questions=("风筝线断了", "风筝线断没断，还能不能再接上"))  # three of four
    assert [(fault.code, fault.key) for fault in find_alike_questions(more)] == [("questions_alike", "questions[1]")]


def test_a_question_said_twice_is_told_once() -> None:
    guide = replace(GOOD, questions=("线断了怎么办", "线断了，怎么办？"))
    assert rule_codes(guide) == ["question_repeats"]


@pytest.mark.parametrize(
    "character",
    [*"①㈠℃○※→≤²Ⅱ●☎😀№㎡•", "\ue000", "\u200b", "\u3000", "\xa0", "\t", "\n", "\ufe0f"],
)
def test_a_character_that_breaks_on_televisions_is_found_in_any_text(character: str) -> None:
    question = Question(q="问", a=f"答{character}")
    faults = list(find_breaking_characters(replace(GOOD, faq=(question,))))
    assert [(fault.code, fault.key) for fault in faults] == [("breaking_character", "faq[0].a")]


@pytest.mark.parametrize("text", ["“可以”，《办法》（2026年）……好——行！", "A座101、B1层", "5元/本 a+b<c~d", "〇㐀々"])
def test_ordinary_text_breaks_nowhere(text: str) -> None:
    assert list(find_breaking_characters(replace(GOOD, notes=text))) == []


def test_texts_are_walked_with_the_keys_editors_write() -> None:
    found = dict(texts_of(replace(GOOD, faq=(Question(q="问", a="答"),))))
    assert found["faq[0].q"] == "问"
    assert found["channels.online.name"] == "云上办"
    assert found["limits.promised.unit"] == "working_day"


def test_a_space_between_words_of_another_alphabet_is_no_fault() -> None:
    assert list(find_careless_writing(replace(GOOD, notes="打开 Wi-Fi 再用 App"))) == []


def test_half_width_marks_are_right_in_addresses_and_between_numbers() -> None:
    source = Source(title="办法", url="https://kites.example.com/a?b=风筝", date="2026-01-01")
    assert list(find_careless_writing(replace(GOOD, sources=(source,), notes="时间9:30到17:00"))) == []
    bad = [fault.key for fault in find_careless_writing(replace(GOOD, notes="带身份证(原件)"))]
    assert bad == ["notes"]


@pytest.mark.parametrize("url", ["https://a.gov.cn", "https://a.gov.cn:8443/x?y=1#z", "https://A.GOV.CN/%E9%A3%8E"])
def test_a_whole_https_address_is_fine(url: str) -> None:
    assert form_codes(replace(GOOD, sources=(Source(title="办法", url=url, date="2026-01-01"),))) == []


@pytest.mark.parametrize(
    "url", ["http://a.gov.cn", "a.gov.cn", "https://localhost/x", "https://a.gov.cn/ x", "javascript:1"]
)
def test_any_other_address_is_a_fault(url: str) -> None:
    assert form_codes(replace(GOOD, sources=(Source(title="办法", url=url, date="2026-01-01"),))) == ["url_not_https"]


@pytest.mark.parametrize("name", ["Kite", "kite_lost", "-kite", "kite-", "风筝", "kite lost", "kite--lost", ""])
def test_an_id_is_small_letters_digits_and_hyphens(name: str) -> None:
    assert form_codes(replace(GOOD, id=name)) == ["id_not_ascii"]


def test_a_source_was_read_on_a_real_day_that_has_come() -> None:
    for text, expected in (
        ("2026-11-23", []),
        ("2026-11-24", ["date_in_future"]),
        ("2026-02-29", ["date_form"]),
        ("2026-2-9", ["date_form"]),
        ("２０２６-02-09", ["date_form"]),
    ):
        assert form_codes(replace(GOOD, sources=(Source(title="办法", date=text),))) == expected, text
    assert parse_date("2026-02-28") == date(2026, 2, 28)


@pytest.mark.parametrize("text", ["号码是11010519491231002X", "打13800138000", "手机13800138000。"])
def test_nobodys_number_stands_in_content(text: str) -> None:
    assert form_codes(replace(GOOD, notes=text)) == ["personal_number"]


def test_the_long_code_of_a_service_is_nobodys_number() -> None:
    assert form_codes(replace(GOOD, codes=Codes(catalog="113800138000", implementation="11010519491231002X"))) == []


def office(**changes: Any) -> Office:
    plain = Office(id="pond", name="示例网点·池塘", kind="服务站", region="990106", phone="12345")
    return dataclasses.replace(plain, **changes)


def place_codes(value: Any) -> list[str]:
    return [fault.code for fault in find_place_faults(value)]


def test_a_real_office_needs_a_source_and_may_have_a_street_number() -> None:
    real = office(name="池塘服务站", status="sourced", phone="0999-8765432", address="池边路18号")
    assert place_codes(real) == ["no_source"]
    assert place_codes(replace(real, sources=(Source(title="公告", date="2026-01-01"),))) == []


def test_a_metro_line_is_no_street_number() -> None:
    assert place_codes(office(address="地铁2号线池塘站旁")) == []
    assert place_codes(office(address="池边路二十号")) == ["example_office_street"]


def test_exceptions_may_lie_in_the_future_and_must_be_days() -> None:
    hours = Hours(monday=("09:00-12:00",), exceptions=(OpenDay(date="2027-01-01"), OpenDay(date="元旦")))
    assert form_codes(office(hours=hours)) == ["date_form"]


def test_a_position_that_is_no_number_is_outside() -> None:
    assert place_codes(office(lat=float("nan"), lng=120.0)) == ["position_outside"]


def test_an_emergency_number_says_what_to_do_first_in_words_that_can_be_heard() -> None:
    assert place_codes(Hotline(number="119", name="火警", emergency=True)) == ["missing_part"]
    long = Hotline(number="119", name="火警", emergency=True, do_first=("字" * 31,))
    assert place_codes(long) == ["sentence_too_long"]
    assert place_codes(Hotline(number="119", name="火警", emergency=True, do_first=("先跑出去。",))) == []


def test_today_is_the_day_in_china() -> None:
    assert today_in_china(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_without_tables_of_words_nothing_is_a_catch_all() -> None:
    guide = replace(GOOD, eligibility=("符合有关规定。",))
    assert find_rule_faults(guide, BARE_BOOK) == []
