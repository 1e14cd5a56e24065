"""Plain answers as the server gives them, made by its own encoding."""

from typing import Any

from channel_api.answers import (
    CaseProgress,
    CaseService,
    Lexicon,
    LexiconEntry,
    Matched,
    SearchAnswer,
    SearchResult,
    ServiceSummary,
    TopicCount,
)
from content.codec import encode
from content.inheritance import resolve
from content.model import Guide, Hotline, Notice, Office, Region, Scenario, Short

REGION = Region(code="330106", name="西湖区", parent="330100", level="district")
CITY = Region(code="330100", name="杭州市", parent="", level="city")
TOPIC = TopicCount(id="household", title="户籍身份", count=1, order=1)
SUMMARY = ServiceSummary(
    id="id-card-lost", title="身份证丢失补领", topic="household", department="公安局", summary="", status="example"
)
GUIDE = Guide(
    id="id-card-lost",
    region="000000",
    title="身份证丢失补领",
    topic="household",
    short=Short(materials="带户口簿。"),
)
OFFICE = Office(id="xihu-hall", name="示例网点", kind="服务中心", region="330106", topics=("household",))
HOTLINE = Hotline(number="12345", name="政务服务便民热线")
NOTICE = Notice(id="holiday", title="放假安排", text="元旦休息。")
SCENARIO = Scenario(id="birth", title="孩子出生")
LEXICON = Lexicon(
    version="1",
    region="330106",
    services=(
        LexiconEntry(
            id="id-card-lost",
            title="身份证丢失补领",
            spoken_name="补身份证",
            topic="household",
            aliases=(),
            names=("身份证丢失补领",),
            syllables=("shen fen zheng diu shi bu ling",),
            initials=("sfzdsbl",),
            t9=("7393725",),
        ),
    ),
    hotlines=(HOTLINE,),
)
SEARCH = SearchAnswer(
    q="",
    region="330106",
    verdict="confident",
    results=(
        SearchResult(
            kind="service",
            id="id-card-lost",
            title="身份证丢失补领",
            topic="household",
            score=1.0,
            matched=Matched(field="title", how="exact", text="身份证"),
        ),
    ),
)
CASE = CaseProgress(
    number_masked="****0001",
    service=CaseService(id="id-card-lost", title="身份证丢失补领"),
    state="reviewing",
    state_label="审查中",
    meaning="正在办。",
    next_step=None,
    timeline=(),
    accepted_on="2026-11-02",
    promised_by=None,
    working_days_left=None,
)


def plain(value: Any) -> Any:
    """As the server sends it."""
    return value.to_plain() if hasattr(value, "to_plain") else encode(value, keep_defaults=True)


def plain_guide(guide: Guide = GUIDE) -> Any:
    """The guide in force, as the server sends it."""
    in_force = resolve(guide, [])
    assert in_force is not None
    return plain(in_force)
