"""What one running server holds, made once in `app` and passed to everything that answers. Knows no Flask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from channel_api.catalogue_keeper import CatalogueKeeper
from channel_api.clock import Clock, day_of
from channel_api.config import Config, Keys
from channel_api.demand import DemandCounter
from channel_api.guide_shelf import GuideShelf
from channel_api.store.database import Database
from content.calendar import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`catalogue.current()` is the content as published now; `clock` the only source of time."""

    config: Config
    database: Database
    keys: Keys
    clock: Clock
    catalogue: CatalogueKeeper
    guides: GuideShelf
    demand: DemandCounter

    def today(self) -> date:
        """The calendar day in the country."""
        return day_of(self.clock())

    def calendar(self) -> Calendar:
        """The published working days."""
        return self.catalogue.current().calendar
