"""The part of the conversation that is about a service: its aspects, its steps, and which service is meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from content.calendar import Calendar
from content.model import NATIONAL_REGION, Guide
from voice.direct_answers import directly, exactly
from voice.guide_answers import Matter, answer, hours_on, name_of, route_of, said_again, step_sentences
from voice.intents import LAST, Heard, Intent, Slot
from voice.knowledge import Knowledge
from voice.naming import named
from voice.paper_answers import paper_answer
from voice.replies import MOST_SENTENCES, Replies, sentences_of
from voice.state import Offer, State
from voice.turns import Turn, offering

MOST_TALKED = 4  # services a household may come back to
NOTHING_PAUSED = ("", 0)
EXACTLY = ("day", "detail", "ahead")  # what is kept of a question while the household says which service it is about


class GuideDialog:
    """Answers with guides in force where the household is."""

    def __init__(self, knowledge: Knowledge, replies: Replies, calendar: Calendar) -> None:
        self._knowledge, self._replies, self._calendar = knowledge, replies, calendar

    def ask(self, state: State, heard: Heard, at: datetime) -> Turn:
        """A question about a service, or which of several services is meant."""
        intent = heard.intent
        asked = replace(state, question=heard.question or state.question)
        if not intent.text("service"):
            return self._which(state, intent, at)
        if heard.decision == "choose":
            return self._offer(asked, intent)
        if heard.decision == "confirm":
            sure = _asking(intent.text("service"), intent.text("aspect"), _exactly(intent))
            waiting = replace(asked, mode="confirm", pending=sure, pending_number="", offers=())
            return Turn(waiting, (self.question_about(intent.text("service"), state.region),))
        if "left_open" in intent.slots and intent.text("service") == state.service:
            return self._left_open(asked, intent.text("aspect"), at)
        was_asked = state.mode == "confirm" and state.pending is not None and state.pending.text("service")
        return self._answer(asked, intent, at, is_named=was_asked == intent.text("service"))

    def question_about(self, service: str, region: str) -> str:
        """Whether this service is meant."""
        return self._replies.text("confirm_service", name=self._name(service, region))

    def choose(self, state: State, offer: Offer, at: datetime) -> Turn:
        """One of the services offered."""
        intent = _asking(offer.id, offer.aspect or "overview", offer.exactly)
        return self._answer(state, intent, at, is_named=True)

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
        count, here = len(matter.guide.steps), state.step
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

    def phone(self, state: State, at: datetime) -> str:
        """Whom to call about the service talked about; empty where there is none."""
        matter = self._matter(state.service, state.region, at) if state.service else None
        return matter.phone if matter else ""

    def can_return(self, state: State) -> bool:
        """Whether steps were left for another question."""
        return bool(state.step or state.paused[0])

    def return_to_steps(self, state: State, at: datetime) -> Turn:
        """接着刚才的: the step at which the household left off."""
        service, step = (state.service, state.step) if state.step else state.paused
        matter = self._matter(service, state.region, at)
        if matter is None:
            return Turn(replace(state, paused=NOTHING_PAUSED), (self._replies.text("resume_nothing"),))
        back = replace(state, service=service, paused=NOTHING_PAUSED)
        return self._step(back, matter, min(step, len(matter.guide.steps)))

    # -- how -----------------------------------------------------------------------------------------------------------

    def _answer(self, state: State, intent: Intent, at: datetime, *, is_named: bool = False) -> Turn:
        """`is_named`: the service has just been called by its name."""
        service, aspect = intent.text("service"), intent.text("aspect") or "overview"
        found = self._knowledge.guide(service, state.region)
        if isinstance(found, str):
            gone = replace(state, mode="idle", offers=(), pending=None, pending_number="")
            return Turn(gone, (self._replies.text(f"no_guide.{found}"),))
        matter = self._about(found.guide, state.region, at)
        told = state.told if service == state.service else frozenset[str]()
        is_new = service != state.service and not is_named
        here = replace(_leaving_steps(state, service), service=service, aspect=aspect, told=told | {aspect})
        talked = (*(one for one in state.talked if one != service), service)[-MOST_TALKED:]
        after = replace(here, mode="idle", offers=(), pending=None, pending_number="", talked=talked)
        if aspect == "steps":
            first = self._step(after, matter, 1)
            return replace(first, texts=tuple(named(first.texts, matter)) if is_new else first.texts)
        if paper := intent.text("paper"):
            return self._labelled(after, matter, paper_answer(paper, matter), route_of(service, aspect))
        if "day" in intent.slots:
            return self._labelled(after, matter, hours_on(intent.number("day"), matter), route_of(service, aspect))
        if exact := exactly(intent, matter):
            return self._labelled(after, matter, named(exact, matter) if is_new else exact, route_of(service, aspect))
        if aspect in told and (again := said_again(aspect, matter)):
            return self._labelled(after, matter, again, route_of(service, aspect))
        if "question" in intent.slots:
            question = matter.guide.faq[intent.number("question")]
            return self._labelled(after, matter, [question.a], f"guide/{service}/faq")
        told_first = [one for one in (directly(intent, matter), *answer(aspect, matter)) if one]
        return self._labelled(
            after, matter, named(told_first, matter) if is_new else told_first, route_of(service, aspect)
        )

    def _which(self, state: State, intent: Intent, at: datetime) -> Turn:
        """A question that names no service: about one of those offered, or about none that is known. Whoever said what
        they want done, or asks for the same again, gets the likeliest of them instead of the same list."""
        aspect, exact = intent.text("aspect"), _exactly(intent)
        offers = tuple(
            replace(offer, aspect=aspect, exactly=exact) for offer in state.offers if offer.kind == "service"
        )
        if not offers:
            return Turn(state, (self._replies.text("which_service"),))
        is_asked_again = any((one.id, one.aspect) == (offers[0].id, aspect) for one in state.offers)
        if aspect and (is_asked_again or "errand" in intent.slots):
            return self._answer(state, _asking(offers[0].id, aspect, exact), at)
        return offering(state, self._replies.text("choose_first"), offers, self._replies, state.screen)

    def _left_open(self, state: State, aspect: str, at: datetime) -> Turn:
        """What the guide does not tell, and who knows; a remark that asks nothing leaves all as it is."""
        matter = self._matter(state.service, state.region, at)
        if matter is None or aspect != "phone":
            goes_on = self._replies.text("then.step") if state.mode == "step" else self._replies.text("and_now")
            return Turn(replace(state, mode="step" if state.mode == "step" else "idle", offers=()), (goes_on,))
        ways = [tuple(sentences_of(way.format(phone=matter.phone))) for way in self._replies.texts("left_open")]
        fresh = next((way for way in ways if not set(way) & set(state.said)), ways[0])
        return Turn(replace(state, mode="idle", offers=(), aspect=aspect), fresh, route_of(state.service, "phone"))

    def _step(self, state: State, matter: Matter, n: int) -> Turn:
        has_steps = bool(matter.guide.steps)
        after = replace(
            state, mode="step" if has_steps else "idle", step=n if has_steps else 0, offers=(), aspect="steps"
        )
        screen = f"guide/{state.service}/steps/{n}" if has_steps else f"guide/{state.service}"
        return Turn(after, tuple(step_sentences(matter, n)), screen)

    def _labelled(self, state: State, matter: Matter, texts: list[str], screen: str) -> Turn:
        """Once for each guide: before the answer, that only another place has it; after it, that it is an example."""
        guide = matter.guide
        if guide.id not in state.labelled and (place := self._only_place(guide, state.region)):
            told = sentences_of(self._replies.text("only_there", place=place), *texts, most=MOST_SENTENCES)
            return Turn(replace(state, labelled=state.labelled | {guide.id}), tuple(told), screen)
        if guide.status != "example" or guide.id in state.labelled:
            return Turn(state, tuple(texts), screen)
        short = sentences_of(*texts, most=MOST_SENTENCES - 1)
        labelled = replace(state, labelled=state.labelled | {guide.id})
        return Turn(labelled, (*short, self._replies.text("example")), screen)

    def _only_place(self, guide: Guide, region: str) -> str:
        """The place that alone offers the service; empty where the household is in it."""
        if guide.region == NATIONAL_REGION:
            return ""  # most are: the names of all places take a moment to read
        names = self._knowledge.region_names()
        if names.is_within(region, guide.region):
            return ""
        place = names.get(guide.region)
        return place.name if place else ""

    def _offer(self, state: State, intent: Intent) -> Turn:
        offers = tuple(
            Offer("service", service, self._name(service, state.region), intent.text("aspect"), _exactly(intent))
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


def _asking(service: str, aspect: str, exactly: tuple[tuple[str, Slot], ...]) -> Intent:
    return Intent("ask_guide", {"service": service, "aspect": aspect, **dict(exactly)})


def _exactly(intent: Intent) -> tuple[tuple[str, Slot], ...]:
    return tuple((slot, value) for slot, value in intent.slots.items() if slot in EXACTLY)


def _leaving_steps(state: State, service: str) -> State:
    """Another question about the same guide keeps its step; about another guide it is remembered."""
    if service == state.service or not state.step:
        return state if service == state.service else replace(state, step=0)
    return replace(state, step=0, paused=(state.service, state.step))
