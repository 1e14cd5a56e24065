"""The kinds of text that several endpoints take in a path or a query."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from channel_api.catalogue import Catalogue
from channel_api.contract import Query
from channel_api.problems import ProblemError
from content.model import NATIONAL_REGION
from content.regions import UnknownRegionError

LONGEST_QUESTION = 200  # characters; a spoken question has about 30

RegionCode = Annotated[str, Field(pattern="^[0-9]{6}$", description="六位行政区划代码")]
Identifier = Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?[ ]?(Z|z|[ +-]?\d\d:\d\d)")

_LEAP_SECOND = re.compile(r"(T\d\d:\d\d):60")


def _check_moment(text: str) -> str:
    parse_moment(text)
    return text


def parse_moment(text: str) -> datetime:
    """An RFC 3339 moment. A plus sign that arrived as a space is put back: few people escape it. Raises ValueError."""
    if not _MOMENT.fullmatch(text) or not text.isascii():
        raise ValueError("not a moment with offset")
    restored = text.upper().replace(" ", "+")
    return datetime.fromisoformat(_LEAP_SECOND.sub(r"\1:59", restored))  # none of an office's business


Moment = Annotated[
    str, AfterValidator(_check_moment), WithJsonSchema({"type": "string", "format": "date-time", "maxLength": 40})
]


class RegionQuery(Query):
    """Which place is asked for; without it the national rule."""

    region: RegionCode = NATIONAL_REGION


class IdentifierPath(Query):
    """The id in a path."""

    id: Identifier


class RegionPath(Query):
    """The region code in a path."""

    code: RegionCode


def path_to(catalogue: Catalogue, region: str) -> list[str]:
    """Codes from the country down to the region. Raises ProblemError for one that is not published."""
    try:
        return catalogue.path_to(region)
    except UnknownRegionError:
        raise ProblemError("not_found", "unknown_region") from None
