"""An index made from the one before answers exactly as one made from nothing, and the one before goes on unchanged."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from channel_api.answers import SearchAnswer
from channel_api.search.index import BodyReading, SearchIndex
from content.files import content_folder, load_content
from content.model import Guide, Hotline, Material

WORDING = content_folder() / "wording"
HOTLINE = Hotline(number="12345", name="政务服务便民热线", says=("我要投诉",))
ASKED = (
    "身份证丢了怎么补",
    "遛狗证去哪办",
    "liugouzheng",
    "lgz",
    "739",
    "老伴走了要办什么",
    "打疫苗的本子",
    "我要投诉",
    "今天天气怎么样",
    "养老金多少钱",
    "生孩子要带什么材料",
)


@pytest.fixture(scope="module")
def guides() -> list[Guide]:
    return list(load_content(content_folder()).guides.values())[:60]


def build(guides: Iterable[Guide], *, bodies: BodyReading = "never", earlier: SearchIndex | None = None) -> SearchIndex:
    return SearchIndex.build(guides, (HOTLINE,), WORDING, bodies=bodies, earlier=earlier)


def answers(index: SearchIndex) -> list[SearchAnswer]:
    return [index.search(q, region_ids=None, region="000000", limit=10) for q in ASKED]


def test_after_every_kind_of_change_it_answers_as_one_made_from_nothing(guides: list[Guide]) -> None:
    first = build(guides)
    before = answers(first)
    new = replace(guides[0], id="dog-licence", title="遛狗证办理", aliases=("狗证",), spoken_name="遛狗证")
    changed = replace(guides[3], title="打疫苗的本子补发")
    states: list[list[Guide]] = [
        [*guides, new],
        [*guides[:3], changed, *guides[4:], new],
        [*guides[:3], changed, *guides[5:]],
        list(reversed(guides)),
        [],
        guides,
    ]
    latest = first
    for state in states:
        latest = build(state, earlier=latest)
        fresh = build(state)
        assert answers(latest) == answers(fresh)
        assert latest.lexicon("000000", None) == fresh.lexicon("000000", None)
    assert answers(first) == before
    assert answers(latest) == before


def test_bodies_answer_on_until_the_new_ones_are_read_and_a_withdrawn_guide_is_not_found_by_its_body() -> None:
    kept = Guide(id="kept", region="000000", title="居民供暖", topic="t", materials=(Material(name="蓝色海豚登记表"),))
    gone = Guide(id="gone", region="000000", title="燃气开户", topic="t", materials=(Material(name="金色猴子登记表"),))
    index = build([kept, gone], bodies="now")
    after = build([kept], earlier=index)

    def found(index: SearchIndex, q: str) -> list[str]:
        return [result.id for result in index.search(q, region_ids=None, region="000000", limit=5).results]

    assert found(index, "金色猴子") == ["gone"]
    assert found(after, "蓝色海豚") == ["kept"]
    assert found(after, "金色猴子") == []
