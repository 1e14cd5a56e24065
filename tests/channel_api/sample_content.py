"""A small content that the server's tests stand on: two provinces, overlays on three levels, offices open or not."""

from content.calendar import Calendar
from content.files import Content
from content.inheritance import Overlay
from content.model import (
    CalendarYear,
    Channels,
    Fee,
    Guide,
    Hotline,
    Hours,
    Material,
    Notice,
    Office,
    Outcome,
    Phones,
    Region,
    Scenario,
    ScenarioAnswer,
    ScenarioQuestion,
    Short,
    Step,
    Topic,
)

ALL_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORKDAYS = Hours(**dict.fromkeys(ALL_WEEK[:5], ("09:00-12:00", "13:30-17:00")))
ALWAYS = Hours(**dict.fromkeys(ALL_WEEK, ("00:00-24:00",)), holidays="open")

REGIONS = (
    Region(code="000000", name="全国", level="country", case_number_lengths=(12,)),
    Region(code="330000", name="浙江省", parent="000000", level="province"),
    Region(code="330100", name="杭州市", parent="330000", level="city", case_number_lengths=(10, 12)),
    Region(code="330102", name="上城区", parent="330100", level="district"),
    Region(code="330106", name="西湖区", parent="330100", level="district"),
    Region(code="440000", name="广东省", parent="000000", level="province", has_case_feed=True),
    Region(code="440100", name="广州市", parent="440000", level="city"),
    Region(code="810000", name="香港特别行政区", parent="000000", level="province", has_national_rules=False),
)

TOPICS = (
    Topic(id="household", title="户籍身份", order=1, first=("residence-permit",)),
    Topic(id="medical", title="医疗保障", order=2),
    Topic(id="other", title="其他事项", order=99, on_home=False),
)

ID_CARD = Guide(
    id="id-card-lost",
    region="000000",
    title="居民身份证丢失补领",
    spoken_name="补身份证",
    aliases=("身份证丢了",),
    topic="household",
    department="公安局",
    channels=Channels(window=True),
    materials=(Material(name="居民户口簿"),),
    steps=(Step(title="去派出所", speech="先去派出所。"), Step(title="领证", speech="再来领证。")),
    fees=(Fee(name="工本费", amount="以窗口公布为准"),),
    short=Short(time="两个月内能拿到。", place="去户口所在地派出所。", materials="带户口簿。"),
    phones=Phones(consult="12345"),
    questions=("身份证不见了咋办",),
    status="example",
)
GUIDES = (
    ID_CARD,
    Guide(
        id="residence-permit",
        region="000000",
        title="居住证申领",
        topic="household",
        department="公安局",
        short=Short(visits="要跑一趟。"),
    ),
    Guide(id="medical-claim", region="000000", title="医疗费用手工报销", topic="medical", department="医疗保障局"),
    Guide(id="gd-outdoor-ads", region="440000", title="户外广告设置", topic="other", department="城市管理局"),
    Guide(id="gd-guangzhou-tree", region="440100", title="树木迁移", topic="other", department="园林局"),
)

OVERLAYS = (
    Overlay(
        id="id-card-lost", region="330000", changes={"short": {"time": "二十天能拿到。"}, "department": "浙江公安"}
    ),
    Overlay(id="id-card-lost", region="330100", changes={"phones": {"complaint": "0571-12345"}}),
    Overlay(id="id-card-lost", region="330106", changes={"short": {"place": "去西湖区派出所。"}}),
    Overlay(id="residence-permit", region="330000", available=False),
)

OFFICES = (
    Office(
        id="xihu-police",
        name="示例网点·西湖派出所",
        kind="派出所",
        region="330106",
        hours=WORKDAYS,
        phone="12345",
        services=("id-card-lost",),
        order=2,
    ),
    Office(
        id="xihu-terminal",
        name="示例网点·西湖自助终端",
        kind="自助终端",
        region="330106",
        hours=ALWAYS,
        topics=("household",),
        order=3,
    ),
    Office(id="city-hall", name="示例网点·杭州大厅", kind="服务中心", region="330100", topics=("household",), order=1),
    Office(id="shangcheng-police", name="示例网点·上城派出所", kind="派出所", region="330102", topics=("household",)),
    Office(id="guangzhou-hall", name="示例网点·广州大厅", kind="服务中心", region="440100", topics=("household",)),
)

HOTLINES = (
    Hotline(number="110", name="报警", says=("有人偷东西",), do_first=("先到安全的地方",), emergency=True, order=1),
    Hotline(number="12345", name="政务服务便民热线", says=("不知道问谁",), order=2),
)

NOTICES = (
    Notice(id="always", title="示例", text="本频道内容为示例。"),
    Notice(
        id="hangzhou-november",
        region="330100",
        title="十一月",
        text="十一月有效。",
        start="2026-11-01",
        end="2026-11-30",
    ),
    Notice(id="hangzhou-over", region="330100", title="过期", text="已经过去。", end="2026-10-31"),
    Notice(id="guangzhou", region="440100", title="广州", text="只在广州。"),
)

SCENARIO = Scenario(
    id="new-baby",
    title="新生儿出生",
    order=1,
    questions=(
        ScenarioQuestion(
            id="where",
            text="在哪里出生？",
            answers=(ScenarioAnswer(text="医院", leads_to="all"), ScenarioAnswer(text="家里", leads_to="all")),
        ),
    ),
    outcomes=(Outcome(id="all", text="办这一件。", services=("medical-claim",)),),
)

YEAR = CalendarYear(year=2026, published=True, holidays=("2026-10-01", "2026-10-02"), workdays=("2026-10-10",))


def sample_content(**changes: object) -> Content:
    """The whole sample; `changes` replace parts of it."""
    parts: dict[str, object] = {
        "guides": {guide.id: guide for guide in GUIDES},
        "overlays": OVERLAYS,
        "offices": OFFICES,
        "regions": {region.code: region for region in REGIONS},
        "topics": TOPICS,
        "hotlines": HOTLINES,
        "notices": NOTICES,
        "scenarios": (SCENARIO,),
        "calendar": Calendar((YEAR,)),
    }
    return Content(**{**parts, **changes})  # type: ignore[arg-type]
