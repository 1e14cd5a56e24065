"""How far a case has come, for whoever has its number and code."""

from __future__ import annotations

from flask import Blueprint

from channel_api.answers import CaseProgress
from channel_api.case_access import CaseCode, CaseNumber, require_found, try_code
from channel_api.case_records import CaseEvent
from channel_api.cases.lookup import Found
from channel_api.cases.progress import describe_case
from channel_api.cases.words import case_words
from channel_api.contract import Body, Operation, operation
from channel_api.runtime import Services
from channel_api.store.cases import CaseLedger


class LookupBody(Body):
    """Both are needed; neither is ever logged or said back."""

    number: CaseNumber
    code: CaseCode


def blueprint(services: Services) -> Blueprint:
    """`/v1/cases/lookup`."""
    routes = Blueprint("cases", __name__)

    @routes.post("/v1/cases/lookup")
    @operation(
        Operation(
            access="public",
            summary="The progress of a case; unknown numbers and wrong codes are answered alike",
            body=LookupBody,
            answer=CaseProgress,
            cache_seconds=None,
            problems=("not_found", "limited"),
            example={"body": {"number": "{case_number}", "code": "{case_code}"}},
        )
    )
    def look_up(body: LookupBody) -> CaseProgress:
        with services.database.write() as connection:
            outcome = try_code(services, connection, body.number, body.code, now=services.clock())
            events: tuple[CaseEvent, ...] = ()
            if isinstance(outcome, Found):
                events = CaseLedger(connection).load_events(outcome.case.opening.number)
        case = require_found(outcome)
        return describe_case(case, events, words=case_words(), today=services.today(), calendar=services.calendar())

    return routes
