"""What can go wrong with a request, as RFC 9457 problem documents. Nothing the caller sent is ever repeated in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Literal

import yaml

ProblemCode = Literal[
    "not_found",
    "bad_request",
    "invalid",
    "limited",
    "method_not_allowed",
    "unsupported_media",
    "unavailable",
    "unauthorized",
]
CONTENT_TYPE = "application/problem+json"

USUAL_STATUS: Mapping[ProblemCode, HTTPStatus] = {
    "not_found": HTTPStatus.NOT_FOUND,
    "bad_request": HTTPStatus.BAD_REQUEST,
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "limited": HTTPStatus.TOO_MANY_REQUESTS,
    "method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "unsupported_media": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "unauthorized": HTTPStatus.UNAUTHORIZED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """One field that was refused, and why, as a stable word. Unknown fields are not named: their names are input."""

    field: str
    reason: str


class ProblemError(Exception):
    """Raised by a view or a rule to answer with a problem document.

    `detail` is a key of wording.yaml (default: the code itself); `headers` such as Retry-After go out with the answer.
    """

    def __init__(
        self,
        code: ProblemCode,
        detail: str = "",
        *,
        status: int = 0,
        faults: Sequence[FieldFault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or code)
        self.code: ProblemCode = code
        self.detail = detail or code
        self.status = HTTPStatus(status or USUAL_STATUS[code])
        self.faults = tuple(faults)
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The document itself. `code` is stable, `detail` is for people, `errors` names the refused fields."""

    type: str
    title: str
    status: int
    detail: str
    code: ProblemCode
    request_id: str
    errors: tuple[FieldFault, ...] = field(default=())


def describe(error: ProblemError, request_id: str) -> Problem:
    """The document for an error."""
    return Problem(
        type="about:blank",
        title=error.status.phrase,
        status=int(error.status),
        detail=detail_text(error.detail),
        code=error.code,
        request_id=request_id,
        errors=error.faults,
    )


def detail_text(key: str) -> str:
    """The Chinese sentence of a detail; raises KeyError for one that wording.yaml does not hold."""
    return _details()[key]


@cache
def _details() -> dict[str, str]:
    text = files("channel_api").joinpath("wording.yaml").read_text("utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return {str(key): str(value) for key, value in words["details"].items()}
