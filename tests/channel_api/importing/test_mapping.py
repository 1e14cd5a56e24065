"""What an item says goes where it belongs; what it does not say stays empty; what cannot be mapped is told."""

import dataclasses

import pytest

from channel_api.importing.mapping import guide_id
from channel_api.importing.report import LINES_SHOWN, Report
from channel_api.importing.tables import tables
from content.codec import decode, encode
from content.model import (
    Booking,
    Channels,
    Codes,
    Guide,
    Limit,
    Limits,
    Material,
    OnlineChannel,
    Phones,
    Source,
    Visits,
)
from tests.channel_api.importing.conftest import map_one

Mapped = tuple[dict[str, Guide], Report]


def test_everything_an_item_says_is_in_its_guide(mapped: Mapped) -> None:
    guides, _ = mapped
    assert guides["风筝放飞场地登记"] == Guide(
        id="item-11440000000000001x2440900000001",
        region="440000",
        title="风筝放飞场地登记",
        aliases=("放风筝登记", "风筝场地", "放飞登记"),
        topic="other",
        department="示例局",
        audience=("自然人", "企业法人"),
        codes=Codes(catalog="440900000000", implementation="11440000000000001X2440900000001"),
        channels=Channels(
            window=True,
            online=OnlineChannel(name="广东政务服务网", url="https://www.gdzwfw.gov.cn/item/1"),
            courier=True,
        ),
        booking=Booking(how="可以网上预约", url="https://book.example.cn/kites"),
        visits=Visits(count=1),
        limits=Limits(statutory=Limit(value=20, unit="working_day"), promised=Limit(value=5, unit="working_day")),
        eligibility=("符合下列条件的可以申请：", "1、年满十八周岁", "2、有自己的风筝。"),
        materials=(
            Material(name="风筝放飞登记申请表", kind="申请表格文书", originals=0),
            Material(name="居民身份证", originals=0),
        ),
        phones=Phones(consult="020-81110001", complaint="020-81110002"),
        sources=(Source(title="广东政务服务网公布的事项（约2021年）", url="https://www.gdzwfw.gov.cn/item/1"),),
        notes="办理地点：示例市彩虹路1号一楼窗口",
        status="example",
    )


@pytest.mark.parametrize("title", ["皮影戏台借用", "面塑技艺展示", "剪纸展览报名"])
def test_what_an_item_does_not_say_stays_empty_however_it_does_not_say_it(mapped: Mapped, title: str) -> None:
    guide = mapped[0][title]
    said = {spec.name for spec in dataclasses.fields(Guide) if getattr(guide, spec.name)}
    said_anyway = {"id", "region", "title", "topic", "codes", "sources", "status"}
    assert said - {"department", "audience"} == said_anyway


def test_nothing_is_said_that_the_portal_did_not_write(mapped: Mapped) -> None:
    for guide in mapped[0].values():
        unsaid = (guide.short, guide.steps, guide.fees, guide.results, guide.spoken_name, guide.agent)
        assert not any(unsaid)
        assert guide.status == "example"
        assert all(material.originals == material.copies == 0 for material in guide.materials)


def test_every_guide_survives_being_written_and_read(mapped: Mapped) -> None:
    for guide in mapped[0].values():
        assert decode(Guide, encode(guide)) == guide


def test_a_part_is_named_once_and_in_one_pair_of_brackets(mapped: Mapped) -> None:
    assert {"陀螺等级评定（成人）", "陀螺等级评定（少年）"} <= set(mapped[0])
    assert map_one(TASK_NAME="陀螺评定(（外地）)", subTaskName="（外地）").title == "陀螺评定（外地）"


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("30(工作日)", Limit(value=30, unit="working_day")),
        ("15（自然日）", Limit(value=15, unit="calendar_day")),
        ("3(个月)", Limit(value=3, unit="month")),
        ("1（年）", Limit(value=12, unit="month")),
        ("2(小时)", Limit(value=120, unit="minute")),
        ("30 分钟", Limit(value=30, unit="minute")),
        ("０(工作日)", None),
        ("2(周)", None),
        ("很快", None),
        ("99999(工作日)", None),
        ("-1(工作日)", None),
        ("无", None),
    ],
)
def test_limits_are_read_with_their_unit_or_not_at_all(written: str, limit: Limit | None) -> None:
    guide = map_one(handle_time=written, handle_time_limit="1(工作日)")
    assert guide.limits is not None
    assert guide.limits.statutory == limit


def test_only_a_promise_of_no_time_makes_an_item_one_of_the_spot(mapped: Mapped) -> None:
    assert {guide.title for guide in mapped[0].values() if guide.kind} == {"集章册领取"}


@pytest.mark.parametrize(
    ("themes", "topic"),
    [
        (["户籍办理"], "household"),
        (["人才", "没听说过", "医疗卫生", "户籍办理"], "household"),  # there is no topic `health` in the sample content
        (["其他"], "other"),
        ([], "other"),
        (None, "other"),
    ],
)
def test_the_first_theme_with_a_topic_decides(themes: list[str] | None, topic: str) -> None:
    assert map_one(theme_category=themes).topic == topic


@pytest.mark.parametrize(
    ("written", "count"), [("0", 0), ("3", 3), ("20", 20), ("21", None), ("很多次", None), ("１", None), ("无", None)]
)
def test_visits_are_a_small_number_or_not_known(written: str, count: int | None) -> None:
    visits = map_one(visit_number=written).visits
    assert (visits.count if visits else None) == count


def test_several_windows_stand_one_a_line_and_brackets_stay_together(mapped: Mapped) -> None:
    assert mapped[0]["毽子队注册"].notes.split("\n") == [
        "办理地点：示例市彩虹路1号2楼3号窗口",
        "办理地点：示例市白云路9号（二号楼；东门）",
        "办理地点：示例市青草街5号",
    ]


def test_no_window_and_no_word_of_a_window_are_not_the_same(mapped: Mapped) -> None:
    without, unknown = mapped[0]["风铃声音查询"], mapped[0]["剪纸展览报名"]
    assert without.channels is not None
    assert not without.channels.window
    assert unknown.channels is None


def test_conditions_that_break_off_are_marked(mapped: Mapped) -> None:
    cut = tables().words["condition_cut"]
    assert mapped[0]["河灯施放备案"].eligibility == ("应当具备下列所有条件：", "1、有河", "2、有灯", cut)
    assert map_one(accept_standard="一、有河；二、有灯。").eligibility == ("一、有河", "二、有灯。")
    assert map_one(accept_standard="增长2.5倍；满3年").eligibility == ("增长2.5倍；满3年",)


def test_terminal_sequences_and_invisible_characters_are_gone(mapped: Mapped) -> None:
    guide = mapped[0]["气球表演登记"]
    assert guide.department == "示例局"
    assert guide.eligibility == ("第一条", "第二条")


def test_html_is_gone_and_what_only_looks_like_it_stays(mapped: Mapped) -> None:
    guide = mapped[0]["纸鸢展览登记"]
    assert guide.eligibility == ("有展品", "有场地", "依据《关于印发<示例办法>的通知》")


def test_characters_that_televisions_draw_wrong_are_written_otherwise(mapped: Mapped) -> None:
    guide = mapped[0]["温泉池水温摄氏度公示"]
    assert guide.eligibility[:2] == ("（1）先登记", "（2）后公示")
    assert [material.name for material in guide.materials] == ["申请表", "居民身份证"]


def test_aliases_are_names_and_neither_words_nor_the_title() -> None:
    def aliases(short: str, daily: str = "无") -> tuple[str, ...]:
        return map_one(matter_short=short, matter_daily=daily).aliases

    assert aliases("查合同、看合同、合同查询") == ("查合同", "看合同", "合同查询")
    assert aliases("合同样本(甲、乙，丙)查阅；样本") == ("合同样本（甲、乙，丙）查阅",)
    assert aliases("高级灯彩师、中级灯彩师和初级灯彩师统一资格认定") == (
        "高级灯彩师、中级灯彩师和初级灯彩师统一资格认定",
    )
    assert aliases("专职 灯彩 师傅.灯彩师考试") == ("专职灯彩师傅", "灯彩师考试")
    assert aliases("变更,新申请,无", "风筝放飞场地登记，放风筝，放风筝") == ("放风筝",)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://www.example.cn/a?b=1", "https://www.example.cn/a?b=1"),
        ("https://www.example.cn/a?gsTokenId=", "https://www.example.cn/a?gsTokenId="),
        ("https://www.example.cn/a?gsTokenId=95193F", ""),
        ("https://www.example.cn/;jsessionid=A1", ""),
        ("http://www.example.cn/", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://[", ""),
        ("https://a b.cn/", ""),
        ("https://www.example.cn/" + "a" * 600, ""),
    ],
)
def test_only_addresses_that_are_safe_for_everybody_are_kept(written: str, kept: str) -> None:
    guide = map_one(URL=written, online_book="是", online_book_addr=written)
    assert guide.channels is not None
    assert guide.channels.online == OnlineChannel(name="广东政务服务网", url=kept)
    assert guide.booking == Booking(how="可以网上预约", url=kept)


def test_a_source_names_an_address_only_of_the_portal_itself() -> None:
    def source(url: str) -> str:
        return map_one(URL=url).sources[0].url

    assert source("https://www.gdzwfw.gov.cn/x") == "https://www.gdzwfw.gov.cn/x"
    assert source("https://gdzwfw.gov.cn.example.cn/x") == ""
    assert source("https://notgdzwfw.gov.cn/x") == ""
    assert source("http://www.gdzwfw.gov.cn/x") == ""


def test_an_id_is_made_of_the_code_alone_and_fits_into_a_path() -> None:
    assert guide_id("11440000MB2C87614K") == "item-11440000mb2c87614k"


def test_the_report_counts_and_names_the_first_lines(mapped: Mapped) -> None:
    lines = list(mapped[1].explain(tables().words))
    assert lines[0] == "没能对应上的："
    assert "去掉了控制字符、网页标记或电视上显示不了的字符：3处（第21、22、23行）" in lines
    assert any(line.startswith("主题没有对应") and line.endswith("（第1、3、4、5、6行等）") for line in lines)
    assert list(Report().explain(tables().words)) == ["全部对应上了"]


def test_every_finding_has_its_words_and_every_word_its_finding(mapped: Mapped) -> None:
    words = set(tables().words["findings"])
    noted = set(mapped[1].findings)
    noted_by_the_whole_import = {"duplicate_code", "unknown_region", "same_title"}
    assert words == noted | noted_by_the_whole_import


def test_a_finding_twice_on_a_line_names_the_line_once() -> None:
    report = Report()
    for line in [7, 7, *range(10, 20)]:
        report.note("limit_unknown", line)
    assert report.findings["limit_unknown"].count == 12
    assert report.findings["limit_unknown"].lines == [7, 10, 11, 12, 13]
    assert len(report.findings["limit_unknown"].lines) == LINES_SHOWN
