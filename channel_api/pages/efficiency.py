"""Promised against actual working days, as editors read it: bars, and the same in tables."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from channel_api.efficiency_desk import EfficiencyDesk
from channel_api.pages.room import Room, entrance, page
from channel_api.sign_in_desk import SignedIn

BAR_UNITS = 100  # the width of the longest bar in the drawing's own units; the page scales it


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/efficiency`."""
    desk = EfficiencyDesk(room.services)

    @routes.get("/editors/efficiency")
    @entrance(room)
    def efficiency(signed: SignedIn) -> AnyResponse:
        report = desk.report()
        each = [figures for group in report.departments for figures in group.services]
        longest = max((max(one.promised_days, one.median_days) for one in each), default=0) or 1
        return page(
            "efficiency.html",
            signed=signed,
            report=report,
            bar=lambda days: round(BAR_UNITS * days / longest, 1),
            days=spell_days,
        )


def spell_days(days: float | None) -> str:
    """A median may lie between two days; whole ones are written whole."""
    return "" if days is None else f"{days:g}"
