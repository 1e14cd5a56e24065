"""No sequence of requests, whoever sends them, brings a text where it must not go; watched in the store itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from channel_api.app import create_app
from channel_api.config import Config
from channel_api.editing.texts import Text
from channel_api.opened_guide import Opened, open_guide
from channel_api.store.database import Database
from tests.channel_api.conftest import Server, StandingClock, make_services
from tests.channel_api.editing.people import Browser, People
from tests.drawn import examples

KEY = "id-card-lost"
GUIDE = f"/editors/guides/{KEY}"
ROLES = {
    "anna": ("editor",),
    "bao": ("reviewer",),
    "chen": ("administrator",),
    "dan": ("editor", "reviewer", "publisher"),
    "eva": ("publisher",),
}
# What each way of a text may lead to, by the words of the state before and after.
WAYS = {
    "published": {"draft", "in_review"},  # in_review: what was changed is saved and sent round by one button
    "draft": {"in_review", "published"},  # published: it says what is live again, or was thrown away
    "in_review": {"approved", "returned", "draft", "published"},
    "approved": {"published", "returned", "draft", "in_review"},
    "returned": {"in_review", "draft", "published"},
}
# Who may bring it there.
MAY_LEAD_TO = {
    "draft": "editor",
    "in_review": "editor",
    "approved": "reviewer",
    "returned": "reviewer",
}


@dataclass(frozen=True)
class Seen:
    """What the store says."""

    state: str
    version: int
    text: Text
    live: Text | None
    authors: frozenset[str]

    @classmethod
    def of(cls, opened: Opened | None) -> Seen:
        if opened is None:
            return cls("gone", 0, {}, None, frozenset())
        work = opened.work
        return cls(work.state, work.version, opened.text, opened.live_text, work.authors)


class Watched(RuleBasedStateMachine):
    """Five people press any button of any page with any text, old pages and forged forms among them."""

    make: Callable[[ExitStack], tuple[Database, People, Flask]]
    acts: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.database, people, _ = type(self).make(self.stack)
        self.people: dict[str, Browser] = {name: people.join(name, *roles) for name, roles in ROLES.items()}
        self.secrets = {
            name: browser.open("/editors/password").form("/editors/sign-out").fields["form"]
            for name, browser in self.people.items()
        }
        self.fields = self.people["anna"].open(GUIDE).form(GUIDE).fields
        self.tokens = [self.fields["token"]]
        self.approved: tuple[Text, str] = ({}, "")

    def teardown(self) -> None:
        self.stack.close()

    def look(self) -> Seen:
        with self.database.read() as connection:
            opened = open_guide(connection, KEY)
        if opened is not None and str(opened.token) != self.tokens[-1]:
            self.tokens.append(str(opened.token))
        return Seen.of(opened)

    @rule(
        who=st.sampled_from(sorted(ROLES)),
        act=st.integers(min_value=0, max_value=10_000),
        text=st.sampled_from(["", "甲", "乙", "丙"]),
        is_old=st.sampled_from([False, False, False, True]),
        is_forged=st.sampled_from([False, False, False, False, True]),
        button=st.sampled_from(["save", "submit"]),
    )
    def press(self, who: str, act: int, text: str, is_old: bool, is_forged: bool, button: str) -> None:
        path = self.acts[act % len(self.acts)]
        before = self.look()
        is_old = is_old and len(self.tokens) > 1
        browser = self.people[who]
        fields = {
            **self.fields,
            "form": "0" * 64 if is_forged else self.secrets[who],
            "token": self.tokens[0] if is_old else self.tokens[-1],
            "notes": text,
            "do": button,
            "reason": "看过了",
            "sure": "yes",
        }
        status = browser.client.post(path, data=fields).status_code
        assert status != 500, path  # 503 is an answer: there may be no voice to render with
        after = self.look()
        self.watch(before, after, who, f"{who} {path} {status} {'old' if is_old else ''}")
        if is_forged or is_old:
            assert after == before, f"{who} {path}: a forged form or an old page changed something"

    def watch(self, before: Seen, after: Seen, who: str, what: str) -> None:
        roles = ROLES[who]
        is_administrator = "administrator" in roles
        if after.state != before.state:
            assert after.state in WAYS[before.state], f"{what}: {before.state} → {after.state}"
            needed = MAY_LEAD_TO.get(after.state)
            assert needed is None or needed in roles or is_administrator, f"{what}: {after.state}"
        if after.text != before.text and before.state == "in_review":
            # in_review: it was sent round anew by the button that saves; whoever had read it has not read this.
            is_anew = after.state == "in_review" and who in after.authors
            assert is_anew or after.state in ("draft", "published"), f"{what}: a change restarts the review"
        if after.state == "approved" and before.state != "approved":
            assert who not in before.authors or is_administrator, f"{what}: nobody approves their own"
            self.approved = (after.text, who)
        if after.live != before.live:
            assert before.state == "approved", f"{what}: only what was approved goes out"
            assert "publisher" in roles or is_administrator, f"{what}: by a publisher"
            assert before.text == self.approved[0], f"{what}: exactly what was approved"
            assert after.live in (before.text, None), what


def make_anew(server: Server, filled_url: str, folder: Path, hashed: str) -> Callable[[ExitStack], Any]:
    def make(stack: ExitStack) -> tuple[Database, People, Flask]:
        url = stack.enter_context(server.copy_of(filled_url))
        config = Config(data_folder=folder, database_url=url, secret_keys=("k" * 32,))
        database = Database.from_url(url)
        services = make_services(config, database, StandingClock())
        stack.callback(database.close)
        stack.callback(services.demand.stop)
        app = create_app(services)
        return database, People(app, services, hashed), app

    return make


@pytest.mark.hypothesis
def test_no_sequence_of_requests_leads_where_it_must_not(
    server: Server, filled_url: str, tmp_path: Path, password_hash: str
) -> None:
    make = make_anew(server, filled_url, tmp_path, password_hash)
    with ExitStack() as stack:
        _, _, app = make(stack)
        rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
        paths = [rule.rule for rule in rules if rule.rule.startswith("/editors/guides/<key>")]
    acts = sorted({path.replace("<key>", KEY).replace("<number>", "1") for path in paths})
    assert len(acts) >= 7, acts
    machine = type("Machine", (Watched,), {"make": staticmethod(make), "acts": acts})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(8),
            stateful_step_count=30,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
