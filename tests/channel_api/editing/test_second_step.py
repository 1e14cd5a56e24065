"""The second step of signing in: set up, asked for, counted, lost, required; its key is sealed."""

from __future__ import annotations

import re
from dataclasses import replace
from threading import Thread
from urllib.parse import quote

import pyotp
import pytest
from flask import Flask

from channel_api import authenticator
from channel_api.app import create_app
from channel_api.config import Keys
from channel_api.pages.words import page_words
from channel_api.runtime import Services
from channel_api.sealing import seal, unseal
from channel_api.store import second_steps
from channel_api.store.editing_trail import load_trail
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import PASSWORD, Browser, People

SECOND_STEP = "/editors/second-step"
SIGN_IN = "/editors/sign-in"
SITE = page_words().say["site"]
GUIDE = "/editors/guides/id-card-lost"


def key_on(browser: Browser) -> str:
    """As a person reads it from the page into the app."""
    found = re.search(r'<p class="key">([A-Z2-7 ]+)</p>', browser.page)
    assert found is not None
    return found[1].replace(" ", "")


def number_of(key: str, clock: StandingClock, *, steps: int = 0) -> str:
    return pyotp.TOTP(key).at(clock.now.timestamp() + 30 * steps)


def read_picture(page: str) -> str:
    """What a telephone's camera reads from it, drawn as a browser draws it."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="no reader of pictures for this Python: zxing-cpp")
    numpy = pytest.importorskip("numpy", reason="the reader of pictures needs numpy")
    box = re.search(r'<svg[^>]*viewBox="0 0 (\d+) \d+"', page)
    path = re.search(r'<path[^>]*stroke="#000"[^>]* d="([^"]+)"', page)
    assert box is not None
    assert path is not None
    picture = numpy.full((int(box[1]), int(box[1])), 255, dtype=numpy.uint8)
    across, down = 0.0, 0.0
    for order, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path[1]):
        given = [float(number) for number in numbers.split()]
        if order == "h":
            picture[int(down), int(across) : int(across + given[0])] = 0
            across += given[0]
        else:
            across, down = (given[0], given[1]) if order == "M" else (across + given[0], down + given[1])
    found = zxingcpp.read_barcodes(picture.repeat(8, axis=0).repeat(8, axis=1))
    return str(found[0].text)


def set_up(browser: Browser, clock: StandingClock) -> tuple[str, list[str]]:
    """The key and the recovery codes."""
    browser.open(SECOND_STEP).send(f"{SECOND_STEP}/begin")
    key = key_on(browser)
    browser.send(f"{SECOND_STEP}/confirm", number=number_of(key, clock))
    return key, re.findall(r"<code>([a-z2-9-]+)</code>", browser.page)


def sign_in(app: Flask, number: str = "", password: str = PASSWORD) -> Browser:
    browser = Browser(app, "anna")
    browser.open(SIGN_IN)
    return browser.send(SIGN_IN, name="anna", password=password, number=number)


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


def test_from_then_on_nobody_signs_in_with_the_password_alone(anna: Browser, app: Flask, clock: StandingClock) -> None:
    key, codes = set_up(anna, clock)
    assert len(set(codes)) == 10
    assert sign_in(app).status == 403
    clock.advance(seconds=30)
    assert sign_in(app, number_of(key, clock)).reads("已登录：anna")
    assert sign_in(app, number_of(key, clock), password="wrong, wrong and wrong").status == 403


def test_a_key_that_was_only_shown_asks_for_nothing_and_a_wrong_number_changes_nothing(
    anna: Browser, app: Flask, clock: StandingClock
) -> None:
    anna.open(SECOND_STEP).send(f"{SECOND_STEP}/begin")
    key = key_on(anna)
    anna.send(f"{SECOND_STEP}/confirm", number="000000" if number_of(key, clock) != "000000" else "111111")
    assert anna.reads("数字不对")
    assert key_on(anna) == key, "the app has this one already"
    assert sign_in(app).status == 200


def test_one_number_is_taken_once_and_so_is_every_one_before_it(
    anna: Browser, app: Flask, clock: StandingClock
) -> None:
    key, _ = set_up(anna, clock)
    assert sign_in(app, number_of(key, clock)).status == 403, "the number that confirmed the app was taken"
    assert sign_in(app, number_of(key, clock, steps=1)).status == 200
    assert sign_in(app, number_of(key, clock, steps=1)).status == 403
    clock.advance(seconds=60)
    assert sign_in(app, number_of(key, clock, steps=-1)).status == 403, "it was taken before it was due"
    assert sign_in(app, number_of(key, clock)).status == 200


def test_of_two_who_send_the_same_number_at_once_one_gets_in(anna: Browser, app: Flask, clock: StandingClock) -> None:
    key, _ = set_up(anna, clock)
    clock.advance(seconds=30)
    number, said = number_of(key, clock), list[int]()
    threads = [Thread(target=lambda: said.append(sign_in(app, number).status)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [200, 403, 403, 403]


@pytest.mark.parametrize(("steps", "status"), [(-2, 403), (-1, 200), (0, 200), (1, 200), (2, 403)])
def test_telephones_may_be_half_a_minute_off(
    anna: Browser, app: Flask, clock: StandingClock, steps: int, status: int
) -> None:
    key, _ = set_up(anna, clock)
    clock.advance(minutes=5)
    assert sign_in(app, number_of(key, clock, steps=steps)).status == status


def test_numbers_may_be_typed_as_people_type_them(anna: Browser, app: Flask, clock: StandingClock) -> None:
    key, _ = set_up(anna, clock)
    clock.advance(seconds=30)
    number = number_of(key, clock)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    assert sign_in(app, f" {wide[:3]}　{wide[3:]} ").status == 200


def test_a_recovery_code_opens_once(anna: Browser, app: Flask, clock: StandingClock, services: Services) -> None:
    _, codes = set_up(anna, clock)
    assert sign_in(app, codes[0].upper()).status == 200
    assert sign_in(app, codes[0]).status == 403
    assert sign_in(app, codes[1].replace("-", " ")).status == 200
    assert anna.open(SECOND_STEP).reads("还有 8 个备用码")
    with services.database.read() as connection:
        stored = str(connection.execute(second_steps.EDITOR_RECOVERY_CODES.select()).all())
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]


def test_new_codes_put_an_end_to_the_old_ones(anna: Browser, app: Flask, clock: StandingClock) -> None:
    key, codes = set_up(anna, clock)
    clock.advance(seconds=30)
    anna.open(SECOND_STEP).send(f"{SECOND_STEP}/codes", number=number_of(key, clock))
    newer = re.findall(r"<code>([a-z2-9-]+)</code>", anna.page)
    assert len(newer) == 10
    assert sign_in(app, codes[2]).status == 403
    assert sign_in(app, newer[2]).status == 200


def test_guessing_numbers_is_stopped_for_whoever_knows_the_password(
    anna: Browser, app: Flask, clock: StandingClock, services: Services
) -> None:
    key, codes = set_up(anna, clock)
    wrong = next(number for number in ("000000", "111111", "222222", "333333") if number not in accepted(key, clock))
    assert [sign_in(app, wrong).status for _ in range(6)] == [403] * 5 + [429]
    clock.advance(minutes=1)
    assert sign_in(app, number_of(key, clock)).status == 429, "the right one is not even looked at"
    assert sign_in(app, codes[0]).status == 429
    clock.advance(minutes=15)
    assert sign_in(app, number_of(key, clock)).status == 200
    with services.database.read() as connection:
        acts = [trace.act for trace in load_trail(connection, most=50)]
    assert acts.count("wrong_number") == 5, "whoever looks through the trail sees that somebody knows the password"


def accepted(key: str, clock: StandingClock) -> set[str]:
    return {number_of(key, clock, steps=steps) for steps in range(-2, 40)}


def test_a_forgotten_number_counts_for_nothing(anna: Browser, app: Flask, clock: StandingClock) -> None:
    key, _ = set_up(anna, clock)
    assert [sign_in(app).status for _ in range(6)] == [403] * 6
    clock.advance(seconds=30)
    assert sign_in(app, number_of(key, clock)).status == 200


def test_doing_without_again_needs_a_number(anna: Browser, app: Flask, clock: StandingClock) -> None:
    _, codes = set_up(anna, clock)
    anna.open(SECOND_STEP).send(f"{SECOND_STEP}/off", number="nonsense")
    assert anna.reads("数字不对")
    anna.open(SECOND_STEP).send(f"{SECOND_STEP}/off", number=codes[0])
    assert anna.reads("动态口令停用了")
    assert sign_in(app).status == 200


def test_an_administrator_resets_it_for_whoever_lost_the_telephone(
    anna: Browser, people: People, app: Flask, clock: StandingClock
) -> None:
    set_up(anna, clock)
    chen = people.join("chen", "administrator")
    chen.open("/editors/people/anna").send("/editors/people/anna/reset-second-step")
    assert chen.reads("动态口令重置了")
    assert anna.open("/editors/").path == SIGN_IN
    assert sign_in(app).status == 200


@pytest.fixture
def strict(services: Services, password_hash: str) -> People:
    """Where the operator requires the second step of everybody."""
    changed = replace(services, config=replace(services.config, is_second_step_required=True))
    return People(create_app(changed), changed, password_hash)


def test_where_it_is_required_nothing_else_can_be_done_before(strict: People, clock: StandingClock) -> None:
    anna = strict.join("anna", "editor", "administrator")
    for path in ("/editors/", GUIDE, "/editors/people", "/editors/trail", "/editors/new"):
        assert anna.open(path).path == SECOND_STEP
    assert anna.reads("每个人都开通")
    _, codes = set_up(anna, clock)
    assert anna.open(GUIDE).path == GUIDE
    anna.open(SECOND_STEP)
    assert f"{SECOND_STEP}/off" not in anna.actions()
    form = anna.form(f"{SECOND_STEP}/codes").fields["form"]
    assert anna.post(f"{SECOND_STEP}/off", {"form": form, "number": codes[0]}).status == 403


def test_what_was_typed_is_not_lost_while_the_second_step_is_owed(strict: People, clock: StandingClock) -> None:
    anna = strict.join("anna", "editor")
    set_up(anna, clock)
    anna.open(GUIDE)
    fields = {**anna.form(GUIDE).fields, "title": "写了两个小时的标题"}
    chen = strict.join("chen", "administrator")
    set_up(chen, clock)
    chen.open("/editors/people/anna").send("/editors/people/anna/reset-second-step")
    anna.post(GUIDE, fields)
    assert anna.status == 401
    anna.send(SIGN_IN, name="anna", password=PASSWORD)
    assert anna.path == SECOND_STEP
    anna.post(GUIDE, {**fields, "form": anna.form(f"{SECOND_STEP}/begin").fields["form"]})
    assert anna.status == 403
    assert anna.reads("您写的内容还在这一页")
    door = anna.page
    clock.advance(minutes=1)
    set_up(anna, clock)
    anna.page = door
    anna.send("/editors/carried")
    assert anna.form(GUIDE).fields["title"] == "写了两个小时的标题"


def test_the_key_is_shown_as_a_picture_without_scripts_and_is_never_cached(anna: Browser) -> None:
    anna.open(SECOND_STEP).send(f"{SECOND_STEP}/begin")
    assert "<svg" in anna.page
    assert "style=" not in anna.page
    assert read_picture(anna.page) == f"otpauth://totp/{quote(SITE)}:anna?secret={key_on(anna)}&issuer={quote(SITE)}"
    response = anna.client.get(SECOND_STEP)
    assert response.headers["Cache-Control"] == "no-store"
    assert 'class="key"' not in response.get_data(as_text=True), "a page that was left shows it no more"


def test_the_key_is_stored_only_sealed_and_stands_in_no_trail(
    anna: Browser, clock: StandingClock, services: Services
) -> None:
    key, codes = set_up(anna, clock)
    with services.database.read() as connection:
        stored = str(connection.execute(second_steps.EDITOR_SECOND_STEPS.select()).all())
        traces = str(load_trail(connection, most=50))
    assert key not in stored
    assert key not in traces
    assert not [code for code in codes if code in traces]


def test_a_new_key_of_the_server_reads_what_the_last_one_sealed_and_seals_it_anew(
    anna: Browser, services: Services, clock: StandingClock, password_hash: str
) -> None:
    key, codes = set_up(anna, clock)
    turned = Keys((b"n" * 32, *services.keys.secrets))
    clock.advance(seconds=30)
    assert sign_in(create_app(replace(services, keys=turned)), number_of(key, clock)).status == 200
    newest = create_app(replace(services, keys=Keys((b"n" * 32,))))
    clock.advance(seconds=30)
    assert sign_in(newest, number_of(key, clock)).status == 200
    assert sign_in(newest, codes[0]).status == 403, "codes are hashes of the old key, and are made anew"
    lost = create_app(replace(services, keys=Keys((b"other" * 8,))))
    clock.advance(seconds=30)
    assert sign_in(lost, number_of(key, clock)).status == 403


def test_what_is_sealed_opens_for_its_purpose_and_its_owner_only() -> None:
    keys = Keys((b"k" * 32,))
    sealed = seal(keys, "a", "secret")
    opened = unseal(keys, "a", sealed)
    assert opened is not None
    assert (opened.text, opened.is_current) == ("secret", True)
    assert seal(keys, "a", "secret") != sealed
    assert unseal(keys, "b", sealed) is None
    assert unseal(Keys((b"x" * 32,)), "a", sealed) is None
    for damaged in ("", "1.", "1.AAAA", sealed[:-4] + "AAAA", "ü", "1." + "A" * 400):
        assert unseal(keys, "a", damaged) is None


def test_numbers_are_those_of_the_standard(clock: StandingClock) -> None:
    """RFC 6238, appendix B, with six digits."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, number in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        moment = clock.now.fromtimestamp(seconds, clock.now.tzinfo)
        assert authenticator.find_step(key, number, moment) == seconds // 30
        assert authenticator.find_step(key, "123123", moment) is None
