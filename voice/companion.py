"""A conversation beside a screen: listens when it is told to, answers, and goes on from where the viewer is.

Every call returns at once; what is slow happens on one thread of its own. Nothing that fails here ends the screen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from channel_api.client.errors import ClientError
from voice.hearing_problems import HearingError, Problem, problem_text
from voice.joining import Surroundings, forgetting, joined
from voice.listening import Callbacks, Listener
from voice.session import Exchange, Session
from voice.state import State

LOG = logging.getLogger(__name__)


class Told(Protocol):
    """Who is told what comes of an utterance; called from other threads."""

    def opened(self) -> None:
        """The microphone is open."""

    def partial(self, text: str) -> None:
        """Understood so far."""

    def thinking(self) -> None:
        """The utterance is over."""

    def problem(self, text: str) -> None:
        """Nothing came of it; a sentence to say, or empty."""

    def answered(self, exchange: Exchange, before: State, after: State) -> None:
        """The answer, and the conversation before and after it."""


class Companion:
    """Holds one session as long as the screen lives."""

    def __init__(
        self,
        open_session: Callable[[], Session],
        open_listener: Callable[[Callbacks], Listener],
        told: Told,
        *,
        is_stale: Callable[[], bool] = lambda: False,
        sign: Callable[[], None] = lambda: None,
        remind: Callable[[Sequence[str]], None] = lambda sentences: None,
    ) -> None:
        """Both are opened on the thread of the conversation when first needed, again after they failed; the session
        also when it `is_stale`. `sign` says aloud that one may speak, before the microphone is opened; `remind` says
        sentences and returns when they were heard, or ended by a key."""
        self._open_session, self._open_listener, self._told = open_session, open_listener, told
        self._is_stale, self._sign, self._remind = is_stale, sign, remind
        self._session: Session | None = None
        self._listener: Listener | None = None
        self._unheard = 0  # utterances in a row of which nothing was heard
        self._turn = 0  # which utterance is wanted; what belongs to an earlier one is dropped
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="conversation")

    def prepare(self) -> None:
        """Reads what understanding needs beforehand, so that the first utterance waits for nothing."""
        self._submit(self._ready_session)

    def listen(self, surroundings: Surroundings) -> None:
        """One utterance, from where the viewer is."""
        self._turn += 1
        turn = self._turn
        self._submit(lambda: self._begin(turn, surroundings), turn)

    def finish(self) -> None:
        """That was all of it."""
        if self._listener:
            self._listener.finish()

    def stop(self) -> None:
        """Drops the utterance and what would come of it."""
        self._turn += 1
        if self._listener:
            self._listener.stop()

    def forget(self) -> None:
        """Nothing of a case stays."""
        session = self._session
        if session is not None and forgetting(session.state) is not session.state:
            self._submit(lambda: self._forget(session))

    def close(self) -> None:
        """The end of the channel."""
        self.stop()
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._listener:
            self._listener.close()

    # -- on the thread of the conversation -----------------------------------------------------------------------------

    def _submit(self, work: Callable[[], object], turn: int = 0) -> None:
        def safely() -> None:
            try:
                work()
            except HearingError as error:
                LOG.warning("%s: %s", error.problem, error)
                self._tell_problem(turn, problem_text(error.problem))
            except Exception as error:  # whatever it is: the viewer goes on with the remote
                LOG.warning("the conversation failed: %s", type(error).__name__)
                away = isinstance(error, ClientError)
                self._tell_problem(turn, problem_text("no_channel" if away else "recognizer_failed"))

        self._thread.submit(safely)

    def _tell_problem(self, turn: int, text: str) -> None:
        if turn and turn == self._turn:
            self._told.problem(text)

    def _ready_session(self) -> Session:
        if self._session is None or self._is_stale():
            session = self._open_session()
            session.services()  # builds the understanding
            self._session = session
        return self._session

    def _begin(self, turn: int, surroundings: Surroundings) -> None:
        session = self._ready_session()
        if self._listener is None:
            self._listener = self._open_listener(self._callbacks())
        if turn == self._turn:
            session.state = joined(session.state, surroundings)
            self._sign()
            self._listener.start(session.state.mode, session.grammar())

    def _callbacks(self) -> Callbacks:
        return Callbacks(
            on_open=self._told.opened,
            on_end=self._told.thinking,
            on_partial=self._told.partial,
            on_result=self._on_result,
            on_problem=self._on_problem,
        )

    def _on_result(self, candidates: tuple[str, ...]) -> None:
        turn = self._turn
        self._submit(lambda: self._answer(turn, candidates), turn)

    def _on_problem(self, problem: Problem) -> None:
        turn = self._turn
        self._submit(lambda: self._meet(turn, problem), turn)

    def _answer(self, turn: int, candidates: tuple[str, ...]) -> None:
        self._unheard = 0
        session = self._ready_session()
        before = session.state
        exchange = session.hear(candidates)
        if turn == self._turn:
            self._told.answered(exchange, before, session.state)
        else:
            session.state = before  # a key was pressed meanwhile: the viewer never got this answer

    def _meet(self, turn: int, problem: Problem) -> None:
        """Silence is met with one gentle word and more time, and then with none; everything else with its sentence."""
        if problem != "silence" or self._session is None:
            self._tell_problem(turn, problem_text(problem, self._unheard))
            self._unheard += problem == "nothing_heard"
        elif reply := self._session.silence():
            if turn == self._turn:
                self._told.partial(reply.speech)
                self._remind(reply.sentences)
            if turn == self._turn and self._listener:
                self._sign()
                self._listener.start(self._session.state.mode, self._session.grammar())
        else:
            self._tell_problem(turn, "")

    def _forget(self, session: Session) -> None:
        session.state = forgetting(session.state)
