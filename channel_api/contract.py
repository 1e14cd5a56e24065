"""How every endpoint is declared: who may call it, what it takes, what it answers. OpenAPI is made from the same words.

A view decorated with `operation` gets checked values and returns plain answers; parsing, problems, ETag and cache
headers are done here once. Nothing the caller sent is echoed in a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from http import HTTPStatus
from typing import Any, Literal, NoReturn, TypeVar

from flask import Response, request
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.exceptions import HTTPException

from channel_api.callers import check_access
from channel_api.encoding import Encoded, encode_answer
from channel_api.problems import FieldFault, ProblemCode, ProblemError
from channel_api.runtime import Services as Services  # the blueprints take it from here

Access = Literal["public", "operator", "loopback"]
"""public: everybody; loopback: this machine, or the operator's token; operator: the token only."""

M = TypeVar("M", bound=BaseModel)

JSON_TYPE = "application/json"
READ_CACHE_SECONDS = 60  # guides change a few times a day; a minute old is new enough, and the ETag makes asking cheap


class Query(BaseModel):
    """Base of what a query string or a path may hold. Values arrive as text; unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(BaseModel):
    """Base of what a JSON body may hold: right types only, nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """The declaration of one endpoint. `answer` is one object, `items` one element of a paged list.

    `cache_seconds` None: never stored anywhere (searches and cases). `example`: a request that is safe to repeat, as
    `path`, `query` and `body`; OpenAPI asks it for real.
    """

    access: Access
    summary: str
    path: type[Query] | None = None
    query: type[Query] | None = None
    body: type[Body] | None = None
    answer: type | None = None
    items: type | None = None
    status: int = HTTPStatus.OK
    cache_seconds: int | None = READ_CACHE_SECONDS
    problems: tuple[ProblemCode, ...] = ()
    media_type: str = JSON_TYPE
    example: Mapping[str, Any] = field(default_factory=dict)


def operation(declared: Operation) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Makes a view of a function that takes the path's names, and `query` and `body` where declared.

    The view carries `access` and `operation`; the rule tests and OpenAPI read them."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def answer(**path: str) -> Response:
            check_access(declared.access)
            arguments: dict[str, Any] = dict(path)
            if declared.path is not None:
                _validate(declared.path, path)
            arguments.update(_parse_query(declared.query))
            if declared.body is not None:
                arguments["body"] = _parse_body(declared.body)
            return _respond(view(**arguments), declared)

        answer.access = declared.access  # type: ignore[attr-defined]
        answer.operation = declared  # type: ignore[attr-defined]
        return answer

    return decorate


def _respond(value: Any, declared: Operation) -> Response:
    if isinstance(value, Response):
        return value
    encoded = value if isinstance(value, Encoded) else encode_answer(value)
    if declared.cache_seconds is None:
        response = _packed(encoded, declared)
        response.headers["Cache-Control"] = "no-store"
        return response
    is_same = request.if_none_match.contains_weak(encoded.etag)
    response = Response(status=HTTPStatus.NOT_MODIFIED) if is_same else _packed(encoded, declared)
    if is_same:
        del response.headers["Content-Type"]
    response.headers["Cache-Control"] = f"public, max-age={declared.cache_seconds}"
    # Weak where it is packed for some and not for others: the same content, not the same bytes (RFC 9110, 8.8.1).
    response.set_etag(encoded.etag, weak=encoded.is_large)
    if encoded.is_large:
        response.vary.add("Accept-Encoding")
    return response


def _packed(encoded: Encoded, declared: Operation) -> Response:
    """The answer as it goes out, packed where that pays and the caller can unpack it."""
    is_packed = encoded.is_large and request.accept_encodings.quality("gzip") > 0
    body = encoded.gzipped if is_packed else encoded.body
    response = Response(body, status=declared.status, mimetype=declared.media_type)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _parse_query(model: type[Query] | None) -> dict[str, Query]:
    texts: dict[str, str] = {}
    for name, values in request.args.lists():
        is_known = model is not None and name in _names_of(model)
        if not is_known:
            raise ProblemError("invalid", faults=[FieldFault(field="query", reason="unknown_parameter")])
        if len(values) > 1:
            raise ProblemError("invalid", faults=[FieldFault(field=name, reason="repeated")])
        texts[name] = values[0]
    return {} if model is None else {"query": _validate(model, texts)}


def _parse_body(model: type[Body]) -> Body:
    if request.mimetype != JSON_TYPE:
        raise ProblemError("unsupported_media")
    try:
        plain = json.loads(
            _read_body().decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_number,
            object_pairs_hook=_refuse_repeated,
        )
    except (ValueError, RecursionError):
        raise ProblemError("bad_request") from None
    return _validate(model, plain)


def _read_body() -> bytes:
    """Whatever breaks while the body arrives is the caller's connection or framing; each HTTP server has its own
    exceptions for it."""
    try:
        return request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception:
        raise ProblemError("bad_request") from None


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _number(text: str) -> float | int:
    """In JSON 4.0 is the integer 4."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        raise ValueError("a key stands twice")
    return plain


def _validate(model: type[M], plain: Any) -> M:
    try:
        return model.model_validate(plain)
    except ValidationError as error:
        names = _names_of(model)
        details = error.errors(include_input=False, include_url=False, include_context=False)
        faults = [_fault(detail["loc"], detail["type"], names) for detail in details]
        raise ProblemError("invalid", faults=faults) from None


def _fault(place: tuple[int | str, ...], reason: str, names: frozenset[str]) -> FieldFault:
    """Only names of ours are said back; the name of an unknown field is the caller's text."""
    known = [str(part) for part in place[:1] if part in names]
    return FieldFault(field=known[0] if known else "body", reason=reason)


@cache
def _names_of(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(info.alias or name for name, info in model.model_fields.items())
