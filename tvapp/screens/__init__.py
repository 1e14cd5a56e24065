"""The screens: each builds its page from a scene and answers its own choices. Pure; one file a group of routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tvapp.page import Act, Page
from tvapp.routes import Route
from tvapp.scene import Outcome, Scene
from tvapp.screens import (
    case,
    choose,
    facts,
    feedback,
    guide,
    help,
    home,
    lists,
    materials,
    office,
    progress,
    region,
    scenario,
    search,
    settings,
    steps,
    take,
    teaching,
    welcome,
)

Build = Callable[[Scene], Page]
Answer = Callable[[Scene, Act], Outcome | None]


def no_answer(scene: Scene, act: Act) -> Outcome | None:
    """For screens that only show and open others."""
    return None


@dataclass(frozen=True, slots=True)
class Screen:
    """How one route is shown, and what its choices do."""

    build: Build
    act: Answer = no_answer


SCREENS: dict[str, Screen] = {
    "home": Screen(home.build),
    "topic/{id}": Screen(lists.build_topic),
    "notices": Screen(lists.build_notices),
    "hotlines": Screen(lists.build_hotlines),
    "emergency/{number}": Screen(lists.build_emergency),
    "guide/{id}": Screen(guide.build),
    "guide/{id}/steps/{n}": Screen(steps.build_step),
    "guide/{id}/materials": Screen(materials.build_materials, materials.tick_material),
    "guide/{id}/offices": Screen(office.build_offices, office.answer_offices),
    "guide/{id}/fees": Screen(facts.build_fees),
    "guide/{id}/conditions": Screen(facts.build_conditions),
    "guide/{id}/faq": Screen(facts.build_faq),
    "guide/{id}/take": Screen(take.build, take.answer),
    "office/{id}": Screen(office.build_office),
    "choose": Screen(choose.build),
    "search": Screen(search.build, search.answer),
    "case": Screen(case.build, case.answer),
    "case/progress": Screen(progress.build, progress.answer),
    "scenarios": Screen(scenario.build_list),
    "scenario/{id}": Screen(scenario.build, scenario.answer),
    "feedback": Screen(feedback.build, feedback.answer),
    "rate": Screen(feedback.build_rating, feedback.answer_rating),
    "region": Screen(region.build, region.answer),
    "settings": Screen(settings.build, settings.answer),
    "settings/remote": Screen(teaching.build, teaching.answer),
    "welcome": Screen(welcome.build, welcome.answer),
    "help": Screen(help.build),
}


def screen_of(route: Route) -> Screen:
    """The screen of a route; every pattern of `routes` has one (a test says so)."""
    return SCREENS[route.pattern]
