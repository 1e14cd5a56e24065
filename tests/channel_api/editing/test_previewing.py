"""What is seen and heard of a draft: unfinished texts, sentences by field, screens, questions tried on search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channel_api.answers import Matched, SearchAnswer, SearchResult, Verdict
from channel_api.editing.kinds import GUIDES, find_kind
from channel_api.editing.texts import text_of
from channel_api.previewing.doors import LINK_LIFETIME, hash_token, make_token, read_days, read_token
from channel_api.previewing.screens import answers_of, leads_on, parts_of, route_of
from channel_api.previewing.spoken import seconds_of, sentences_of
from channel_api.previewing.trial import Trial
from channel_api.previewing.unfinished import finish
from content.codec import fields_of
from content.files import content_folder, load_content
from content.model import Guide, Hotline, Notice, Office, Outcome, Scenario, ScenarioAnswer, ScenarioQuestion
from content.spoken_sentences import spoken_sentences
from tests.channel_api.sample_content import ID_CARD, sample_content
from tests.drawn import examples

UNWRITTEN = "（还没写）"


def guide_from(text: dict[str, Any]) -> Guide | None:
    found: Guide | None = finish(text, GUIDES.thing_of, UNWRITTEN)
    return found


def test_a_finished_text_is_shown_as_it_is() -> None:
    text = text_of(ID_CARD)
    assert guide_from(text) == ID_CARD
    assert text == text_of(ID_CARD), "looking changes nothing"


def test_what_is_missing_is_said_to_be_and_what_cannot_be_read_is_left_out() -> None:
    guide = guide_from(
        {
            "id": "new",
            "region": "000000",
            "materials": [{"name": "户口簿", "originals": "一两份"}, {"note": "要原件"}],
            "limits": {
                "promised": {"value": "很多", "unit": "day"},
                "statutory": {"value": "60", "unit": "working_day"},
            },
            "steps": [{"detail": "先去窗口。"}],
            "nonsense": "？",
        }
    )
    assert guide is not None
    assert guide.title == UNWRITTEN
    assert [material.name for material in guide.materials] == ["户口簿", UNWRITTEN]
    assert guide.limits is not None
    assert (guide.limits.promised, guide.limits.statutory is not None) == (None, True)
    assert guide.steps[0].title == UNWRITTEN


NONSENSE = st.recursive(
    st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


@settings(max_examples=examples(150))
@given(st.dictionaries(st.sampled_from([spec.key for spec in fields_of(Guide)]), NONSENSE, max_size=6))
def test_whatever_a_draft_holds_looking_at_it_fails_quietly(text: dict[str, Any]) -> None:
    found = guide_from(text)
    assert found is None or isinstance(found, Guide)


def test_exactly_what_is_rendered_is_shown_as_spoken() -> None:
    """The cut pieces of long sentences are for boxes in a hurry; nobody reads those apart."""
    guides = list(load_content(content_folder()).guides.values())[:40]
    for guide in guides:
        shown = {one.text for part in sentences_of(guide, "voice").values() for one in part}
        rendered = set(spoken_sentences([guide]))
        assert shown <= rendered
        whole = "".join(shown)
        assert all(piece.rstrip("。") in whole for piece in rendered - shown if "（" not in piece), guide.id


def test_sentences_stand_under_their_field_and_are_heard_once() -> None:
    parts = sentences_of(ID_CARD, "voice")
    assert [(one.label, one.row, one.text) for one in parts["first"]] == [
        ("short.time", 0, "两个月内能拿到。"),
        ("short.place", 0, "去户口所在地派出所。"),
        ("short.materials", 0, "带户口簿。"),
        ("title", 0, "居民身份证丢失补领。"),
        ("spoken_name", 0, "补身份证。"),
    ]
    assert [(one.row, one.text) for one in parts["steps"]] == [
        (1, "去派出所。"),
        (1, "先去派出所。"),
        (2, "领证。"),
        (2, "再来领证。"),
    ]
    texts = [one.text for part in parts.values() for one in part]
    assert len(texts) == len(set(texts))


def test_figures_take_as_long_as_they_are_said() -> None:
    assert seconds_of("要四十五天。") == seconds_of("要45天。")
    assert seconds_of("一" * 185) == 60.0
    assert seconds_of("，。！") == 0.0


@pytest.mark.parametrize(
    "thing", [sample_content().notices[0], sample_content().offices[0], sample_content().hotlines[0]]
)
def test_other_kinds_speak_too(thing: Notice | Office | Hotline) -> None:
    shown = {one.text for part in sentences_of(thing, "voice").values() for one in part}
    assert shown == {text for text in spoken_sentences([thing]) if text in shown}
    assert shown


def test_every_screen_of_a_guide_can_be_looked_at_and_no_other() -> None:
    assert parts_of("guide", ID_CARD) == ["", "materials", "steps/1", "steps/2", "offices", "fees", "conditions"]
    assert route_of("guide", ID_CARD, "steps/2") == "guide/id-card-lost/steps/2"
    assert route_of("guide", ID_CARD, "") == "guide/id-card-lost"
    assert route_of("guide", ID_CARD, "steps/3") is None
    assert route_of("guide", ID_CARD, "../../case") is None
    assert route_of("office", sample_content().offices[0], "") == "office/xihu-police"
    assert route_of("topic", object(), "") is None


def test_every_question_and_outcome_of_a_scenario_has_a_screen_by_the_shortest_way() -> None:
    def question(id_: str, *targets: str) -> ScenarioQuestion:
        answers = tuple(ScenarioAnswer(text=f"到{target}", leads_to=target) for target in targets)
        return ScenarioQuestion(id=id_, text=f"{id_}？", answers=answers)

    ends = tuple(Outcome(id=name, text=name, services=()) for name in ("done", "more", "never"))
    scene = Scenario(
        id="moving",
        title="搬家",
        questions=(question("one", "two", "done"), question("two", "three", "more"), question("three", "done", "gone")),
        outcomes=ends,
    )
    parts = {part: answers_of(scene, part) for part in parts_of("scenario", scene)}
    assert parts == {
        "": (),
        "question/two": (1,),
        "question/three": (1, 1),
        "outcome/done": (2,),
        "outcome/more": (1, 2),
    }, "what nobody reaches has none"
    assert [(one.text, one.part) for one in leads_on(scene, "question/three")] == [("到done", "outcome/done")]
    assert [one.part for one in leads_on(scene, "")] == ["question/two", "outcome/done"]
    assert leads_on(scene, "outcome/done") == []
    assert {route_of("scenario", scene, part) for part in parts} == {"scenario/moving"}
    assert route_of("scenario", scene, "outcome/never") is None
    assert parts_of("scenario", replace(scene, questions=())) == [""], "begun and not written yet"
    assert answers_of(ID_CARD, "materials") == ()


@pytest.mark.parametrize("scenario", load_content(content_folder()).scenarios, ids=lambda scenario: scenario.id)
def test_of_the_channels_own_scenarios_nothing_is_left_without_a_screen(scenario: Scenario) -> None:
    assert len(parts_of("scenario", scenario)) == len(scenario.questions) + len(scenario.outcomes)


def test_addresses_are_chance_and_only_what_can_be_one_is_looked_up() -> None:
    tokens = {make_token() for _ in range(50)}
    assert len(tokens) == 50
    for token in tokens:
        assert read_token(token) == token
        assert token not in hash_token(token)
    for wrong in ("", "x", "a" * 44, "../" * 14 + "a", "钥" * 43):
        assert read_token(wrong) is None
    assert read_days("3") == timedelta(days=3)
    assert read_days("9999") == LINK_LIFETIME


Table = dict[str, tuple[Verdict, list[str]]]


class TwoAnswers:
    """An index that finds by a table; what is tried has a table of its own. `guides` bring their questions along."""

    def __init__(self, now: Table, then: Table, guides: Sequence[Guide] = ()) -> None:
        self._now, self._then = now, then
        self._guides = guides
        self.tried = 0
        self.asked: list[str] = []

    def trying(self, guide: Guide, wording: Path, regions: object, *, bodies: str) -> TwoAnswers:
        self.tried += 1
        return TwoAnswers(self._then, {})

    @property
    def questions(self) -> Iterator[tuple[Guide, str]]:
        return ((guide, question) for guide in self._guides for question in guide.questions)

    def search(self, q: str, *, region_ids: frozenset[str], region: str, limit: int) -> SearchAnswer:
        self.asked.append(q)
        verdict, ids = self._now[q]
        matched = Matched(field="title", how="words", text=q)
        results = [
            SearchResult(kind="service", id=one, title=f"《{one}》", topic="t", score=1.0, matched=matched)
            for one in ids
        ]
        return SearchAnswer(q=q, region=region, verdict=verdict, results=tuple(results))


def trial_of(index: Any, draft: Guide) -> Trial:
    return Trial(index, draft, Path(), (), lambda region: frozenset())


def test_questions_are_told_apart_by_what_a_household_would_get() -> None:
    now: Table = {
        "一": ("confident", ["other"]),
        "二": ("confident", ["id-card-lost"]),
        "三": ("none", ["id-card-lost"]),
    }
    then: Table = {
        "一": ("confident", ["id-card-lost", "other"]),
        "二": ("choose", ["other", "id-card-lost"]),
        "三": ("none", []),
    }
    index = TwoAnswers(now, then)
    tried = trial_of(index, replace(ID_CARD, questions=("一", "二", "三", "一", " "))).own_questions()
    assert [(one.question, one.now.place, one.then.place, one.change) for one in tried] == [
        ("一", "elsewhere", "first", 2),
        ("二", "first", "offered", -1),
        ("三", "elsewhere", "elsewhere", 0),
    ]
    assert tried[0].then.titles == ("《id-card-lost》",), "who is answered sees one"
    assert tried[1].then.titles == ("《other》", "《id-card-lost》")
    assert tried[2].now.titles == ()
    assert index.tried == 1


def test_a_new_name_that_takes_the_questions_of_another_guide_is_told_of() -> None:
    other = Guide(id="other", region="000000", title="居住证申领", topic="t", questions=("居住证怎么办", "天气怎么样"))
    now: Table = {"居住证怎么办": ("confident", ["other"])}
    then: Table = {"居住证怎么办": ("confident", ["id-card-lost"])}
    live = replace(ID_CARD, questions=("丢了",))
    index = TwoAnswers(now, then, [other, live])
    (harmed,) = trial_of(index, replace(live, aliases=("补居住证", *live.aliases))).harmed()
    assert (harmed.question, harmed.title, harmed.change) == ("居住证怎么办", "居住证申领", -2)
    assert index.asked == ["居住证怎么办"], "what shares nothing with the new name is not even asked"
    index.asked.clear()
    assert trial_of(index, replace(live, department="别的部门")).harmed() == [], "no new name, no harm"
    assert index.asked == []


def test_an_unfinished_office_can_be_looked_at() -> None:
    office = finish({"id": "new", "region": "330106", "name": "新窗口"}, find_kind("office").thing_of, UNWRITTEN)
    assert office is None or office.name == "新窗口"
