"""Shows a draft before it is published: as the television draws it, as it sounds, and what search would make of it.

Nothing here changes what is published, nor the draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

from channel_api.opened_guide import Opened
from channel_api.previewed import Previewed, find_regions, read_previewed
from channel_api.previewing.doors import TICKET_LIFETIME, hash_token, make_token
from channel_api.previewing.picture_program import NotDrawnError, PictureProgram, Screen
from channel_api.previewing.screens import answers_of, route_of
from channel_api.previewing.spoken import SpokenSentence, sentences_of
from channel_api.previewing.trial import Trial, TriedQuestion
from channel_api.runtime import Services
from channel_api.store import previews
from channel_api.store.previews import Ticket
from channel_api.store.speech import find_rendered
from content.files import content_folder
from content.model import NATIONAL_REGION, Guide
from content.regions import UnknownRegionError
from content.spoken_sentences import load_voices


class BusyError(Exception):
    """Somebody else is trying a draft on search right now; it takes a moment."""


class PreviewDesk:
    """Safe to use from many threads."""

    def __init__(self, services: Services, program: PictureProgram) -> None:
        self._services = services
        self._program = program
        self._trying = Lock()

    def look(self, opened: Opened, region: str = "") -> Previewed:
        """What there is to look at; without a region where it holds. Raises NotDrawnError."""
        wanted = region or str(opened.text.get("region", "")) or NATIONAL_REGION
        with self._services.database.read() as connection:
            shown = read_previewed(connection, self._services, opened.key, opened.text, wanted)
        if shown is None:
            raise NotDrawnError("unreadable")
        return shown

    def draw(self, opened: Opened, shown: Previewed, *, address: str, region: str, part: str) -> list[Screen]:
        """One screen of the draft at all sizes. `address`: of this server, which the program asks for the text.

        Raises NotDrawnError."""
        route = route_of(shown.kind, shown.thing, part)
        if route is None:
            raise NotDrawnError("no_screen")
        ticket, now = make_token(), self._services.clock()
        opens = Ticket(
            key=opened.key,
            revision=opened.token.revision,
            live_revision=opened.token.live_revision,
            expires_at=now + TICKET_LIFETIME,
        )
        with self._services.database.write() as connection:
            previews.add_ticket(connection, hash_token(ticket), opens, now=now)
        try:
            answers = answers_of(shown.thing, part)
            return self._program.draw(address, ticket=ticket, region=region, route=route, answers=answers)
        finally:
            with self._services.database.write() as connection:
                previews.remove_ticket(connection, hash_token(ticket))

    def regions_of(self, shown: Previewed) -> dict[str, str]:
        """Where it holds, and the places that say something differently: code and name."""
        if not isinstance(shown.thing, Guide):
            codes = [str(getattr(shown.thing, "region", NATIONAL_REGION))]
        else:
            with self._services.database.read() as connection:
                codes = find_regions(connection, shown.thing)
        return self.names_of(codes)

    def names_of(self, codes: Iterable[str]) -> dict[str, str]:
        """What regions are called; a code nobody knows stands for itself."""
        known = self._services.catalogue.current().regions
        return {code: known[code].name if code in known else code for code in codes}

    def sentences(self, thing: Any) -> tuple[dict[str, list[SpokenSentence]], frozenset[str]]:
        """What is said, by part; and the keys of those sentences whose sound is there."""
        parts = sentences_of(thing, load_voices()["female"])
        keys = [sentence.key for sentences in parts.values() for sentence in sentences]
        with self._services.database.read() as connection:
            return parts, find_rendered(connection, keys)

    def try_questions(self, guide: Guide) -> tuple[list[TriedQuestion], list[TriedQuestion]]:
        """What search makes of the guide's questions now and with the draft; and those of others it would harm.

        Raises BusyError."""
        if not self._trying.acquire(blocking=False):
            raise BusyError
        try:
            catalogue = self._services.catalogue.current()
            index, regions = self._services.catalogue.search_index(), tuple(catalogue.regions.values())
            trial = Trial(index, guide, content_folder() / "wording", regions, self._offered)
            return trial.own_questions(), trial.harmed()
        finally:
            self._trying.release()

    def _offered(self, region: str) -> frozenset[str]:
        """What is offered in a region; nothing where a draft names one there is not."""
        try:
            return self._services.catalogue.current().ids_in(region)
        except UnknownRegionError:
            return frozenset()

    def close(self) -> None:
        """Ends the program that draws."""
        self._program.close()
