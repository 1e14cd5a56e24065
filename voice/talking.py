"""A conversation by ear alone: one key begins to listen, answers are spoken, and the key cuts them short.

As TALK does on a remote: while something is said it is silent at once and listens; while somebody speaks it means that
this was all. Whatever is shown goes to `show`, one line each; nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Condition
from typing import Protocol

from channel_api.client.errors import ClientError
from voice.hearing_problems import Problem, problem_text, shown_text
from voice.joining import forgetting
from voice.listening import Callbacks, Listener
from voice.session import Exchange, Session
from voice.speaker import FASTEST, SLOWEST, SpeechSettings
from voice.state import State

RATE_STEP, VOLUME_STEP = 15, 20  # characters a minute, percent: a step that is clearly heard
LEAST_VOLUME, MOST_VOLUME = 20, 100  # softer than this is not heard beside a fan
ADJUSTING: Mapping[str, tuple[int, int]] = {  # how much faster and louder
    "faster": (RATE_STEP, 0),
    "slower": (-RATE_STEP, 0),
    "louder": (0, VOLUME_STEP),
    "quieter": (0, -VOLUME_STEP),
}


class Speaker(Protocol):
    """What speaks; `voice.speaker.VoiceSpeaker` does."""

    settings: SpeechSettings

    def say(self, utterances: Sequence[str]) -> None: ...

    def stop(self) -> None: ...

    def sign(self) -> None: ...

    def forget(self) -> None: ...

    def wait_until_said(self) -> None: ...


class Talking:
    """`pressed` may be called at any time and returns as soon as the sign to speak was heard."""

    def __init__(
        self,
        session: Session,
        open_listener: Callable[[Callbacks], Listener],
        show: Callable[[str], None],
        *,
        speaker: Speaker | None = None,
        show_partial: Callable[[str], None] = lambda text: None,
        opened: str = "listening",
    ) -> None:
        """`show_partial` gets what stands on the line until the next one comes, first the words of `opened`; `speaker`
        None: all is only shown."""
        self._session, self._speaker, self._show, self._show_partial = session, speaker, show, show_partial
        self._unheard = 0  # utterances in a row of which nothing was heard
        self._is_listening = False  # until the answer is there
        self._changed = Condition()
        self._listener = open_listener(
            Callbacks(
                on_result=self._answer,
                on_problem=self._meet,
                on_partial=show_partial,
                on_open=lambda: show_partial(shown_text(opened)),
                on_end=lambda: show_partial(shown_text("thinking")),
            )
        )

    def prepare(self) -> None:
        """Loads what hears before anybody speaks; returns at once."""
        self._listener.prepare(self._session.grammar())

    def pressed(self) -> None:
        """The key: silence at once, then listening; or, while somebody speaks, the end of what they say."""
        if self._speaker:
            self._speaker.stop()
        if self._is_listening:
            self._listener.finish()
            return
        with self._changed:
            self._is_listening = True
        self._listen()

    def _listen(self) -> None:
        with self._changed:
            state, grammar = self._session.state, self._session.grammar()
        if self._speaker:
            self._speaker.sign()
        self._listener.start(state.mode, grammar)

    def wait_for_answer(self) -> None:
        """Returns when nobody is listened to."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_listening)

    def wait_until_said(self) -> None:
        """Returns when the answer was spoken to its end."""
        self.wait_for_answer()
        if self._speaker:
            self._speaker.wait_until_said()

    def close(self) -> None:
        """Lets go of the microphone; the speaker belongs to whoever opened it."""
        self._listener.close()

    # -- on the listener's thread --------------------------------------------------------------------------------------

    def _answer(self, candidates: tuple[str, ...]) -> None:
        with self._changed:
            knew_a_case, self._unheard = holds_case(self._session.state), 0
            try:
                exchange = self._session.hear(candidates)
                self._show_exchange(exchange)
                self._adjust(exchange.heard.intent.name)
                self._say(exchange.reply.sentences)
            except ClientError:
                self._tell((problem_text("no_channel"),))
            if self._speaker and knew_a_case and not holds_case(self._session.state):
                self._speaker.forget()
            self._is_over()

    def _meet(self, problem: Problem) -> None:
        """Silence is met with one gentle word and more time, and then with none; everything else with its sentence."""
        with self._changed:
            reply = self._session.silence() if problem == "silence" else None
            told = (problem_text(problem, self._unheard),) if problem != "silence" else ()
            self._unheard += problem == "nothing_heard"
            said = reply.sentences if reply else told
            self._tell(said)
            if reply is None:
                self._is_over()
                return
        if self._speaker:
            self._speaker.wait_until_said()
        self._listen()

    def _tell(self, sentences: Sequence[str]) -> None:
        self._show("".join(sentences))
        self._say(sentences)

    def _show_exchange(self, exchange: Exchange) -> None:
        self._show(shown_text("said").format(text=exchange.heard.said))
        for line in (exchange.reply.speech, *exchange.reply.shown, f"〔{exchange.reply.screen}〕"):
            self._show(line)

    def _adjust(self, name: str) -> None:
        if self._speaker is None or name not in ADJUSTING:
            return
        now, (faster, louder) = self._speaker.settings, ADJUSTING[name]
        self._speaker.settings = replace(
            now,
            rate=min(FASTEST, max(SLOWEST, now.rate + faster)),
            volume=min(MOST_VOLUME, max(LEAST_VOLUME, now.volume + louder)),
        )

    def _say(self, sentences: Sequence[str]) -> None:
        if self._speaker and sentences:
            self._speaker.say(sentences)

    def _is_over(self) -> None:
        self._is_listening = False
        self._changed.notify_all()


def holds_case(state: State) -> bool:
    """Whether anything of a case is remembered."""
    return forgetting(state) is not state
