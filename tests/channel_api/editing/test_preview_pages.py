"""The pages of previews: tickets, links, comments and sounds. Whoever has no right to a draft learns nothing of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from channel_api.comments_desk import COMMENTS_AN_HOUR, LONGEST_COMMENT
from channel_api.editing.workflow import Person
from channel_api.opened_guide import open_guide
from channel_api.pages.preview import own_address
from channel_api.preview_links_desk import MOST_OPEN_LINKS
from channel_api.previewing.doors import LINK_LIFETIME, TICKET_LIFETIME, hash_token, make_token
from channel_api.previewing.picture_program import SIZES, NotDrawnError, Screen, Sheet
from channel_api.runtime import Services
from channel_api.sound_of_draft import CannotSoundError, DraftSounds
from channel_api.speech_command import NotSpokenError, SpeechCommandError
from channel_api.store import previews
from channel_api.store.editing_trail import load_trail
from channel_api.store.previews import Ticket
from channel_api.store.speech import find_sound
from content.spoken_sentences import load_voices, speech_key
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.sample_content import SCENARIO as SAMPLE_SCENARIO

GUIDE = "/editors/guides/id-card-lost"
LINKS = f"{GUIDE}/links"
SOUND = f"{GUIDE}/preview/sound"
IDENTITY_NUMBER = "11010519491231002X"


class FakePictures:
    """Draws nothing, and says why; `asked` is what it was to draw."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answers: tuple[int, ...] = ()

    def draw(self, address: str, *, ticket: str, region: str, route: str, answers: Sequence[int] = ()) -> list[Screen]:
        self.asked.append((region, route))
        self.answers = tuple(answers)
        sheet = Sheet("<svg/>", "画面上的字", ("电视说的话。",), ("太长的一段",) if route.endswith("materials") else ())
        if route.endswith("fees"):
            raise NotDrawnError("too_slow")
        return [Screen(size, (sheet, sheet), 1) for size in SIZES]


@pytest.fixture(autouse=True)
def pictures(monkeypatch: pytest.MonkeyPatch) -> FakePictures:
    """In place of the program: it has a test of its own, and another one with a real server and browser."""
    fake = FakePictures()
    monkeypatch.setattr("channel_api.pages.room.PictureProgram", lambda: fake)
    return fake


@pytest.fixture
def anna(people: People) -> Browser:
    """Somebody who has written a draft."""
    browser = people.join("anna", "editor").open(GUIDE)
    return browser.send(GUIDE, do="save", title="草稿里的新名字")


def ticket_for(services: Services, key: str = "id-card-lost") -> str:
    token = make_token()
    with services.database.write() as connection:
        opened = open_guide(connection, key)
        assert opened is not None
        ticket = Ticket(
            key=key,
            revision=opened.token.revision,
            live_revision=opened.token.live_revision,
            expires_at=services.clock() + TICKET_LIFETIME,
        )
        previews.add_ticket(connection, hash_token(token), ticket, now=services.clock())
    return token


def ask(client: FlaskClient, ticket: str, region: str = "000000") -> Any:
    return client.get(f"/v1/preview?region={region}", headers={"Authorization": f"Bearer {ticket}"})


# -- tickets --


def test_a_ticket_opens_one_draft_and_only_as_long_as_it_lasts(
    anna: Browser, services: Services, client: FlaskClient, clock: StandingClock
) -> None:
    ticket = ticket_for(services)
    answer = ask(client, ticket)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in answer.headers
    assert answer.json["kind"] == "guide"
    assert answer.json["thing"]["title"] == "草稿里的新名字"
    assert "questions" not in answer.json["thing"], "they are tests of search"
    clock.advance(minutes=10, seconds=1)
    assert ask(client, ticket).status_code == 404


def test_a_ticket_shows_the_text_it_was_made_for_whatever_is_written_later(
    anna: Browser, services: Services, client: FlaskClient
) -> None:
    ticket = ticket_for(services)
    anna.open(GUIDE).send(GUIDE, do="save", title="更新的名字")
    assert ask(client, ticket).json["thing"]["title"] == "草稿里的新名字"


def test_without_a_ticket_there_is_nothing_and_no_draft_reaches_anybody(
    anna: Browser, services: Services, client: FlaskClient
) -> None:
    ticket = ticket_for(services)
    with services.database.write() as connection:
        previews.remove_ticket(connection, hash_token(ticket))
    for wrong in (ticket, make_token(), "", "x" * 43, hash_token(ticket)):
        answer = ask(client, wrong)
        assert answer.status_code == 404
        assert "草稿" not in answer.get_data(as_text=True)
    assert client.get("/v1/preview").status_code == 404
    assert client.get("/v1/services/id-card-lost").json["title"] == "居民身份证丢失补领"


def test_a_draft_is_seen_as_it_would_be_in_force_in_a_place(
    anna: Browser, services: Services, client: FlaskClient
) -> None:
    ticket = ticket_for(services)
    thing = ask(client, ticket, "330106").json["thing"]
    assert thing["title"] == "草稿里的新名字"
    assert (thing["short"]["time"], thing["origins"]["short.place"]) == ("二十天能拿到。", "330106")
    assert ask(client, ticket, "999999").json["thing"]["short"]["time"] == "两个月内能拿到。"


@pytest.mark.parametrize(("key", "kind"), [("office:xihu-police", "office"), ("notice:always", "notice")])
def test_other_kinds_are_looked_at_in_the_same_way(
    key: str, kind: str, anna: Browser, services: Services, client: FlaskClient
) -> None:
    answer = ask(client, ticket_for(services, key))
    assert answer.json["kind"] == kind


def test_a_regional_difference_is_seen_as_its_guide(anna: Browser, services: Services, client: FlaskClient) -> None:
    answer = ask(client, ticket_for(services, "overlay:330106:id-card-lost"), "330106")
    assert answer.json["kind"] == "guide"
    assert answer.json["thing"]["short"]["place"] == "去西湖区派出所。"
    assert answer.json["thing"]["short"]["time"] == "二十天能拿到。", "what the province says holds too"


def test_a_server_is_asked_where_it_listens_and_nowhere_a_request_says() -> None:
    told = {
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "evil.example",
        "HTTP_X_FORWARDED_HOST": "e",
    }
    assert own_address(told) == "http://127.0.0.1:8000"
    assert own_address({"SERVER_NAME": "0.0.0.0", "SERVER_PORT": "80"}) == "http://127.0.0.1:80"
    assert own_address({"SERVER_NAME": "::", "SERVER_PORT": "80"}) == "http://[::1]:80"


def test_every_screen_can_be_chosen_and_what_would_not_be_seen_whole_is_marked(
    anna: Browser, pictures: FakePictures
) -> None:
    anna.open(f"{GUIDE}/preview?part=materials&region=330106")
    assert pictures.asked == [("330106", "guide/id-card-lost/materials")]
    assert anna.page.count("<img ") == 8
    assert anna.page.count('src="data:image/svg+xml;base64,') == 8
    for said in (
        "101×28",
        "50×14",
        "分成 3 页",
        "第 2 页，共 3 页",
        "还有 1 页没有画",
        "太长的一段",
        "显示不全",
        "电视说的话。",
    ):
        assert anna.reads(said), said
    options = re.findall(r'<option value="([^"]*)"', anna.page)
    parts = ["", "materials", "steps/1", "steps/2", "offices", "fees", "conditions"]
    assert options == [*parts, "000000", "330000", "330100", "330106"], "the places that say something of their own"
    anna.open(f"{GUIDE}/preview?part=../../case&region=999999")
    assert pictures.asked[-1] == ("000000", "guide/id-card-lost")


def test_where_nothing_can_be_drawn_the_page_says_why_and_no_ticket_is_left(anna: Browser, services: Services) -> None:
    anna.open(f"{GUIDE}/preview?part=fees")
    assert (anna.status, anna.reads("画不出来：画得太慢")) == (200, True)
    with services.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM preview_tickets").scalar_one() == 0


def test_pictures_may_stand_in_the_page_and_nothing_else_may(anna: Browser) -> None:
    policy = anna.client.get(f"{GUIDE}/preview").headers["Content-Security-Policy"]
    assert policy.endswith("; img-src 'self' data:")
    assert "data:" not in anna.client.get(GUIDE).headers["Content-Security-Policy"]


def test_the_questions_are_tried_with_the_draft_and_search_stays_as_it_is(anna: Browser, client: FlaskClient) -> None:
    anna.open(GUIDE).send(GUIDE, do="save", title="新名字", questions="新名字\n身份证丢失\n什么都没有")
    anna.open(f"{GUIDE}/preview/questions")
    assert anna.reads("发布以后直接找到 1 句")
    assert anna.reads("变好 1 句，变差 1 句")
    assert client.get("/v1/search?q=新名字").json["verdict"] == "none"


def test_every_sentence_of_a_draft_is_listed_with_its_seconds(anna: Browser) -> None:
    anna.open(GUIDE).send(GUIDE, do="save", short__time="大约四十五天拿到。")
    anna.open(SOUND)
    assert anna.reads("大约四十五天拿到。")
    assert anna.reads("约 2.6 秒")
    assert "<audio" not in anna.page, "there is no sound of it yet"


# -- sounds --


class FakeRenderer:
    """Speaks what it is given; `faults` are the sentences it cannot say, and how it fails."""

    def __init__(self, faults: dict[str, Exception]) -> None:
        self.faults = faults
        self.said: list[str] = []
        self.is_closed = False

    def render(self, sentence: str, voice: str) -> bytes:
        if sentence in self.faults:
            raise self.faults[sentence]
        self.said.append(sentence)
        return b"sound of " + sentence.encode()

    def close(self) -> None:
        self.is_closed = True


def sounds_with(services: Services, renderer: FakeRenderer) -> DraftSounds:
    return DraftSounds(services.database, services.clock, lambda: renderer)


ANNA = Person("anna", frozenset(("editor",)))


def test_a_sentence_that_is_made_can_be_played_by_its_public_address(services: Services, client: FlaskClient) -> None:
    renderer = FakeRenderer({})
    sounds = sounds_with(services, renderer)
    sounds.make(ANNA, "id-card-lost", "新的一句。")
    sounds.make(ANNA, "id-card-lost", "新的一句。")
    key = speech_key(load_voices()["female"], "新的一句。")
    assert client.get(f"/v1/speech/{key}").data == "sound of 新的一句。".encode()
    with services.database.read() as connection:
        assert [trace.act for trace in load_trail(connection, most=10)] == ["preview_sound"], "made once"
    sounds.close()
    assert renderer.is_closed


@pytest.mark.parametrize(
    ("error", "reason", "is_dropped"),
    [(NotSpokenError("x"), "not_spoken", False), (SpeechCommandError("x"), "no_renderer", True)],
)
def test_what_cannot_be_said_has_a_reason(services: Services, error: Exception, reason: str, is_dropped: bool) -> None:
    renderer = FakeRenderer({"坏。": error})
    sounds = sounds_with(services, renderer)
    with pytest.raises(CannotSoundError) as caught:
        sounds.make(ANNA, "id-card-lost", "坏。")
    assert (caught.value.reason, renderer.is_closed) == (reason, is_dropped)
    sounds.close()


class AsksAgain(FakeRenderer):
    """While it speaks somebody else asks for another sentence."""

    asked_again: DraftSounds

    def render(self, sentence: str, voice: str) -> bytes:
        with pytest.raises(CannotSoundError, match="busy"):
            self.asked_again.make(ANNA, "id-card-lost", "另一句。")
        return super().render(sentence, voice)


def test_only_one_sentence_is_made_at_a_time(services: Services) -> None:
    renderer = AsksAgain({})
    renderer.asked_again = sounds = sounds_with(services, renderer)
    sounds.make(ANNA, "id-card-lost", "一句。")
    assert renderer.said == ["一句。"]
    sounds.close()


def test_where_there_is_no_voice_the_page_says_so_and_nothing_that_is_not_in_the_draft_is_ever_made(
    anna: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.open(SOUND)
    assert SOUND not in anna.actions()
    assert anna.reads("现在还听不到")
    assert not anna.reads("还没有声音"), "said once, not at every sentence"
    secret = anna.form("/editors/sign-out").fields["form"]
    foreign = speech_key(load_voices()["female"], "随便一句。")
    assert anna.post(SOUND, {"form": secret, "sentence": foreign}).status == 409
    own = speech_key(load_voices()["female"], "带户口簿。")
    assert anna.post(SOUND, {"form": secret, "sentence": own}).status == 503
    with services.database.read() as connection:
        assert find_sound(connection, foreign) is None


def test_a_scenario_is_looked_at_question_by_question_and_to_its_end(anna: Browser, pictures: FakePictures) -> None:
    scene = SAMPLE_SCENARIO
    place = f"/editors/guides/scenario:{scene.id}/preview"
    anna.open(place)
    assert pictures.answers == ()
    assert anna.reads(f"第 1 问：{scene.questions[0].text}")
    assert anna.reads(f"选“{scene.questions[0].answers[0].text}”")
    end = scene.outcomes[0]
    anna.open(f"{place}?part=outcome/{end.id}")
    assert anna.reads(f"结果：{end.text}")
    assert pictures.answers
    assert not anna.reads("观众在这里选一个答案")


# -- links --


def new_link(browser: Browser, days: str = "7") -> str:
    browser.open(LINKS).send(LINKS, days=days)
    found = re.search(r'value="[^"]*(/preview/[^"]+)"', browser.page)
    assert found is not None, browser.page
    return found[1]


def test_a_link_is_shown_once_and_kept_as_a_hash(anna: Browser, services: Services) -> None:
    path = new_link(anna)
    token = path.rpartition("/")[2]
    assert token not in anna.open(LINKS).page
    assert anna.reads("anna 11-23 10:00 生成，2026-11-30 10:00 到期")
    with services.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM preview_links").all()
    assert token not in str(rows)
    assert hash_token(token) in str(rows)


def test_whoever_has_the_link_reads_the_draft_without_an_account_and_nothing_else(
    anna: Browser, app: Flask, services: Services
) -> None:
    path = new_link(anna)
    reader = Browser(app).open(path)
    assert reader.status == 200
    assert reader.reads("草稿里的新名字")
    assert reader.reads("去户口所在地派出所。")
    assert not reader.reads("身份证不见了咋办"), "questions are for editors"
    response = app.test_client().get(path)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "script-src 'none'" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers
    assert "<script" not in response.get_data(as_text=True)
    assert reader.open(GUIDE).path == "/editors/sign-in"


def test_a_link_ends_by_itself_and_when_it_is_closed(anna: Browser, app: Flask, clock: StandingClock) -> None:
    short, closed = new_link(anna, days="1"), new_link(anna)
    anna.open(LINKS).send(f"{LINKS}/2/end")
    assert anna.reads("链接已经关掉")
    assert Browser(app).open(closed).status == 404
    clock.advance(minutes=30)
    assert Browser(app).open(short).status == 200
    clock.advance(days=1)
    reader = Browser(app).open(short)
    assert (reader.status, reader.reads("可能已经到期")) == (404, True)
    assert Browser(app).post(short, {"text": "还能写吗"}).status == 404


def test_what_is_no_link_is_answered_like_one_that_is_over(app: Flask) -> None:
    for wrong in ("x", make_token(), "%00", "a" * 500):
        assert Browser(app).open(f"/preview/{wrong}").status == 404


def test_a_link_of_one_guide_cannot_be_closed_from_another(anna: Browser, app: Flask) -> None:
    path = new_link(anna)
    secret = anna.form("/editors/sign-out").fields["form"]
    anna.post("/editors/guides/medical-claim/links/1/end", {"form": secret})
    assert Browser(app).open(path).status == 200


def test_so_many_links_that_nobody_knows_them_any_more_are_refused(anna: Browser) -> None:
    anna.open(LINKS)
    for _ in range(MOST_OPEN_LINKS):
        anna.open(LINKS).send(LINKS)
    assert anna.open(LINKS).send(LINKS).status == 409
    assert anna.reads("请先关掉不用的")


def test_a_reviewer_reads_what_was_said_but_opens_no_door(people: People, anna: Browser) -> None:
    bao = people.join("bao", "reviewer").open(LINKS)
    assert bao.status == 200
    assert LINKS not in bao.actions()
    secret = bao.form("/editors/sign-out").fields["form"]
    assert bao.post(LINKS, {"form": secret}).status == 403


# -- comments --


def test_what_a_colleague_says_stands_beside_the_draft_until_somebody_took_care_of_it(
    anna: Browser, app: Flask, services: Services
) -> None:
    path = new_link(anna)
    reader = Browser(app).open(path)
    reader.send(f"{path}#comment", about="materials", text="还要带照片。\n两张。", name="老李")
    assert (reader.status, reader.reads("意见收到了")) == (200, True)
    assert reader.reads("还要带照片。 两张。")
    anna.open(GUIDE)
    assert anna.reads("同事的意见，还有 1 条没有处理")
    assert anna.reads("还要带照片。 两张。")
    assert anna.reads("老李，2026-11-23 10:00")
    anna.send(f"{GUIDE}/comments/1/done")
    assert anna.reads("已处理：anna")
    assert not anna.open(GUIDE).reads("没有处理")
    with services.database.read() as connection:
        acts = [(trace.who, trace.act) for trace in load_trail(connection, most=3)]
    assert acts == [("anna", "preview_comment_done"), ("", "preview_comment"), ("anna", "preview_link")]


def test_two_links_do_not_see_what_the_other_one_said(anna: Browser, app: Flask) -> None:
    one, other = new_link(anna), new_link(anna)
    Browser(app).open(one).send(f"{one}#comment", text="只给编辑看。")
    assert Browser(app).open(one).reads("只给编辑看。")
    assert not Browser(app).open(other).reads("只给编辑看。")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": f"他的号码是{IDENTITY_NUMBER}"}, "像是写了身份证号码"),
        ({"text": "好的", "name": IDENTITY_NUMBER}, "像是写了身份证号码"),
        ({"text": " \n "}, "意见是空的"),
        ({"text": "字" * (LONGEST_COMMENT + 1)}, "写得太长"),
        ({"text": "好的", "name": "名" * 61}, "写得太长"),
    ],
    ids=["identity number", "identity number as a name", "nothing", "too long", "too long a name"],
)
def test_what_may_not_be_kept_is_refused_with_its_reason(
    fields: dict[str, str], said: str, anna: Browser, app: Flask, services: Services
) -> None:
    path = new_link(anna)
    reader = Browser(app).open(path)
    reader.send(f"{path}#comment", **fields)
    assert (reader.status, reader.reads(said)) == (422, True)
    assert IDENTITY_NUMBER not in reader.page
    with services.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM preview_comments").scalar_one() == 0


def test_what_was_typed_is_still_there_when_it_was_refused(anna: Browser, app: Flask) -> None:
    path = new_link(anna)
    reader = Browser(app).open(path)
    reader.send(f"{path}#comment", about="fees", text=f"收费应该是五十元，号码{IDENTITY_NUMBER}", name="老李")
    fields = reader.form(f"{path}#comment").fields
    assert (fields["about"], fields["name"]) == ("fees", "老李")
    assert fields["text"].startswith("收费应该是五十元")


def test_a_field_nobody_has_counts_as_the_whole(anna: Browser, app: Flask) -> None:
    path = new_link(anna)
    Browser(app).post(path, {"about": "<script>alert(1)</script>", "text": "<b>粗</b>", "name": "<i>"})
    anna.open(GUIDE)
    assert anna.reads("整篇")
    assert "<b>粗" not in anna.page
    assert "<script>alert" not in anna.page


def test_one_link_brings_only_so_many_comments_an_hour(anna: Browser, app: Flask, clock: StandingClock) -> None:
    path = new_link(anna)
    reader = Browser(app)
    for number in range(COMMENTS_AN_HOUR):
        assert reader.client.post(path, data={"text": f"意见{number}"}).status_code == 303
    assert reader.post(path, {"text": "再来"}).status == 422
    assert reader.reads("意见太多了")
    clock.advance(hours=1)
    assert reader.post(path, {"text": "再来"}).status == 200


def test_comments_and_links_of_another_kind_work_alike(anna: Browser, app: Flask) -> None:
    links = "/editors/guides/office:xihu-police/links"
    anna.open(links).send(links)
    found = re.search(r'value="[^"]*(/preview/[^"]+)"', anna.page)
    assert found is not None
    reader = Browser(app).open(found[1])
    assert reader.reads("示例网点·西湖派出所")
    reader.send(f"{found[1]}#comment", about="phone", text="电话换了。")
    assert anna.open("/editors/guides/office:xihu-police").reads("电话换了。")


def test_a_week_is_the_usual_time_of_a_link() -> None:
    assert LINK_LIFETIME.days == 7
