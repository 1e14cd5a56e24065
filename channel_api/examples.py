"""Examples for the OpenAPI document, true because they are asked of this very server while the document is made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask

from channel_api.cases.samples import load_samples
from channel_api.catalogue import Catalogue
from content.model import NATIONAL_REGION

# Preferred where the content has them: the example a reader knows from the rest of the documents.
REGION = "330106"
SERVICE = "id-card-lost"
# Sample cases are asked for only where their notice is published: a look-up that fails counts as a wrong guess.
SAMPLE_NOTICE = "demo-cases"


EXAMPLE_MARK = "channel.example"  # in the WSGI environment, where no caller can put it


@dataclass(frozen=True, slots=True)
class ExampleRequest:
    """A request with everything filled in."""

    method: str
    path: str
    path_values: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, str] | None


def choose_values(catalogue: Catalogue) -> dict[str, str]:
    """What stands for `{region}`, `{service}` and the like; kinds of which nothing is published are left out."""
    region = REGION if REGION in catalogue.regions else NATIONAL_REGION
    values = {"region": region, "parent": NATIONAL_REGION}
    if region in catalogue.regions:
        entries = catalogue.services_in(region)
        known = [entry.summary for entry in entries if entry.summary.id == SERVICE] + [e.summary for e in entries]
        values["parent"] = catalogue.regions[region].parent or region
        values |= {"service": known[0].id, "topic": known[0].topic, "title": known[0].title} if known else {}
    if catalogue.scenarios:
        values["scenario"] = catalogue.scenarios[0].id
    if any(notice.id == SAMPLE_NOTICE for notice in catalogue.notices):
        sample = load_samples().cases[0]
        values |= {"case_number": sample.number, "case_code": sample.code}
    return values


def fill_in(declared: Mapping[str, Any], method: str, rule: str, values: Mapping[str, str]) -> ExampleRequest | None:
    """The request of a declared example; None where there is none, or nothing to fill it with."""
    if not declared:
        return None
    try:
        path_values = {name: text.format(**values) for name, text in declared.get("path", {}).items()}
        query = {name: text.format(**values) for name, text in declared.get("query", {}).items()}
        body = {name: text.format(**values) for name, text in declared.get("body", {}).items()}
    except KeyError:
        return None
    path = rule
    for name, text in path_values.items():
        path = path.replace(f"<{name}>", text)
    return ExampleRequest(method, path, path_values, query, body or None)


def ask(app: Flask, example: ExampleRequest, status: int) -> Any:
    """The answer as plain data; None where this server does not answer it so."""
    options: dict[str, Any] = {"query_string": dict(example.query), "method": example.method}
    options["environ_overrides"] = {EXAMPLE_MARK: True}
    if example.body is not None:
        options["json"] = dict(example.body)
    response = app.test_client().open(example.path, **options)
    is_as_declared = response.status_code == status and response.is_json
    return json.loads(response.get_data()) if is_as_declared else None
