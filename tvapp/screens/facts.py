"""What is to know about a service: time, fees and visits; who may and where; what people ask."""

from __future__ import annotations

from dataclasses import replace

from content.agent_note import tells_by_itself
from content.model import Guide
from tvapp.page import Item, Page, fact, join_spoken, passage, under_heading
from tvapp.scene import Scene
from tvapp.screens.guide import ASKED, for_guide, say_limit


@for_guide
def build_fees(scene: Scene, guide: Guide, status: str) -> Page:
    """How long, how much, how often to come, when to apply, and what one gets."""
    items = [*_time_items(scene, guide), *_fee_items(scene, guide), *_visit_items(scene, guide)]
    if guide.when_to_apply:
        items.append(fact("when", scene.say("fees.when"), guide.when_to_apply.text))
    results = ["，".join(part for part in (result.name, result.valid) if part) for result in guide.results]
    if results:
        items.append(fact("result", scene.say("fees.result"), "；".join(results)))
    asked = scene.fields.get(ASKED, "")
    return Page(
        route=scene.route.text,
        title=scene.say("fees.title", title=guide.title),
        items=tuple(items),
        entered=() if asked else (scene.say("fees.entered"),),
        focus=asked,
        status=status,
    )


def _time_items(scene: Scene, guide: Guide) -> list[Item]:
    lines = [guide.short.time] if guide.short and guide.short.time else []
    if guide.limits and guide.limits.promised:
        lines.append(scene.say("fees.promised") + "：" + say_limit(scene, guide.limits.promised))
    if guide.limits and guide.limits.statutory:
        lines.append(scene.say("fees.statutory") + "：" + say_limit(scene, guide.limits.statutory))
    return [fact("time", scene.say("fees.time"), "\n".join(lines) or scene.say("not_published"))]


def _fee_items(scene: Scene, guide: Guide) -> list[Item]:
    short = guide.short.fee if guide.short else ""
    lines = [short] if short else []
    spoken = list(lines)  # what it rests on is for reading, and one amount is said once
    for entry in guide.fees:
        basis = "，" + scene.say("fees.basis", basis=entry.basis) if entry.basis else ""
        lines.append(f"{entry.name}：{entry.amount}{basis}")
        if not short or len(guide.fees) > 1:
            spoken.append(f"{entry.name}：{entry.amount}")
    label, unknown = scene.say("fees.fee"), scene.say("not_published")
    said = join_spoken((label, "\n".join(spoken) or unknown))
    return [replace(fact("fee", label, "\n".join(lines) or unknown), speech=said)]


def _visit_items(scene: Scene, guide: Guide) -> list[Item]:
    if guide.visits is None:
        return [fact("visits", scene.say("fees.visits"), scene.say("not_published"))]
    count = guide.visits.count
    text = scene.say("fees.visits_value", count=count) if count else scene.say("fees.visits_none")
    reason = f"。{guide.visits.reason}" if guide.visits.reason else ""
    return [fact("visits", scene.say("fees.visits"), text + reason)]


@for_guide
def build_conditions(scene: Scene, guide: Guide, status: str) -> Page:
    """Who may apply, whether somebody else may go, where it can be done, and the law it rests on."""
    unknown = scene.say("not_published")
    rules = [passage(f"rule-{n}", rule) for n, rule in enumerate(guide.eligibility)] or [passage("rule-0", unknown)]
    items = under_heading(scene.say("conditions.eligibility"), rules)
    items.append(fact("agent", scene.say("conditions.agent"), _say_agent(scene, guide)))
    items.append(fact("scope", scene.say("conditions.scope"), guide.scope or unknown))
    items.append(fact("online", scene.say("conditions.online"), _say_online(scene, guide)))
    if guide.legal_basis:
        items.append(fact("law", scene.say("conditions.law"), "；".join(guide.legal_basis)))
    title = scene.say("conditions.title", title=guide.title)
    said = (scene.say("conditions.entered"),)
    return Page(route=scene.route.text, title=title, items=tuple(items), entered=said, status=status)


def _say_agent(scene: Scene, guide: Guide) -> str:
    if guide.agent is None or guide.agent.allowed is None:
        return (guide.agent.note if guide.agent else "") or scene.say("not_published")
    answer = scene.say("conditions.agent_yes" if guide.agent.allowed else "conditions.agent_no")
    if tells_by_itself(guide.agent):
        return guide.agent.note
    return f"{answer}。{guide.agent.note}" if guide.agent.note else answer


def _say_online(scene: Scene, guide: Guide) -> str:
    if guide.channels is None:
        return scene.say("not_published")
    online = guide.channels.online
    return scene.say("conditions.online_yes", name=online.name) if online else scene.say("conditions.online_no")


@for_guide
def build_faq(scene: Scene, guide: Guide, status: str) -> Page:
    """What people ask, each with its answer."""
    items = [passage(f"faq-{n}", entry.q, entry.a) for n, entry in enumerate(guide.faq)]
    entered = scene.say("faq.entered", count=len(items)) if items else scene.say("faq.none")
    shown = tuple(items) or (passage("none", scene.say("faq.none")),)
    title = scene.say("faq.title", title=guide.title)
    return Page(route=scene.route.text, title=title, items=shown, entered=(entered,), status=status)
