"""Cases, lexicon entries and overlong content for tests of the television; all invented."""

from __future__ import annotations

from functools import cache

from channel_api.answers import CaseProgress, CaseService, LexiconEntry, NextStep, TimelineEntry
from content.files import Content
from content.model import Agent, Fee, Guide, Limit, Limits, Material, Phones, Question, Result, Short, Step, Visits
from tvapp.words import Words

CASE_NUMBER, CASE_CODE = "330106260001", "246810"
SYLLABLES = {
    "id-card-lost": "ju min shen fen zheng diu shi bu ling",
    "id-card-temporary": "lin shi ju min shen fen zheng shen ling",
    "social-card-replace": "she hui bao zhang ka bu ka huan ling",
    "medical-elsewhere": "yi di jiu yi bei an",
}
INITIALS = {
    "id-card-lost": ("jmsfzdsbl", "567393725"),
    "id-card-temporary": ("lsjmsfzsl", "575673975"),
    "social-card-replace": ("shbzkblhl", "742952545"),
    "medical-elsewhere": ("ydjyba", "935922"),
}


@cache
def packaged_words() -> Words:
    """The texts of the television, read once for all tests: reading them takes longer than many a test."""
    return Words.load()


def sample_cases() -> dict[tuple[str, str], CaseProgress]:
    """One case under review, one that needs papers."""
    timeline = (
        TimelineEntry(at="2026-11-10T09:30:00+08:00", state="received", label="已收件", office="示例窗口", note=""),
        TimelineEntry(at="2026-11-11T10:00:00+08:00", state="accepted", label="已受理", office="示例窗口", note=""),
    )
    progress = CaseProgress(
        number_masked="********0001",
        service=CaseService(id="id-card-lost", title="居民身份证丢失补领"),
        state="reviewing",
        state_label="审查中",
        meaning="窗口正在看您的材料。",
        next_step=NextStep(who="窗口", what="做证，做好会通知您", where="", by="2026-12-26"),
        timeline=timeline,
        accepted_on="2026-11-11",
        promised_by="2026-12-26",
        working_days_left=25,
        is_sample=True,
    )
    return {(CASE_NUMBER, CASE_CODE): progress}


def sample_entries(content: Content) -> list[LexiconEntry]:
    """The lexicon of the sample guides, initials and syllables written by hand."""
    return [
        LexiconEntry(
            id=guide.id,
            title=guide.title,
            spoken_name=guide.spoken_name,
            topic=guide.topic,
            aliases=guide.aliases,
            names=(guide.title,),
            syllables=(SYLLABLES[guide.id],),
            initials=(INITIALS[guide.id][0],),
            t9=(INITIALS[guide.id][1],),
        )
        for guide in content.guides.values()
    ]


def overlong_guide() -> Guide:
    """As long as the longest real ones: 58 characters of title, 17 materials, conditions of 300 characters."""
    long_condition = (
        "申请人应当在本市连续居住满六个月，并且有合法稳定的住处（包括自己的房子、租的房子、单位宿舍）；" * 7
    )
    materials = tuple(
        Material(
            name=f"第{n}份材料：企业法人营业执照副本或者其他能证明主体资格的证书",
            when="委托他人办理",
            copies=2,
            note="加盖公章",
        )
        for n in range(1, 18)
    )
    return Guide(
        id="overlong",
        region="000000",
        title="粤港澳大湾区内地九市港澳居民及单位申请生产、储存烟花爆竹建设项目安全设施设计审查（含新建、改建和扩建）的许可事项",
        topic="household",
        department="示例厅",
        limits=Limits(statutory=Limit(value=60, unit="working_day"), promised=Limit(value=20, unit="working_day")),
        visits=Visits(count=2, reason="要到现场核验原件"),
        eligibility=(long_condition[:300], long_condition[:290]),
        materials=materials,
        steps=tuple(
            Step(title=f"第{n}步的名称", detail=long_condition[:200], speech="请到窗口交材料。") for n in range(1, 8)
        ),
        fees=(Fee(name="工本费", amount="40元", basis="发改价格〔2003〕2322号"),),
        results=(Result(name="许可证", valid="五年"),),
        agent=Agent(allowed=True, note="带委托书和两个人的身份证"),
        short=Short(time="最多二十个工作日办好。", fee="收四十块钱。", place="去政务服务大厅的综合窗口。"),
        faq=tuple(Question(q=f"第{n}个问题是什么？", a=long_condition[:150]) for n in range(1, 8)),
        phones=Phones(consult="020-34121084", complaint="020-83134173"),
    )
