"""First turns that are stories: how often the voice finds what is wanted in them, and what touches no service."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from benchmarks.figures import Aim, Figure
from benchmarks.voice_bed import HALVES, Half, conversations, half_of
from voice.session import Session

STORIES = Path(__file__).parent / "voice_stories.yaml"
MOST_WRONG = 10.0
MOST_TAKEN = 5.0
Kind = Literal["told", "misheard", "at_hand", "none"]
Outcome = Literal["right", "offered", "declined", "wrong"]
NAMES: dict[Kind, str] = {
    "told": "stories, the service not found",
    "misheard": "stories with misheard characters, the service not found",
    "at_hand": "stories that begin a new matter beside a guide, the service not found",
}


@dataclass(frozen=True, slots=True)
class Story:
    """`services`: any of them answers it; `before`: what was said first; `may_offer`: to offer three is as good."""

    kind: Kind
    text: str
    services: tuple[str, ...] = ()
    before: str = ""
    may_offer: bool = False


def load_stories(half: Half) -> list[Story]:
    """All stories of a half."""
    plain = yaml.safe_load(STORIES.read_text(encoding="utf-8"))
    told = [_story(kind, "", *row) for kind in ("told", "misheard") for row in plain[kind]]
    at_hand = [_story("at_hand", *row) for row in plain["at_hand"]]
    return [
        one for one in (*told, *at_hand, *(Story("none", text) for text in plain["none"])) if half_of(one.text) == half
    ]


def _story(kind: Kind, before: str, text: str, services: str | Sequence[str], decision: str = "") -> Story:
    wanted = (services,) if isinstance(services, str) else tuple(services)
    return Story(kind, text, wanted, before, may_offer=decision == "choose")


def hear(session: Session, story: Story) -> tuple[Outcome, str]:
    """How a story went, and in a few words what was understood. What touches no service may be given a telephone."""
    session.begin_anew()
    if story.before:
        session.hear(story.before)
    heard = session.hear(story.text).heard
    service, intent = heard.intent.text("service"), heard.intent.name
    offered = session.state.situation().offered if heard.decision == "choose" else ()
    seen = f"{intent} {service} {heard.decision} {' '.join(offered)}".strip()
    if heard.decision == "reject" or (story.kind == "none" and intent == "hotline"):
        return ("right" if story.kind == "none" else "declined"), seen
    if intent == "ask_guide" and service in story.services and heard.decision in ("accept", "confirm"):
        return "right", seen
    if set(offered) & set(story.services):
        return ("right" if story.may_offer else "offered"), seen
    return "wrong", seen


def measure(folder: Path) -> Iterator[Figure]:
    """By kind of story; beside it how many were offered among three, declined, or answered with something else."""
    with conversations(folder) as session:
        found = {half: [(one, hear(session, one)[0]) for one in load_stories(half)] for half in HALVES}
    for kind, what in NAMES.items():
        outcomes = {half: [outcome for one, outcome in ones if one.kind == kind] for half, ones in found.items()}
        yield Figure(
            id=f"stories.{kind}",
            what=what,
            unit="%",
            values={half.replace("_", "-"): _share(ones, "right", missing=True) for half, ones in outcomes.items()},
            count=sum(map(len, outcomes.values())),
            aim=Aim("held-back", MOST_WRONG),
            note=" · ".join(f"{half.replace('_', '-')}: {_parts(ones)}" for half, ones in outcomes.items()),
        )
    foreign = {half: [outcome for one, outcome in ones if one.kind == "none"] for half, ones in found.items()}
    yield Figure(
        id="stories.taken",
        what="stories that touch no service, yet not declined",
        unit="%",
        values={half.replace("_", "-"): _share(ones, "right", missing=True) for half, ones in foreign.items()},
        count=sum(map(len, foreign.values())),
        aim=Aim("held-back", MOST_TAKEN),
    )


def _share(outcomes: Sequence[Outcome], wanted: Outcome, *, missing: bool = False) -> float:
    share = 100 * outcomes.count(wanted) / len(outcomes)
    return 100 - share if missing else share


def _parts(outcomes: Sequence[Outcome]) -> str:
    names: dict[Outcome, str] = {"offered": "among three", "declined": "declined", "wrong": "another answered"}
    return ", ".join(f"{name} {_share(outcomes, outcome):.1f} %" for outcome, name in names.items())


def show_tuning_faults(folder: Path) -> None:
    """For mending: what goes wrong in the half one may look at."""
    with conversations(folder) as session:
        for one in load_stories("tuning"):
            outcome, seen = hear(session, one)
            if outcome != "right":
                print(f"{outcome} {one.kind} {one.text}: {seen} instead of {' '.join(one.services)}")


if __name__ == "__main__":
    show_tuning_faults(Path(sys.argv[1]))
