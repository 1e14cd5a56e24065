"""Which services' lists an office was seen in, so that one office can be shown although no route gives it alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from threading import Lock

from channel_api.client.last_known import LastKnown, Page

MOST_SERVICES = 3  # one would do; the others are for the day that one is withdrawn


class OfficeIndex:
    """One file a region beside the kept answers: office id -> services."""

    def __init__(self, last_known: LastKnown) -> None:
        self._last_known = last_known
        self._lock = Lock()

    def note(self, region: str, service: str, offices: Sequence[str]) -> None:
        """These offices stand in the list of this service."""
        with self._lock:
            known = self._load(region)
            changed = {
                office: [*known.get(office, []), service]
                for office in offices
                if service not in known.get(office, []) and len(known.get(office, [])) < MOST_SERVICES
            }
            if changed:
                body = json.dumps({**known, **changed}, ensure_ascii=False).encode()
                self._last_known.keep(_name(region), [Page("", body)])

    def services_of(self, region: str, office: str) -> list[str]:
        """The services whose lists held the office."""
        with self._lock:
            return self._load(region).get(office, [])

    def _load(self, region: str) -> dict[str, list[str]]:
        kept = self._last_known.find(_name(region))
        if kept is None:
            return {}
        try:
            plain = json.loads(kept.pages[0].body)
        except (ValueError, RecursionError):
            return {}
        pairs = plain.items() if isinstance(plain, dict) else ()
        return {office: list(services) for office, services in pairs if isinstance(services, list)}


def _name(region: str) -> str:
    return f"offices seen in {region}"
