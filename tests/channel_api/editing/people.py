"""People at the editors' pages, as browsers without scripts: each has cookies of its own and reads forms from pages."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

from channel_api.runtime import Services
from channel_api.store import editors
from channel_api.store.editor_grants import StoredGrant, write_grants

PASSWORD = "a calm horse by the lake"


@dataclass
class Form:
    """A form of a page: where it goes, and what stands in it."""

    action: str
    fields: dict[str, str]
    buttons: list[tuple[str, str, str]]


class FormReader(HTMLParser):
    """Reads all forms as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: str = ""
        self._select = ""
        self._button: tuple[str, str] | None = None
        self._text = ""
        self._is_disabled = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given["action"], {}, []))
        elif tag == "input" and self.forms and given.get("name"):
            is_box = given.get("type") == "checkbox"
            if not is_box or "checked" in given:
                self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._open, self._text = given["name"], ""
        elif tag == "select":
            self._select = given["name"]
            self.forms[-1].fields.setdefault(self._select, "")
        elif tag == "option" and "selected" in given:
            self.forms[-1].fields[self._select] = given["value"]
        elif tag == "button" and self.forms:
            self._button, self._text = (given.get("name", ""), given.get("value", "")), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._open:
            # A browser drops the line break right after the tag.
            self.forms[-1].fields[self._open] = self._text.removeprefix("\n")
            self._open = ""
        elif tag == "button" and self._button is not None:
            self.forms[-1].buttons.append((*self._button, self._text.strip()))
            self._button = None


class Browser:
    """One person's browser."""

    def __init__(self, app: Flask, name: str = "") -> None:
        self.client = app.test_client()
        self.name = name
        self.page = ""
        self.status = 0
        self.path = ""

    def _take(self, response: TestResponse) -> Browser:
        self.page, self.status = response.get_data(as_text=True), response.status_code
        self.path = response.request.path
        return self

    def open(self, path: str) -> Browser:
        return self._take(self.client.get(path, follow_redirects=True))

    def post(self, path: str, fields: Mapping[str, str]) -> Browser:
        return self._take(self.client.post(path, data=dict(fields), follow_redirects=True))

    def form(self, action: str) -> Form:
        """The form of this page that goes there."""
        found = [form for form in FormReader(self.page).forms if form.action == action]
        assert found, f"no form goes to {action}; there are {[form.action for form in FormReader(self.page).forms]}"
        return found[0]

    def actions(self) -> set[str]:
        return {form.action for form in FormReader(self.page).forms}

    def send(self, action: str, **changes: str) -> Browser:
        """The form as it stands in the page, with some fields filled in otherwise (`__` is a dot)."""
        fields = self.form(action).fields
        return self.post(action, {**fields, **{name.replace("__", "."): value for name, value in changes.items()}})

    def sign_in(self, password: str = PASSWORD) -> Browser:
        self.open("/editors/sign-in")
        return self.send("/editors/sign-in", name=self.name, password=password)

    def reads(self, text: str) -> bool:
        """Whether it stands on the page, without marks of changes."""
        return text in html.unescape(re.sub(r"<[^>]*>", "", self.page))


class People:
    """Accounts made for a test. Hashing is slow on purpose, so all share one password, and nobody types it to join."""

    def __init__(self, app: Flask, services: Services, password_hash: str) -> None:
        self._app = app
        self._services = services
        self._hash = password_hash

    def join(self, name: str, *roles: str, grants: Sequence[StoredGrant] = ()) -> Browser:
        """A new account, signed in; `roles` hold everywhere, `grants` by department and region."""
        browser, now = Browser(self._app, name), self._services.clock()
        with self._services.database.write() as connection:
            editors.add_editor(connection, name, self._hash, roles, now)
            write_grants(connection, name, grants)
            token = editors.begin_session(connection, name, now)
        browser.client.set_cookie("editors", token, path="/editors")
        return browser

    def stranger(self) -> Browser:
        return Browser(self._app)
