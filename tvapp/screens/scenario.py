"""一件事: a few questions answered by digit, then the services to do, in order, and one list of all their papers."""

from __future__ import annotations

from content.model import Material, Scenario, ScenarioQuestion
from content.model import Outcome as PathEnd
from tvapp.page import Act, Item, Open, Page, choice, passage, under_heading
from tvapp.scene import Outcome, Scene, say_age, waiting_page

AT = "at"  # the question or outcome in sight
WAY = "way"  # the questions answered before, for BACK


def build_list(scene: Scene) -> Page:
    """All life events there are."""
    title = scene.say("scenarios.title")
    scenarios = scene.data.scenarios()
    if scenarios.value is None:
        return waiting_page(scene, title, scenarios)
    items = [
        choice(entry.id, entry.title, Open(f"scenario/{entry.id}"), detail=entry.summary) for entry in scenarios.value
    ]
    shown = tuple(items) or (passage("none", scene.say("scenarios.none")),)
    age = say_age(scene.words, scenarios.age_seconds)
    entered = (scene.say("scenarios.entered", count=len(items)),)
    return Page(route=scene.route.text, title=title, items=shown, entered=entered, status=age)


def build(scene: Scene) -> Page:
    """The question in sight, or the end of the path."""
    fetched = scene.data.scenario(scene.route.parameters["id"])
    if fetched.value is None:
        return waiting_page(scene, scene.say("scenarios.title"), fetched)
    scenario = fetched.value
    at = scene.fields.get(AT) or (scenario.questions[0].id if scenario.questions else "")
    question = next((entry for entry in scenario.questions if entry.id == at), None)
    if question is not None:
        return _build_question(scene, scenario, question)
    end = next((entry for entry in scenario.outcomes if entry.id == at), None)
    if end is None:
        return waiting_page(scene, scenario.title, fetched.__class__(problem="not_found"))
    return _build_end(scene, scenario, end)


def _build_question(scene: Scene, scenario: Scenario, question: ScenarioQuestion) -> Page:
    asked = passage("question", question.text, tone="strong")
    answers = [choice(f"{question.id}-{n}", a.text, Act("answer", a.leads_to)) for n, a in enumerate(question.answers)]
    return Page(
        route=scene.route.text,
        title=scenario.title,
        items=(asked, *answers),
        entered=(question.text,),
        focus=answers[0].key if answers else "",
    )


def _build_end(scene: Scene, scenario: Scenario, end: PathEnd) -> Page:
    guides = [(service, scene.data.guide(service, scene.region)) for service in end.services]
    items = [passage("end", end.text, tone="strong")]
    found = [guide.value.guide for _, guide in guides if guide.value]
    services = [choice(guide.id, guide.title, Open(f"guide/{guide.id}")) for guide in found]
    items += under_heading(scene.say("scenarios.services"), services)
    papers = [item for guide in found for item in merge_materials(guide.materials)]
    items += under_heading(scene.say("scenarios.materials"), _paper_items(papers))
    if any(guide.problem == "loading" for _, guide in guides):
        items.append(passage("wait", scene.say("waiting.title")))
    said = (scene.say("scenarios.ended", count=len(end.services)), end.text)
    return Page(route=scene.route.text, title=scenario.title, items=tuple(items), entered=said, focus="end")


def merge_materials(materials: tuple[Material, ...]) -> list[Material]:
    """Those that must really be brought."""
    return [material for material in materials if not material.exempt]


def _paper_items(papers: list[Material]) -> list[Item]:
    """Each name once; the first that names it tells when it is needed."""
    once: dict[str, Material] = {}
    for paper in papers:
        once.setdefault(paper.name, paper)
    return [passage(f"paper-{n}", paper.name, paper.when) for n, paper in enumerate(once.values())]


def answer(scene: Scene, act: Act) -> Outcome | None:
    """The next question; BACK takes the last answer back."""
    way = scene.fields.get(WAY, "").split()
    if act.name == "answer":
        fetched = scene.data.scenario(scene.route.parameters["id"]).value
        here = scene.fields.get(AT) or (fetched.questions[0].id if fetched and fetched.questions else "")
        return _go(scene, act.value, [*way, here])
    if act.name == "back" and way:
        return _go(scene, way[-1], way[:-1])
    return None


def _go(scene: Scene, target: str, way: list[str]) -> Outcome:
    fetched = scene.data.scenario(scene.route.parameters["id"]).value
    texts = {entry.id: entry.text for entry in fetched.questions} if fetched else {}
    said = (texts[target],) if target in texts else ()
    return Outcome(fields={AT: target, WAY: " ".join(way)}, focus="first", say=said)
