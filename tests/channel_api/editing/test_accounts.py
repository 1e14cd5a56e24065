"""Accounts as the operator makes and ends them, and which passwords are good enough."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from channel_api.editing.passwords import find_password_fault
from channel_api.pages.words import page_words
from channel_api.passwords import hash_password, is_right_password
from channel_api.runtime import Services
from channel_api.store import editors
from channel_api.store.editing_trail import EDITING_TRAIL
from tests.channel_api.editing.people import Browser
from tests.channel_api.test_commands import Operator

NEW_PASSWORD = "lantern quilt 71 harbour"
COMMON = page_words().common_in_passwords


@pytest.fixture
def operator(
    database_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Operator:
    monkeypatch.setenv("CHANNEL_DATABASE_URL", database_url)
    monkeypatch.setenv("CHANNEL_DATA_DIR", str(tmp_path_factory.mktemp("data")))
    monkeypatch.setenv("CHANNEL_SECRET_KEY", "k" * 32)
    return Operator(capsys)


def test_an_account_made_by_command_signs_in_until_it_is_ended(operator: Operator, app: Flask) -> None:
    made = operator.types("editor", "add", "王芳", "--role", "editor", "--role", "reviewer")
    password = made.out.strip()
    browser = Browser(app, "王芳").sign_in(password)
    assert browser.path == "/editors/password", "whoever made the account knows this password"
    assert browser.open("/editors/").path == "/editors/password"
    browser.send("/editors/password", old=password, new=password, again=password)
    assert browser.reads("新密码和现在的一样")
    browser.send("/editors/password", old=password, new=NEW_PASSWORD, again=NEW_PASSWORD)
    assert browser.path == "/editors/"
    assert browser.reads("已登录：王芳")
    assert operator.types("editor", "list").out.startswith("王芳\teditor reviewer\tmade ")
    assert operator.types("editor", "end", "王芳").code == 0
    assert browser.open("/editors/").path == "/editors/sign-in"
    assert Browser(app, "王芳").sign_in(NEW_PASSWORD).status == 403
    assert "ended" in operator.types("editor", "list").out
    assert operator.types("editor", "end", "王芳").code == 1


def test_a_name_is_never_given_twice_for_the_trail_names_people(operator: Operator) -> None:
    operator.types("editor", "add", "anna")
    operator.types("editor", "end", "anna")
    again = operator.types("editor", "add", "anna")
    assert (again.code, again.out) == (1, "")
    assert "is or was in use" in again.err


@pytest.mark.parametrize("name", ["", " anna", "a/b", "a\nb", "x" * 61, "operator"])
def test_a_name_that_nobody_could_type_or_read_is_refused(operator: Operator, name: str) -> None:
    refused = operator.types("editor", "add", name)
    assert (refused.code, refused.out) == (1, "")
    assert "a name has 1 to 60 printable characters" in refused.err


def test_the_operator_gives_and_takes_roles_by_department_and_region(operator: Operator) -> None:
    operator.types("editor", "add", "anna", "--role", "editor", "--department", "公安局", "--region", "杭州市")
    assert "\teditor:公安局@330100\t" in operator.types("editor", "list").out
    operator.types("editor", "grant", "anna", "--role", "reviewer", "--region", "000000")
    assert "\teditor:公安局@330100 reviewer\t" in operator.types("editor", "list").out
    operator.types("editor", "take", "anna", "--department", "公安局", "--region", "330100")
    assert "anna\treviewer\t" in operator.types("editor", "list").out
    assert "no such region" in operator.types("editor", "grant", "anna", "--region", "999999").err
    assert "one department" in operator.types("editor", "grant", "anna", "--department", "民政、公安").err
    assert operator.types("editor", "grant", "nobody").code == 1


def test_who_forgot_the_password_gets_a_new_first_one_and_is_signed_out(operator: Operator, app: Flask) -> None:
    old = operator.types("editor", "add", "anna").out.strip()
    browser = Browser(app, "anna").sign_in(old)
    new = operator.types("editor", "password", "anna").out.strip()
    assert browser.open("/editors/password").path == "/editors/sign-in"
    assert Browser(app, "anna").sign_in(old).status == 403
    assert Browser(app, "anna").sign_in(new).path == "/editors/password"
    assert "no second step" in operator.types("editor", "reset-second-step", "anna").err
    assert "CHANNEL_OIDC_ISSUER is not set" in operator.types("editor", "link", "anna", "fang").err
    assert operator.types("editor", "sign-out", "anna").code == 0


def test_the_operator_proves_that_the_trail_is_whole(operator: Operator, services: Services) -> None:
    operator.types("editor", "add", "anna")
    first = operator.types("editor", "trail-check")
    assert (first.code, first.out.splitlines()[0]) == (0, "1 rows, each follows the one before")
    known = first.out.splitlines()[1]
    operator.types("editor", "end", "anna")
    again = operator.types("editor", "trail-check", "--known", known)
    assert "2 rows, each follows the one before; nothing up to row 1 was changed since" in again.out
    assert operator.types("editor", "trail-check", "--known", "f" * 64).code == 1
    rows = [json.loads(line) for line in operator.types("editor", "trail-export").out.splitlines()]
    assert [(row["act"], row["subject"], row["who"]) for row in rows] == [
        ("add", "anna", "operator"),
        ("end", "anna", "operator"),
    ]
    assert rows[0]["hash"] == known
    with services.database.write() as connection:
        connection.execute(EDITING_TRAIL.update().where(EDITING_TRAIL.c.id == 1).values(who="somebody"))
    broken = operator.types("editor", "trail-check")
    assert (broken.code, broken.err) == (1, "zhengwu-api: row 1 of the trail does not follow the row before\n")


def test_roles_that_a_newer_version_stored_give_no_right(app: Flask, services: Services, password_hash: str) -> None:
    with services.database.write() as connection:
        editors.add_editor(connection, "eva", password_hash, ["emperor"], services.clock())
        token = editors.begin_session(connection, "eva", services.clock())
    browser = Browser(app, "eva")
    browser.client.set_cookie("editors", token, path="/editors")
    assert browser.open("/editors/").status == 200
    assert browser.open("/editors/new").status == 403


def test_neither_password_nor_token_stands_in_the_database(services: Services, real_passwords: None) -> None:
    with services.database.write() as connection:
        editors.add_editor(connection, "anna", hash_password("a calm horse by the lake"), ["editor"], services.clock())
        token = editors.begin_session(connection, "anna", services.clock())
        stored = editors.find_editor(connection, "anna")
        rows = connection.execute(editors.EDITOR_SESSIONS.select()).all()
    assert stored is not None
    assert stored.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert token not in str(rows)


def test_a_wrong_password_no_account_and_a_damaged_hash_are_all_simply_wrong() -> None:
    stored = hash_password("a calm horse by the lake")
    assert is_right_password("a calm horse by the lake", stored)
    assert not is_right_password("a calm horse by the lak", stored)
    assert not is_right_password("a calm horse by the lake", None)
    assert not is_right_password("the password of no account", None)
    assert not is_right_password("a calm horse by the lake", "damaged")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elevenchars", "too_short"),
        ("x" * 129, "too_long"),
        ("123456789012", "too_common"),
        ("aaaaaaaaaaaa", "too_common"),
        ("Password123456", "too_common"),
        ("qwertyuiopasdfgh", "too_common"),
        ("admin2345admin", "too_common"),
        ("abab77abab77abab77", "too_common"),
        ("woaini1314520", "too_common"),
        ("my name is anna ok", "holds_name"),
        ("a calm horse by the lake", None),
        ("西湖边上一匹安静的白马在喝水", None),
        ("mR4!kd92Lq#s", None),
    ],
)
def test_a_password_is_long_and_not_what_everybody_tries_first(password: str, fault: str | None) -> None:
    assert find_password_fault(password, "anna", COMMON) == fault


def test_every_fault_of_a_password_has_its_words() -> None:
    assert {"too_short", "too_long", "too_common", "holds_name", "same", "rule"} == set(page_words().password)
