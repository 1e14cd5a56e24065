"""How far a case has come: the state in plain words, what is next, the days left, and the way so far.

Shows the masked number only. It names nobody.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from channel_api.answers import CaseProgress, NextStep, TimelineEntry
from tvapp.followed import follow, unfollow
from tvapp.page import Act, Item, Page, Replace, choice, fact, passage, under_heading
from tvapp.scene import Outcome, Scene, waiting_page
from tvapp.screens.case import CODE, NUMBER
from tvapp.screens.following import spoken_tail, tail


def build(scene: Scene) -> Page:
    """The progress, or plainly that nothing was found under this number and code."""
    title = scene.say("progress.title")
    again = choice("again", scene.say("progress.again"), Replace("case"))
    number, code = scene.fields.get(NUMBER, ""), scene.fields.get(CODE, "")
    if not number or not code:
        none = passage("none", scene.say("case.number_empty"))
        return Page(route=scene.route.text, title=title, items=(none, again), entered=(title,), focus="again")
    fetched = scene.data.case(number, code)
    if fetched.problem in ("not_found", "limited"):
        is_limited = fetched.problem == "limited"
        what = scene.say("problem.limited.title" if is_limited else "progress.not_found")
        detail = scene.say("progress.limited_detail" if is_limited else "progress.not_found_detail")
        items = (passage("none", what, detail, tone="warning"), again)
        return Page(route=scene.route.text, title=title, items=items, entered=(what, detail), focus="again")
    if fetched.value is None:
        return waiting_page(scene, title, fetched)
    return _build_found(scene, fetched.value, title, again)


def _build_found(scene: Scene, case: CaseProgress, title: str, again: Item) -> Page:
    items = [fact("state", scene.say("progress.state"), f"{case.state_label}。{case.meaning}")]
    if case.next_step:
        items.append(fact("next", scene.say("progress.next"), _say_next(scene, case, case.next_step)))
    if case.working_days_left is not None:
        items.append(fact("days", scene.say("progress.days"), _say_days(scene, case.working_days_left)))
    if case.promised_by:
        items.append(fact("promised", scene.say("progress.promised"), _say_promise(scene, case, case.promised_by)))
    items.append(fact("service", scene.say("progress.service"), case.service.title))
    number = fact("number", scene.say("progress.number"), tail(scene, case.number_masked))
    items.append(replace(number, speech=f"{number.label}，{spoken_tail(scene, case.number_masked)}"))
    timeline = [_timeline_item(entry, n) for n, entry in enumerate(reversed(case.timeline))]
    items += under_heading(scene.say("progress.timeline"), timeline)
    items += [*_following(scene), again]
    status = scene.say("progress.sample") if case.is_sample else ""
    return Page(route=scene.route.text, title=title, items=tuple(items), entered=(title,), status=status, focus="state")


def _following(scene: Scene) -> list[Item]:
    """Whether the box remembers this number; nothing where many share one television."""
    if not scene.can_follow:
        return []
    if scene.fields[NUMBER] in scene.followed:
        return [choice("follow", scene.say("progress.unfollow"), Act("unfollow"))]
    return [choice("follow", scene.say("progress.follow"), Act("follow"), detail=scene.say("progress.follow_detail"))]


def answer(scene: Scene, act: Act) -> Outcome | None:
    """Remembers the number of the case that is shown, or forgets it; its code is remembered nowhere."""
    number = scene.fields.get(NUMBER, "")
    if act.name == "follow" and number and scene.can_follow:
        return Outcome(followed=follow(scene.followed, number), say=(scene.say("progress.said_follow") + "。",))
    if act.name == "unfollow":
        return Outcome(followed=unfollow(scene.followed, number), say=(scene.say("progress.said_unfollow") + "。",))
    return None


def _say_promise(scene: Scene, case: CaseProgress, promised_by: str) -> str:
    day = _say_date(promised_by)
    return day if case.days_are_certain else scene.say("progress.promised_expected", day=day)


def _say_next(scene: Scene, case: CaseProgress, step: NextStep) -> str:
    lines = [scene.say("progress.next_value", who=step.who, what=step.what)]
    if step.where:
        lines.append(scene.say("progress.next_where", where=step.where))
    if step.by:
        is_estimate = step.by == case.promised_by and not case.days_are_certain
        lines.append(
            scene.say("progress.next_by_expected" if is_estimate else "progress.next_by", by=_say_date(step.by))
        )
    return "\n".join(lines)


def _say_days(scene: Scene, days: int) -> str:
    if days == 0:
        return scene.say("progress.days_today")
    return scene.say("progress.days_left" if days > 0 else "progress.days_late", count=abs(days))


def _timeline_item(entry: TimelineEntry, number: int) -> Item:
    parts = [part for part in (entry.office, entry.note) if part]
    return passage(f"at-{number}", f"{_say_date(entry.at)}　{entry.label}", "，".join(parts))


def _say_date(text: str) -> str:
    """`2026-11-23` or an instant → 2026年11月23日; a text that is no date stays as it is."""
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"
