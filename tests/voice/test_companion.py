"""A conversation beside a screen: one dialogue, whether the viewer speaks or presses keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from queue import Queue
from typing import cast

import pytest

from channel_api.client.errors import Unreachable
from tests.voice.conftest import CASE, HOME, NUMBER, OpenSession
from voice.companion import Companion
from voice.hearing_problems import HearingError, problem_text
from voice.intents import Mode
from voice.joining import Surroundings, forgetting, joined
from voice.listening import Callbacks, Listener
from voice.session import Exchange
from voice.state import State

WAIT_SECONDS = 20.0
Event = tuple[str, object]


class Screen:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.events: Queue[Event] = Queue()

    def opened(self) -> None:
        self.events.put(("opened", None))

    def partial(self, text: str) -> None:
        self.events.put(("partial", text))

    def thinking(self) -> None:
        self.events.put(("thinking", None))

    def problem(self, text: str) -> None:
        self.events.put(("problem", text))

    def answered(self, exchange: Exchange, before: State, after: State) -> None:
        self.events.put(("answered", exchange))

    def next(self) -> Event:
        return self.events.get(timeout=WAIT_SECONDS)


@dataclass
class ScriptedEars:
    """Hears one line of a script each time it is started; a problem is written with a leading exclamation mark."""

    script: list[str]
    callbacks: Callbacks | None = None
    asked: list[tuple[Mode, Sequence[str]]] = field(default_factory=list)
    stopped: int = 0

    def start(self, expects: Mode, grammar: Sequence[str]) -> None:
        assert self.callbacks is not None
        self.asked.append((expects, grammar))
        self.callbacks.on_open()
        line = self.script.pop(0)
        if line.startswith("!"):
            self.callbacks.on_problem(line[1:])  # type: ignore[arg-type]
        else:
            self.callbacks.on_partial(line[:3])
            self.callbacks.on_end()
            self.callbacks.on_result((line,))

    def finish(self) -> None:
        """Scripts end by themselves."""

    def stop(self) -> None:
        self.stopped += 1

    def close(self) -> None:
        """Nothing to let go of."""


Begin = Callable[..., tuple[Companion, Screen]]


@pytest.fixture
def begin(open_session: OpenSession) -> Begin:
    def begun(*script: str) -> tuple[Companion, Screen]:
        screen, ears = Screen(), ScriptedEars(list(script))

        def open_listener(callbacks: Callbacks) -> Listener:
            ears.callbacks = callbacks
            return cast(Listener, ears)

        return Companion(lambda: open_session(HOME), open_listener, screen), screen

    return begun


def at(screen: str = "home", **more: object) -> Surroundings:
    return Surroundings(screen=screen, region=HOME, **more)  # type: ignore[arg-type]


def answer_of(screen: Screen) -> Exchange:
    while True:
        kind, value = screen.next()
        if kind == "answered":
            return cast(Exchange, value)
        assert kind != "problem", value


def test_what_is_heard_is_told_in_its_order(begin: Begin) -> None:
    companion, screen = begin("身份证丢了怎么办")
    companion.listen(at())
    assert [screen.next()[0] for _ in range(4)] == ["opened", "partial", "thinking", "answered"]


def test_a_question_about_the_guide_in_sight_needs_no_name(begin: Begin) -> None:
    companion, screen = begin("要带什么")
    companion.listen(at("guide/id-card-lost"))
    assert answer_of(screen).reply.screen == "guide/id-card-lost/materials"


def test_the_step_in_sight_is_where_the_next_one_follows(begin: Begin) -> None:
    companion, screen = begin("下一步")
    companion.listen(at("guide/id-card-lost/steps/2"))
    assert answer_of(screen).reply.screen == "guide/id-card-lost/steps/3"


def test_digits_typed_before_belong_to_the_number(begin: Begin) -> None:
    companion, screen = begin("二六幺零二四")
    companion.listen(at("case", number="330106", has_private=True))
    reply = answer_of(screen).reply
    assert (reply.screen, reply.expects) == ("case", "case_code")


def test_a_code_begun_by_keys_is_completed_by_speech(begin: Begin) -> None:
    companion, screen = begin("三五八")
    companion.listen(at("case", number=NUMBER, code="112", is_code=True, has_private=True))
    assert answer_of(screen).reply.screen == "case/progress"


def test_the_case_in_sight_can_be_asked_about(begin: Begin) -> None:
    companion, screen = begin("还要几天")
    companion.listen(at("case/progress", case=CASE, has_private=True))
    assert "13" in answer_of(screen).reply.speech


def test_silence_is_met_with_a_gentle_word_and_more_time_and_then_with_quiet(begin: Begin) -> None:
    companion, screen = begin("!silence", "!silence")
    companion.listen(at())
    assert screen.next()[0] == "opened"
    kind, text = screen.next()
    assert (kind, bool(text)) == ("partial", True)
    assert screen.next()[0] == "opened"
    assert screen.next() == ("problem", "")


def test_who_speaks_after_the_gentle_word_is_heard(begin: Begin) -> None:
    companion, screen = begin("!silence", "身份证丢了怎么办")
    companion.listen(at())
    while screen.next()[0] != "answered":
        continue


def test_the_gentle_word_is_over_before_the_microphone_opens_again(open_session: OpenSession) -> None:
    screen, ears, order = Screen(), ScriptedEars(["!silence", "你好"]), Queue[str]()

    def open_listener(callbacks: Callbacks) -> Listener:
        ears.callbacks = replace(callbacks, on_open=lambda: order.put("open"))
        return cast(Listener, ears)

    companion = Companion(
        lambda: open_session(HOME), open_listener, screen, remind=lambda sentences: order.put("".join(sentences))
    )
    companion.listen(at())
    opened, gentle, again = (order.get(timeout=WAIT_SECONDS) for _ in range(3))
    assert (opened, again) == ("open", "open")
    assert screen.next() == ("partial", gentle)


def test_a_key_during_the_gentle_word_leaves_the_microphone_closed(open_session: OpenSession) -> None:
    screen, ears = Screen(), ScriptedEars(["!silence", "你好", "你好"])

    def open_listener(callbacks: Callbacks) -> Listener:
        ears.callbacks = callbacks
        return cast(Listener, ears)

    def remind(sentences: Sequence[str]) -> None:
        companion.stop()

    companion = Companion(lambda: open_session(HOME), open_listener, screen, remind=remind)
    companion.listen(at())
    assert [screen.next()[0] for _ in range(2)] == ["opened", "partial"]
    companion.listen(at("hotlines"))
    assert screen.next()[0] == "opened"
    assert len(ears.asked) == 2


def test_a_problem_is_told_in_words(begin: Begin) -> None:
    companion, screen = begin("!no_microphone")
    companion.listen(at())
    screen.next()
    assert screen.next() == ("problem", problem_text("no_microphone"))


def test_nothing_heard_again_and_again_is_told_in_other_words_until_something_is(begin: Begin) -> None:
    companion, screen = begin("!nothing_heard", "!nothing_heard", "身份证丢了怎么办", "!nothing_heard")
    told = []
    for _ in range(2):
        companion.listen(at())
        assert screen.next()[0] == "opened"
        told.append(screen.next())
    assert told == [("problem", problem_text("nothing_heard", times)) for times in range(2)]
    companion.listen(at())
    answer_of(screen)
    companion.listen(at())
    assert screen.next()[0] == "opened"
    assert screen.next() == told[0]


def test_what_cannot_be_opened_is_said_and_tried_again(open_session: OpenSession) -> None:
    screen, ears = Screen(), ScriptedEars(["身份证丢了怎么办"])
    refusals = [HearingError("no_recognizer", "no model"), Unreachable("away")]

    def open_listener(callbacks: Callbacks) -> Listener:
        if refusals:
            raise refusals.pop(0)
        ears.callbacks = callbacks
        return cast(Listener, ears)

    companion = Companion(lambda: open_session(HOME), open_listener, screen)
    companion.listen(at())
    assert screen.next() == ("problem", problem_text("no_recognizer"))
    companion.listen(at())
    assert screen.next() == ("problem", problem_text("no_channel"))
    companion.listen(at())
    assert answer_of(screen).reply.screen == "guide/id-card-lost"


def test_an_answer_nobody_waits_for_any_more_is_neither_told_nor_remembered(open_session: OpenSession) -> None:
    screen, session = Screen(), open_session(HOME)
    companion = Companion(lambda: session, lambda callbacks: waiting(callbacks), screen)

    def waiting(callbacks: Callbacks) -> Listener:
        class StopsFirst(ScriptedEars):
            def start(self, expects: Mode, grammar: Sequence[str]) -> None:
                callbacks.on_result(("身份证丢了怎么办",))
                companion.stop()

        return cast(Listener, StopsFirst([]))

    companion.listen(at())
    companion.prepare()
    companion.close()
    companion._thread.shutdown(wait=True)
    assert screen.events.empty()
    assert session.state.service == ""


def test_leaving_the_case_forgets_all_of_it() -> None:
    state = joined(State(HOME), at("case", number=NUMBER, has_private=True))
    assert state.entry.number == NUMBER
    assert joined(state, at("topic/household")).entry.number == ""
    assert joined(state, at("guide/id-card-lost", has_private=True)).entry.number == NUMBER
    assert forgetting(State(HOME)).entry.number == ""


def test_another_guide_by_keys_is_the_one_that_is_meant() -> None:
    state = joined(State(HOME, service="passport-first", told=frozenset({"fee"})), at("guide/id-card-lost"))
    assert (state.service, state.told) == ("id-card-lost", frozenset())


def test_going_home_by_key_begins_anew() -> None:
    assert joined(State(HOME, service="id-card-lost", screen="guide/id-card-lost"), at("home")) == State(HOME)


def test_a_place_chosen_by_keys_is_where_the_conversation_is() -> None:
    assert joined(State("000000"), at("home")).region == HOME


def test_the_sign_to_speak_is_over_before_the_microphone_opens(open_session: OpenSession) -> None:
    screen, ears, order = Screen(), ScriptedEars(["你好"]), Queue[str]()

    def open_listener(callbacks: Callbacks) -> Listener:
        ears.callbacks = Callbacks(
            on_open=lambda: order.put("open"), on_result=callbacks.on_result, on_problem=callbacks.on_problem
        )
        return cast(Listener, ears)

    companion = Companion(lambda: open_session(HOME), open_listener, screen, sign=lambda: order.put("sign"))
    companion.listen(at())
    assert [order.get(timeout=WAIT_SECONDS) for _ in range(2)] == ["sign", "open"]
