"""Tries a new name of a guide before anybody saves it: which answers of search would change, better or worse.

A second index is made in memory and thrown away; what households ask meanwhile is answered by the one in use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from channel_api.asked.effects import (
    MOST_CHECKED,
    Answered,
    Check,
    Effect,
    Way,
    choose_checks,
    each_once,
    judge,
    told_first,
)
from channel_api.catalogue import Catalogue
from channel_api.runtime import Services
from content.files import content_folder
from content.model import NATIONAL_REGION, Guide
from content.understanding.verdict import SHOWN_CHOICES
from content.word_entries import WordEntry

if TYPE_CHECKING:
    from channel_api.search.index import SearchIndex

PATIENCE_SECONDS = 20.0  # for the trial of somebody else; each takes a few seconds and some memory
MOST_BEGINNINGS = 3  # a publication, and the words of its bodies a moment later
MOST_REMEMBERED = 2 * MOST_CHECKED


class BusyError(Exception):
    """Others are trying names; a moment later it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a name would do. `this`: the text it is for; `effects`: only what changes; `checked` of `all` texts."""

    this: Effect
    effects: tuple[Effect, ...]
    counts: dict[Way, int]
    checked: int
    all: int


@dataclass(frozen=True, slots=True)
class _Change:
    guide: Guide
    name: str
    words: Sequence[WordEntry] | None


class NameTrials:
    """One a process, and one trial at a time: it needs as much memory as the index in use."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._one = Lock()
        self._edition: object = None
        self._before: dict[tuple[str, str], Answered] = {}

    def answer(self, text: str) -> Answered:
        """How a text is answered now, anywhere in the country."""
        return self._answers(self._services.catalogue.search_index(), Check(text, NATIONAL_REGION, "", "this"))

    def try_name(
        self, guide: Guide, name: str, text: str, asked: Iterable[str], *, words: Sequence[WordEntry] | None = None
    ) -> Trial:
        """`guide`: as it would be with the name, `words` where the words of search change instead; `text`: what people
        ask; `asked`: other texts many ask.

        Raises BusyError."""
        if not self._one.acquire(timeout=PATIENCE_SECONDS):
            raise BusyError("another name is being tried")
        try:
            return self._try(_Change(guide, name, words), text, list(asked))
        finally:
            self._one.release()

    def _try(self, change: _Change, text: str, asked: Sequence[str]) -> Trial:
        """Once more where the index in use learned something meanwhile: both must know the same words of bodies."""
        for _ in range(MOST_BEGINNINGS):
            index = self._services.catalogue.search_index()
            edition = index.edition
            trial = self._compare(index, change, text, asked)
            if index.edition is edition:
                return trial
        raise BusyError("the index is being made")

    def _compare(self, index: SearchIndex, change: _Change, text: str, asked: Sequence[str]) -> Trial:
        catalogue, guide = self._services.catalogue.current(), change.guide
        folder, regions = content_folder() / "wording", catalogue.regions.values()
        changed = index.trying(guide, folder, regions, words=change.words)
        this = Check(text, self._region_for(guide, catalogue), guide.id, "this")
        checks = each_once([this, *_checks_of(index, asked)])
        chosen = choose_checks(checks, change.name, most=MOST_CHECKED)
        effects = [
            judge(check, self._before_of(index, check), self._answers(changed, check, guide.id)) for check in chosen
        ]
        others = [effect for effect in effects if effect.check.source != "this"]
        return Trial(
            this=next(effect for effect in effects if effect.check.source == "this"),
            effects=tuple(told_first(others)),
            counts=dict(Counter(effect.way for effect in others)),
            checked=len(others),
            all=len(checks) - 1,
        )

    def _before_of(self, index: SearchIndex, check: Check) -> Answered:
        """Of the index in use, remembered until it is another one."""
        if index.edition is not self._edition:
            self._edition, self._before = index.edition, {}
        key = (check.text, check.region)
        known = self._before.get(key)
        if known is None:
            known = self._answers(index, check)
            if len(self._before) < MOST_REMEMBERED:
                self._before[key] = known
        return known

    def _answers(self, index: SearchIndex, check: Check, new: str = "") -> Answered:
        """`new`: a guide that is offered where it is looked for, even if it is published nowhere yet."""
        ids = self._services.catalogue.current().ids_in(check.region)
        if new and new not in self._services.catalogue.current().by_id:
            ids |= {new}
        return Answered.of(index.search(check.text, region_ids=ids, region=check.region, limit=SHOWN_CHOICES))

    def _region_for(self, guide: Guide, catalogue: Catalogue) -> str:
        """Where the guide is offered; a draft may name a place there is not."""
        return guide.region if guide.region in catalogue.regions else NATIONAL_REGION


def _checks_of(index: SearchIndex, asked: Iterable[str]) -> Iterable[Check]:
    """What guides bring along to be asked, where they are offered, and what many ask anywhere."""
    for guide, question in index.questions:
        yield Check(question, guide.region, guide.id, "own")
    for text in asked:
        yield Check(text, NATIONAL_REGION, "", "asked")
