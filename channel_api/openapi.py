"""The OpenAPI 3.1 document, made from the declarations of the endpoints; nothing in it is written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from flask import Flask
from pydantic import BaseModel

from channel_api import problems
from channel_api.contract import JSON_TYPE, Operation
from channel_api.examples import ExampleRequest, ask, choose_values, fill_in
from channel_api.json_schema import REFERENCE, AnswerSchemas, Schema
from channel_api.runtime import Services

DIALECT = "3.1.0"
TOKEN = "operatorToken"  # noqa: S105  the name of the scheme, no secret
BODY_PROBLEMS: tuple[tuple[problems.ProblemCode, int], ...] = (
    ("bad_request", HTTPStatus.BAD_REQUEST),
    ("invalid", HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ("unsupported_media", HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
)
_PARAMETER = re.compile(r"<(\w+)>")


def declared_operations(app: Flask) -> Iterator[tuple[str, str, Operation]]:
    """Rule, method and declaration of every endpoint, in the order of rules."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        declared = getattr(app.view_functions[rule.endpoint], "operation", None)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if declared is not None:
                yield rule.rule, method, declared


def make_document(app: Flask, services: Services) -> dict[str, Any]:
    """The whole document, with examples this server has just answered."""
    schemas = AnswerSchemas()
    values = choose_values(services.catalogue.current())
    paths: dict[str, Any] = {}
    for rule, method, declared in declared_operations(app):
        example = fill_in(declared.example, method, rule, values)
        answer = None if example is None else ask(app, example, declared.status)
        described = _describe(declared, schemas, example if answer is not None else None, answer)
        described["operationId"] = _operation_id(method, rule)
        paths.setdefault(_PARAMETER.sub(r"{\1}", rule), {})[method.lower()] = described
    return {
        "openapi": DIALECT,
        "info": {"title": "政务服务频道", "version": version("zhengwu-channel"), "license": {"name": "Apache-2.0"}},
        "servers": [{"url": services.config.public_url or "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {TOKEN: {"type": "http", "scheme": "bearer"}},
        },
    }


def _describe(declared: Operation, schemas: AnswerSchemas, example: ExampleRequest | None, answer: Any) -> Schema:
    described: Schema = {"summary": declared.summary, "responses": _responses(declared, schemas, answer)}
    parameters = [
        *_parameters(declared.path, "path", example.path_values if example else {}),
        *_parameters(declared.query, "query", example.query if example else {}),
    ]
    if parameters:
        described["parameters"] = parameters
    if declared.body is not None:
        content: Schema = {"schema": _body_schema(declared.body, schemas)}
        if example is not None and example.body is not None:
            content["example"] = dict(example.body)
        described["requestBody"] = {"required": True, "content": {JSON_TYPE: content}}
    if declared.access == "operator":
        described["security"] = [{TOKEN: []}]
    elif declared.access == "loopback":
        described["security"] = [{}, {TOKEN: []}]
    return described


def _responses(declared: Operation, schemas: AnswerSchemas, answer: Any) -> Schema:
    good: Schema = {"schema": _answer_schema(declared, schemas)}
    if answer is not None:
        good["example"] = answer
    responses: Schema = {
        str(int(declared.status)): {"description": declared.summary, "content": {declared.media_type: good}}
    }
    if declared.cache_seconds is not None:
        responses["304"] = {"description": "As it was when the ETag was given"}
    wanted = [(code, int(problems.USUAL_STATUS[code])) for code in (*declared.problems, "invalid", "unavailable")]
    if declared.body is not None:
        wanted += [(code, int(status)) for code, status in BODY_PROBLEMS]
    problem = {problems.CONTENT_TYPE: {"schema": schemas.of(problems.Problem)}}
    for _code, status in sorted(set(wanted), key=lambda pair: pair[1]):
        responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": problem}
    return responses


def _answer_schema(declared: Operation, schemas: AnswerSchemas) -> Schema:
    if declared.items is not None:
        return schemas.page_of(declared.items)
    if declared.answer is not None:
        return schemas.of(declared.answer)
    return {"type": "object"} if declared.media_type == JSON_TYPE else {"type": "string"}


def _parameters(model: type[BaseModel] | None, place: str, values: Mapping[str, str]) -> Iterator[Schema]:
    if model is None:
        return
    schema = model.model_json_schema(ref_template=REFERENCE + "{model}")
    for name, described in schema["properties"].items():
        parameter: Schema = {
            "name": name,
            "in": place,
            "required": place == "path" or name in schema.get("required", ()),
            "schema": _without_null(described),
        }
        if name in values:
            parameter["example"] = _as_typed(values[name], parameter["schema"])
        yield parameter


def _without_null(described: Schema) -> Schema:
    """A parameter is there or not; it cannot be null. Titles only repeat the names."""
    arms = [arm for arm in described.get("anyOf", ()) if arm != {"type": "null"}]
    kept = {name: value for name, value in described.items() if name not in ("anyOf", "title")}
    if arms:
        kept = {**kept, **arms[0]}
    if kept.get("default", "") is None:
        del kept["default"]
    return kept


def _as_typed(text: str, schema: Schema) -> str | int:
    return int(text) if schema.get("type") == "integer" else text


def _body_schema(model: type[BaseModel], schemas: AnswerSchemas) -> Schema:
    schema = model.model_json_schema(ref_template=REFERENCE + "{model}")
    schemas.components.update(schema.pop("$defs", {}))
    schemas.components[model.__name__] = schema
    return {"$ref": REFERENCE + model.__name__}


def _operation_id(method: str, rule: str) -> str:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", rule) if word and word != "v1"]
    return "_".join([method.lower(), *words])
