"""No sequence of acts leads where it must not: four eyes, nothing live that was not approved, reviews that restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.editing import workflow
from channel_api.editing.workflow import ACTS, FROM, ROLE_FOR, ROLES, Act, Done, Person, RefusedError, Work

ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"reviewer"}))
CHEN = Person("chen", frozenset({"administrator"}))
DAN = Person("dan", frozenset({"editor", "reviewer", "publisher"}))


def do(act: Act, work: Work, who: Person, **more: Any) -> Done:
    if act == "return":
        return workflow.give_back(work, who, "写清楚")
    doing = {
        "save": workflow.save,
        "submit": workflow.submit,
        "approve": workflow.approve,
        "publish": workflow.publish,
    }[act]
    return doing(work, who, **more)


def refusal(act: Act, work: Work, who: Person, **more: Any) -> str:
    with pytest.raises(RefusedError) as caught:
        do(act, work, who, **more)
    return caught.value.reason


people = st.builds(Person, st.sampled_from(["anna", "bao", "chen"]), st.frozensets(st.sampled_from(ROLES), max_size=3))
steps = st.lists(st.tuples(st.sampled_from(ACTS), people), max_size=40)


@dataclass
class Story:
    """What a watcher who trusts nobody remembers of the text."""

    text: int = 0
    written_by: frozenset[str] = frozenset()
    submitted_text: int = -1
    approved_text: int = -1


@given(steps)
def test_what_is_published_was_submitted_and_approved_as_it_stands_by_somebody_who_did_not_write_it(
    acts: list[tuple[Act, Person]],
) -> None:
    work, story = Work(), Story()
    for act, who in acts:
        before = work
        try:
            done = do(act, work, who)
        except RefusedError:
            continue
        work = done.work
        assert work.version == before.version + 1
        assert who.may(act), "nobody does what no role of theirs allows"
        if act == "save":
            story = Story(story.text + 1, story.written_by | {who.name})
            assert work.state == "draft"
            assert done.restarted == (before.state in ("in_review", "approved"))
        elif act == "submit":
            story.submitted_text = story.text
        elif act == "approve":
            assert story.submitted_text == story.text
            assert who.name not in story.written_by or (done.overrode and who.is_administrator)
            story.approved_text = story.text
        elif act == "return":
            story.approved_text = -1
            assert work.reason
        elif act == "publish":
            assert story.approved_text == story.text
            story = Story(story.text)
        assert work.authors == story.written_by


@given(steps)
def test_a_page_offers_exactly_what_would_be_done(acts: list[tuple[Act, Person]]) -> None:
    work = Work()
    for act, who in acts:
        offered = workflow.acts_open_to(work, who)
        after: dict[Act, Work] = {}
        for other in ACTS:
            try:
                after[other] = do(other, work, who).work
            except RefusedError:
                assert other not in offered
        assert offered == set(after)
        work = after.get(act, work)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_needs_its_role_and_an_administrator_may_all(act: Act) -> None:
    work = Work(state=next(iter(sorted(FROM[act]))), authors=frozenset({"somebody"}))
    for role in ROLES:
        who = Person("eva", frozenset({role}))
        if role in (ROLE_FOR[act], "administrator"):
            assert do(act, work, who).work.version == 1
        else:
            assert refusal(act, work, who) == "role"


def test_who_wrote_it_cannot_approve_it_whatever_other_roles_they_have() -> None:
    work = workflow.submit(workflow.save(Work(), DAN).work, DAN).work
    assert refusal("approve", work, DAN) == "own_change"
    assert workflow.approve(work, BAO).overrode is False


def test_one_of_two_authors_cannot_approve_what_both_wrote() -> None:
    work = workflow.save(workflow.save(Work(), DAN).work, ANNA).work
    assert refusal("approve", workflow.submit(work, ANNA).work, DAN) == "own_change"


def test_an_administrator_can_approve_their_own_change_and_that_is_marked() -> None:
    work = workflow.submit(workflow.save(Work(), CHEN).work, CHEN).work
    assert workflow.approve(work, CHEN).overrode is True


def test_writing_after_submission_restarts_the_review_and_says_so() -> None:
    work = workflow.submit(workflow.save(Work(), ANNA).work, ANNA).work
    done = workflow.save(work, ANNA)
    assert (done.work.state, done.restarted) == ("draft", True)
    approved = workflow.approve(work, BAO).work
    assert workflow.save(approved, ANNA).restarted
    assert refusal("publish", workflow.save(approved, ANNA).work, CHEN) == "state"


def test_faults_and_a_text_that_changed_underneath_stop_submission_and_publication() -> None:
    draft = workflow.save(Work(), ANNA).work
    approved = workflow.approve(workflow.submit(draft, ANNA).work, BAO).work
    assert refusal("submit", draft, ANNA, faults=2) == "faulty"
    assert refusal("submit", draft, ANNA, has_live_changed=True) == "live_changed"
    assert refusal("publish", approved, CHEN, faults=1) == "faulty"
    assert refusal("publish", approved, CHEN, has_live_changed=True) == "live_changed"


def test_giving_back_needs_a_reason_which_is_kept_until_the_text_changes() -> None:
    work = workflow.submit(workflow.save(Work(), ANNA).work, ANNA).work
    with pytest.raises(RefusedError, match="no_reason"):
        workflow.give_back(work, BAO, "  ")
    returned = workflow.give_back(work, BAO, " 时限不对 ").work
    assert (returned.state, returned.reason) == ("returned", "时限不对")
    assert workflow.save(returned, ANNA).work.reason == ""


def test_a_text_that_says_what_is_live_is_no_draft_any_more() -> None:
    work = workflow.save(Work(), ANNA).work
    done = workflow.save(work, ANNA, is_as_live=True)
    assert (done.work.state, done.work.authors) == ("published", frozenset())
