"""The television itself: keys in, a picture and sentences out. It owns where the viewer is and how they came there.

Pure of screens, sound, network and clocks: data comes through `Data`, time is passed in. Terminal, browser and key
walks all drive this one class.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from content.calendar import Calendar
from tvapp import navigation
from tvapp.adjusting import text_size_of
from tvapp.composing import Composer
from tvapp.drawing import draw
from tvapp.fetched import Data
from tvapp.followed import Followed
from tvapp.frame import Frame, Size
from tvapp.hand import Hand
from tvapp.history import History, Visit
from tvapp.layout import Layout
from tvapp.memory import Memory
from tvapp.obeying import means_talk, obey
from tvapp.page import Act, Item, Page
from tvapp.privacy import Clearing
from tvapp.recent import remember_guide
from tvapp.remote import Command, Profile, Source
from tvapp.scene import Scene, name_of_place
from tvapp.screens import screen_of
from tvapp.screens.welcome import WELCOME, welcomed
from tvapp.speech import Moment, Speaker, find_item
from tvapp.talk import Heard, Talk, Voice
from tvapp.telling import Telling
from tvapp.words import Words


class Television:
    """What the viewer drives. Call `press` for keys, `refresh` when data arrived, `frame` for the picture."""

    def __init__(
        self,
        data: Data,
        memory: Memory,
        *,
        words: Words,
        calendar: Calendar,
        size: Size,
        now: datetime,
        route: str = "home",
        remote_source: Source = "terminal",
        keeps_recent: bool = True,
        followed: Followed = (),
        changes_text_size: bool = False,
        voice: Voice | None = None,
        speakers: Sequence[Speaker] = (),
    ) -> None:
        """`keeps_recent`: whether guides looked at and cases followed are remembered; not where many share one
        television. `changes_text_size`: whether the settings can; a plain terminal's own keys must.

        `voice` listens, `speakers` speak."""
        self.data, self.memory, self.words, self.calendar = data, memory, words, calendar
        self.size, self.now, self.followed = size, now, followed if keeps_recent else ()
        self.telling, self.talk = Telling(words, speakers), Talk(words, voice)
        self.history = History(route)
        self.taught: Profile | None = None  # the remote a household has just taught this box
        self.remote_source, self._keeps_recent = remote_source, keeps_recent
        self._changes_text_size, self._was_private = changes_text_size, False
        self._hand, self._clearing = Hand(), Clearing()
        self._composer = Composer(words, draws_points=remote_source == "browser", can_listen=voice is not None)
        self.layout: Layout = self._composer.compose(self.scene(), size)  # where everything on the screen lies
        self._finish()

    # -- what is seen --

    @property
    def visit(self) -> Visit:
        """The screen in front."""
        return self.history.front

    @property
    def page(self) -> Page:
        """What is on it."""
        return self.layout.page

    def frame(self) -> Frame:
        """The picture to show now."""
        return draw(
            self.layout,
            sheet_number=self.visit.sheet,
            focused=self.visit.focused,
            caption=self.talk.caption(self.telling.caption.sentences if self.memory.captions else ()),
            words=self.words,
            theme=self.memory.theme,
        )

    def scene(self) -> Scene:
        """What the screen in front is built from."""
        return Scene(
            route=self.visit.route,
            data=self.data,
            words=self.words,
            memory=self.memory,
            region_name=name_of_place(self.words, self.data.region(self.memory.region)),
            now=self.now,
            calendar=self.calendar,
            fields=self.visit.fields,
            remote_source=self.remote_source,
            followed=self.followed,
            can_follow=self._keeps_recent,
            text_size=text_size_of(self.size.columns) if self._changes_text_size else "",
            hears_by=self.talk.voice.described if self.talk.voice else "",
        )

    # -- what happens --

    def press(self, command: Command, *, at_seconds: float, now: datetime | None = None) -> None:
        """One key. `at_seconds` is a steady clock; only differences matter."""
        self.now = now or self.now
        if command == Command.OK and not self._hand.means_ok(at_seconds):
            return
        before, was_welcoming = self.visit.route.text, self.history.holds(WELCOME)
        self._clearing.key_pressed()
        self.telling.hush()
        if not means_talk(command, self):
            self.talk.break_off()
        obey(command, self)
        if was_welcoming and not self.history.holds(WELCOME):
            self.memory = welcomed(self.memory)  # by whichever key they left
        self._finish(repeats=command in (Command.RED, Command.OK))
        if self.visit.route.text != before or self.page.hears_keys:
            self._hand.changed_screen(at_seconds)

    def hear(self, key: str, *, at_seconds: float) -> None:
        """One key by the name its source gives it, while the page hears keys; a trembling or held key counts once."""
        if self._hand.means_lesson_key(at_seconds) and self.page.hears_keys:
            self.telling.hush()
            self.act(Act("hear", key))
            self._finish()

    def converse(self, heard: Heard, *, now: datetime) -> None:
        """Something came from listening."""
        self.now = now
        self._clearing.key_pressed()
        self.talk.take(heard, self)
        self._finish()

    def refresh(self, *, now: datetime | None = None) -> None:
        """Data arrived, or time passed: shows what is new without moving the focus."""
        self.now = now or self.now
        self._finish()

    def resize(self, size: Size) -> None:
        """Another size of the window; the same item keeps the focus."""
        self.size = size
        self._finish()

    def pass_time(self, idle_seconds: float, *, now: datetime) -> None:
        """So long without a key: fetches what failed again, and clears case screens, which is announced before."""
        self.now = now
        seconds = self._clearing.pass_time(self.history, idle_seconds)
        if seconds:
            self.telling.add(self.words.text("progress.clearing", seconds=seconds) + "。")
        self.telling.pass_time(idle_seconds)
        self._finish()

    # -- what keys and answers do --

    def move(self, command: str) -> None:
        """One of `navigation.MOVES`: the focus goes there, where there is something."""
        self.focus(navigation.move(self.layout, self.visit.sheet, self.visit.focused, command))

    def focus(self, target: navigation.Target | None) -> None:
        """A key put the focus there."""
        if target is not None:
            self.visit.sheet, self.visit.focused = target
            self.visit.is_touched, self.visit.confirms = True, False

    def focused_item(self) -> Item | None:
        """The item that has the focus."""
        return find_item(self.layout, self.visit.focused)

    def begin_to_talk(self) -> None:
        """The key to talk was pressed."""
        self.talk.pressed(self)

    def act(self, act: Act) -> bool:
        """Carries out what the screen answers; False where it has no answer."""
        outcome = screen_of(self.visit.route).act(self.scene(), act)
        if outcome is None:
            return False
        if outcome.fields is not None:
            self.visit.fields = dict(outcome.fields)
        self.memory = outcome.memory or self.memory
        self.taught = outcome.taught or self.taught
        self.followed = self.followed if outcome.followed is None else outcome.followed
        if outcome.focus:
            self.visit.focused = outcome.focus
        if outcome.back:
            self.history.back()
        if outcome.replace:
            self.history.replace(outcome.replace, outcome.fields)
        self.telling.add(*outcome.say)
        return True

    # -- building --

    def _rebuild(self) -> None:
        self.layout = self._composer.compose(self.scene(), self.size)
        visit = self.visit
        has_arrived = self.telling.is_waiting and not self.page.is_waiting
        focused = visit.awaited if has_arrived and not visit.is_touched else visit.focused
        focused = self.page.confirm if visit.confirms and self.page.confirm else focused
        visit.sheet, visit.focused = navigation.settle(self.layout, visit.sheet, focused)

    def _finish(self, *, repeats: bool = False) -> None:
        """Rebuilds the screen and says what is new; `repeats`: a key that changed nothing says the last again."""
        if not self.history.has_private:
            self.data.forget_case()
            self.talk.forget()
            if self._was_private:
                self.telling.forget()
        self._was_private = self.history.has_private
        self._rebuild()
        visit = self.visit
        is_waiting, confirms = self.page.is_waiting, visit.confirms and visit.focused == self.page.confirm
        moment = Moment(visit.route.text, visit.sheet, visit.focused, is_waiting, visit.is_return, confirms)
        if not self.talk.phase:  # whoever is listened to is not talked into
            self.telling.tell(moment, self.layout, repeats=repeats, gives_hints=self.memory.hints)
        if self._keeps_recent and not visit.is_return:
            self.memory = remember_guide(self.scene())
        visit.is_return = not self.page.is_waiting
