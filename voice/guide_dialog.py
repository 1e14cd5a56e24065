"""The part of the conversation that is about a service: its aspects, its steps, and which service is meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from content.calendar import Calendar
from content.model import Guide
from voice.guide_answers import Matter, answer, name_of, route_of, step_sentences
from voice.intents import LAST, Heard, Intent
from voice.knowledge import Knowledge
from voice.replies import MOST_SENTENCES, Replies, sentences_of
from voice.state import Offer, State
from voice.turns import Turn, offering


class GuideDialog:
    """Answers with guides in force where the household is."""

    def __init__(self, knowledge: Knowledge, replies: Replies, calendar: Calendar) -> None:
        self._knowledge, self._replies, self._calendar = knowledge, replies, calendar

    def ask(self, state: State, heard: Heard, at: datetime) -> Turn:
        """A question about a service, or which of several services is meant."""
        intent = heard.intent
        asked = replace(state, question=heard.question or state.question)
        if not intent.text("service"):
            return Turn(state, (self._replies.text("which_service"),))
        if heard.decision == "choose":
            return self._offer(asked, intent)
        if heard.decision == "confirm":
            name = self._name(intent.text("service"), state.region)
            sure = Intent("ask_guide", {"service": intent.text("service"), "aspect": intent.text("aspect")})
            waiting = replace(asked, mode="confirm", pending=sure, pending_number="", offers=())
            return Turn(waiting, (self._replies.text("confirm_service", name=name),))
        return self._answer(asked, intent, at)

    def choose(self, state: State, offer: Offer, at: datetime) -> Turn:
        """One of the services offered."""
        return self._answer(state, Intent("ask_guide", {"service": offer.id, "aspect": offer.aspect or "overview"}), at)

    def again(self, turn: Turn, at: datetime) -> Turn:
        """The answer given last, as it is after a change of place."""
        state = turn.state
        slots = {"service": state.service, "aspect": state.aspect or "overview"}
        answered = self._answer(state, Intent("ask_guide", slots), at)
        return replace(answered, texts=(*turn.texts, *answered.texts[:1]))

    def move(self, state: State, intent: Intent, at: datetime) -> Turn:
        """下一步, 上一步, 第三步: the step player."""
        matter = self._matter(state.service, state.region, at) if state.service else None
        if matter is None:
            return Turn(state, (self._replies.text("nothing_to_choose"),))
        count = len(matter.guide.steps)
        here = state.step if state.mode == "step" else 0
        n = {"next": here + 1, "previous": here - 1}.get(intent.name, intent.number("n"))
        n = count if n == LAST else n
        if not count or (intent.name == "previous" and here == 0):
            return self._step(state, matter, 1)
        if intent.name == "next" and n > count:
            return Turn(replace(state, mode="idle", step=0), (self._replies.text("steps.last"),))
        if n < 1:
            return Turn(state, (self._replies.text("steps.begin"),))
        if n > count:
            return Turn(state, (self._replies.text("steps.no_such", count=count, n=n),))
        return self._step(state, matter, n)

    # -- how -----------------------------------------------------------------------------------------------------------

    def _answer(self, state: State, intent: Intent, at: datetime) -> Turn:
        service, aspect = intent.text("service"), intent.text("aspect") or "overview"
        found = self._knowledge.guide(service, state.region)
        if isinstance(found, str):
            gone = replace(state, mode="idle", offers=(), pending=None, pending_number="")
            return Turn(gone, (self._replies.text(f"no_guide.{found}"),))
        matter = self._about(found.guide, state.region, at)
        after = replace(
            state, mode="idle", service=service, aspect=aspect, offers=(), pending=None, pending_number="", step=0
        )
        if aspect == "steps":
            return self._step(after, matter, 1)
        if "question" in intent.slots:
            question = matter.guide.faq[intent.number("question")]
            return self._labelled(after, matter, [question.a], f"guide/{service}/faq")
        return self._labelled(after, matter, answer(aspect, matter), route_of(service, aspect))

    def _step(self, state: State, matter: Matter, n: int) -> Turn:
        has_steps = bool(matter.guide.steps)
        after = replace(
            state, mode="step" if has_steps else "idle", step=n if has_steps else 0, offers=(), aspect="steps"
        )
        screen = f"guide/{state.service}/steps/{n}" if has_steps else f"guide/{state.service}"
        return Turn(after, tuple(step_sentences(matter, n)), screen)

    def _labelled(self, state: State, matter: Matter, texts: list[str], screen: str) -> Turn:
        """Once for each guide, after the answer: that it is only an example."""
        guide = matter.guide
        if guide.status != "example" or guide.id in state.labelled:
            return Turn(state, tuple(texts), screen)
        short = sentences_of(*texts, most=MOST_SENTENCES - 1)
        labelled = replace(state, labelled=state.labelled | {guide.id})
        return Turn(labelled, (*short, self._replies.text("example")), screen)

    def _offer(self, state: State, intent: Intent) -> Turn:
        offers = tuple(
            Offer("service", service, self._name(service, state.region), intent.text("aspect"))
            for service in intent.texts("candidates")
        )
        return offering(state, self._replies.text("choose"), offers, self._replies, "choose")

    def _name(self, service: str, region: str) -> str:
        found = self._knowledge.guide(service, region)
        return service if isinstance(found, str) else name_of(found.guide)

    def _matter(self, service: str, region: str, at: datetime) -> Matter | None:
        found = self._knowledge.guide(service, region)
        return None if isinstance(found, str) else self._about(found.guide, region, at)

    def _about(self, guide: Guide, region: str, at: datetime) -> Matter:
        return Matter(guide, self._knowledge.offices(guide.id, region), at, self._calendar, self._replies)
