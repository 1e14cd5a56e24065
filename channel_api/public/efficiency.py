"""Promised against actual working days, as open data: JSON, and the same as a table."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator

from flask import Blueprint, Response, request

from channel_api.answers import EfficiencyFigures, EfficiencyReport
from channel_api.contract import Operation, operation
from channel_api.efficiency_desk import EfficiencyDesk
from channel_api.runtime import Services

KEPT_SECONDS = 600  # it changes once a day
CSV_TYPE = "text/csv"
HEADINGS = (
    "level",
    "department",
    "service",
    "title",
    "promised_days",
    "decided",
    "on_time_percent",
    "median_days",
    "p90_days",
    "open",
    "overdue",
)
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate instead of showing


def blueprint(services: Services) -> Blueprint:
    """`/v1/efficiency` and `/v1/efficiency.csv`."""
    routes = Blueprint("efficiency", __name__)
    desk = EfficiencyDesk(services)

    @routes.get("/v1/efficiency")
    @operation(
        Operation(
            access="public",
            summary="Promised against actual working days of the last year, by department and service",
            answer=EfficiencyReport,
            cache_seconds=KEPT_SECONDS,
            example={"query": {}},
        )
    )
    def efficiency() -> EfficiencyReport:
        return desk.report()

    @routes.get("/v1/efficiency.csv")
    @operation(
        Operation(
            access="public",
            summary="The same as a table; empty where the JSON says null",
            cache_seconds=KEPT_SECONDS,
            media_type=CSV_TYPE,
        )
    )
    def efficiency_table() -> Response:
        body = write_table(desk.report()).encode("utf-8-sig")  # without the mark Excel takes it for another encoding
        response = Response(body, content_type=f"{CSV_TYPE}; charset=utf-8")
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        response.headers["Content-Disposition"] = "attachment; filename=efficiency.csv"
        response.set_etag(hashlib.sha256(body).hexdigest()[:32])
        response.make_conditional(request)
        return response

    return routes


def write_table(report: EfficiencyReport) -> str:
    """A row for everything together, for each department and for each service."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for level, department, figures in _rows(report):
        cells = [getattr(figures, name) for name in HEADINGS[2:]]
        writer.writerow([_plain(cell) for cell in (level, department, *cells)])
    return out.getvalue()


def _rows(report: EfficiencyReport) -> Iterator[tuple[str, str, EfficiencyFigures]]:
    if report.total is not None:
        yield "total", "", report.total
    for group in report.departments:
        yield "department", group.department, group.figures
        for figures in group.services:
            yield "service", group.department, figures


def _plain(cell: object) -> str:
    """As text that stays text. Numbers here are never negative."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text
