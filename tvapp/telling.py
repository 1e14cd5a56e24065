"""What is being said: to whom, what was said last, and what a choice adds to what the new focus says. No sound here."""

from __future__ import annotations

from collections.abc import Sequence

from content.spoken_sentences import split_sentences
from tvapp.foresight import soon_said
from tvapp.hints import spoken_hint_of
from tvapp.layout import Layout
from tvapp.speech import CaptionSpeaker, Moment, Speaker, announce, find_item
from tvapp.words import Words

HINTS_FORGOTTEN_SECONDS = 600  # after so long somebody else may sit there, who has heard no hint yet


class Telling:
    """Tells every speaker what is new on the screen; each hint once, until nobody was there for a while."""

    def __init__(self, words: Words, speakers: Sequence[Speaker] = ()) -> None:
        self.caption = CaptionSpeaker()
        self.speakers: list[Speaker] = [self.caption, *speakers]
        self.last_said: tuple[str, ...] = ()
        self.times_said = 0  # grows also where the same is said again
        self._words = words
        self._moment: Moment | None = None
        self._extra: tuple[str, ...] = ()
        self._held: tuple[str, ...] = ()  # said over a screen still without its data; that must not swallow it
        self._answer: tuple[str, ...] | None = None
        self._answered = ""  # the route an answer stands for, as long as no key is pressed
        self._foreseen: tuple[str, ...] = ()
        self._hinted: set[str] = set()

    @property
    def is_waiting(self) -> bool:
        """Whether the screen told last was still without its data."""
        return self._moment is not None and self._moment.is_waiting

    def add(self, *texts: str) -> None:
        """Said before what the new focus says."""
        self._extra = (*self._extra, *(part for text in texts for part in split_sentences(text)))

    def answer(self, sentences: tuple[str, ...]) -> None:
        """Said next, in place of what the screen says by itself, also once its data arrives."""
        self._answer = sentences

    def hush(self) -> None:
        """A key was pressed: whatever is being said ends."""
        self._answered, self._held = "", ()
        for speaker in self.speakers:
            speaker.stop()

    def forget(self) -> None:
        """The case screens were left: no speaker keeps what it said there."""
        self._foreseen = ()
        for speaker in self.speakers:
            speaker.forget()

    def pass_time(self, idle_seconds: float) -> None:
        """Nobody pressed a key for so long."""
        if idle_seconds >= HINTS_FORGOTTEN_SECONDS:
            self._hinted.clear()

    def tell(self, moment: Moment, layout: Layout, *, repeats: bool, gives_hints: bool) -> None:
        """Says what is new; `repeats`: a key that changed nothing says the last again."""
        has_arrived = self.is_waiting and not moment.is_waiting
        held = self._held if has_arrived and self._answer is None else ()
        sentences = (*held, *self._extra, *self._of_itself(moment, layout, gives_hints=gives_hints))
        self._held = (*self._held, *self._extra) if moment.is_waiting else ()
        self._moment, self._extra, self._answer = moment, (), None
        if not sentences and repeats:
            sentences = self.last_said
        if sentences:
            self.last_said, self.times_said = sentences, self.times_said + 1
            for speaker in self.speakers:
                speaker.say(sentences)
        self._foresee(moment, layout)

    def _foresee(self, moment: Moment, layout: Layout) -> None:
        """Whoever makes sound prepares what the next key may ask for; only where that changed."""
        voices = [speaker for speaker in self.speakers if speaker is not self.caption]
        foreseen = soon_said(moment, layout, self._words) if voices else ()
        if foreseen and foreseen != self._foreseen:
            self._foreseen = foreseen
            for speaker in voices:
                speaker.foresee(foreseen)

    def _of_itself(self, moment: Moment, layout: Layout, *, gives_hints: bool) -> tuple[str, ...]:
        if self._answer is not None:
            self._answered = moment.route
            return self._answer
        if moment.route == self._answered:
            return ()
        if self._extra and moment.confirms and self._moment is not None and self._moment.route == moment.route:
            # the digit, and what it led to, is told; the name of where OK now leads would only stand in its way
            return self._hint(layout, moment.focused) if gives_hints else ()
        said = announce(self._moment, moment, layout, self._words)
        is_hinted = gives_hints and self._is_new_to_viewer(moment)
        return (*said, *self._hint(layout, moment.focused)) if is_hinted else said

    def _is_new_to_viewer(self, moment: Moment) -> bool:
        before = self._moment
        is_new_screen = before is None or before.route != moment.route or before.is_waiting
        return is_new_screen and not moment.is_waiting and not moment.is_return

    def _hint(self, layout: Layout, focused: str) -> tuple[str, ...]:
        item = find_item(layout, focused)
        hint = spoken_hint_of(item, self._words) if item else ""
        if not hint or hint in self._hinted:
            return ()
        self._hinted.add(hint)
        return (hint,)
