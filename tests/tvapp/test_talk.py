"""Talking with the television: one dialogue by keys and by speech."""

from dataclasses import dataclass, field

import pytest

from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.samples import CASE_NUMBER
from tvapp.frame import Size
from tvapp.remote import Command, parse_walk
from tvapp.talk import Answer, Heard, InSight
from tvapp.television import Television
from tvapp.walk import Recorder, take_walk


@dataclass
class SomebodyListens:
    """A voice that hears nothing by itself; the tests tell what it heard."""

    sights: list[InSight] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    described = "本机识别"

    def listen(self, sight: InSight) -> None:
        self.sights.append(sight)
        self.calls.append("listen")

    def finish(self) -> None:
        self.calls.append("finish")

    def stop(self) -> None:
        self.calls.append("stop")

    def forget(self) -> None:
        if self.calls[-1:] != ["forget"]:
            self.calls.append("forget")


@pytest.fixture
def voice() -> SomebodyListens:
    return SomebodyListens()


@pytest.fixture
def television(make_television: MakeTelevision, voice: SomebodyListens) -> Television:
    return make_television("home", voice=voice)


def walk(television: Television, keys: str) -> None:
    take_walk(television, parse_walk(keys))


def tell(television: Television, *heard: Heard) -> None:
    for one in heard:
        television.converse(one, now=MONDAY_MORNING)


def answer(screen: str, intent: str = "ask_guide", **more: object) -> Heard:
    given = {"sentences": ("先去派出所。",), "region": "330106", **more}
    return Heard("answer", answer=Answer(screen=screen, intent=intent, **given))  # type: ignore[arg-type]


def say(television: Television, heard: Heard) -> None:
    walk(television, "talk")
    tell(television, Heard("opened"), Heard("thinking"), heard)


def test_the_screen_says_that_it_listens_and_what_it_has_understood(television: Television) -> None:
    walk(television, "talk")
    assert "请等一下" in television.frame().text()
    tell(television, Heard("opened"))
    assert "正在听" in television.frame().text()
    tell(television, Heard("partial", "身份证丢了"))
    assert "身份证丢了" in television.frame().text()
    tell(television, Heard("thinking"))
    assert "想一想" in television.frame().text()


@pytest.mark.parametrize("size", SIZES)
def test_it_is_seen_at_every_size_that_somebody_listens(
    make_television: MakeTelevision, voice: SomebodyListens, size: Size
) -> None:
    television = make_television("home", voice=voice, size=size)
    walk(television, "green")
    tell(television, Heard("opened"))
    assert "正在听" in television.frame().text()
    assert "说话" in television.frame().text()


def test_an_answer_opens_its_screen_and_is_all_that_is_said(television: Television) -> None:
    say(television, answer("guide/id-card-lost/materials"))
    assert television.visit.route.text == "guide/id-card-lost/materials"
    assert television.telling.last_said == ("先去派出所。",)
    assert television.history.depth == 1
    television.refresh()
    assert television.telling.last_said == ("先去派出所。",)


def test_a_repeat_says_the_answer_again(television: Television) -> None:
    say(television, answer("guide/id-card-lost/fees"))
    walk(television, "red")
    assert television.telling.caption.sentences == ("先去派出所。",)


def test_what_keys_did_counts_for_what_is_said_next(television: Television, voice: SomebodyListens) -> None:
    walk(television, "1 1 talk")
    assert voice.sights[-1].screen == "guide/id-card-lost"
    walk(television, "home talk")
    assert voice.sights[-1].screen == "home"


def test_digits_typed_and_digits_said_make_one_number(television: Television, voice: SomebodyListens) -> None:
    walk(television, "yellow ok 3 3 0 talk")
    assert (voice.sights[-1].number, voice.sights[-1].is_code) == ("330", False)
    tell(television, Heard("opened"), answer("case", "case_number", fields={"number": "330106", "stage": ""}))
    walk(television, "2 6")
    assert television.visit.fields["number"] == "33010626"


def test_a_dictated_case_takes_the_place_of_its_entry(television: Television) -> None:
    walk(television, "yellow")
    say(television, answer("case/progress", "case_code", fields={"number": CASE_NUMBER, "code": "112358"}))
    assert television.visit.route.text == "case/progress"
    walk(television, "back")
    assert television.visit.route.text == "home"


def test_another_key_breaks_listening_off_and_does_its_work(television: Television, voice: SomebodyListens) -> None:
    walk(television, "talk")
    tell(television, Heard("opened"))
    walk(television, "1")
    assert "stop" in voice.calls
    assert television.visit.route.text == "topic/household"
    tell(television, answer("guide/id-card-lost"))
    assert television.visit.route.text == "topic/household"


def test_the_key_to_talk_pressed_again_says_that_this_was_all(television: Television, voice: SomebodyListens) -> None:
    walk(television, "talk")
    tell(television, Heard("opened"))
    walk(television, "talk")
    assert "finish" in voice.calls
    assert "想一想" in television.frame().text()


def test_nobody_is_talked_into(television: Television) -> None:
    walk(television, "talk")
    said = television.telling.last_said
    tell(television, Heard("opened"))
    television.refresh()
    assert television.telling.last_said == said


def test_a_problem_is_said_and_the_screen_stays(television: Television) -> None:
    say(television, Heard("problem", "没有听清楚。请再说一遍。"))
    assert television.telling.last_said == ("没有听清楚。请再说一遍。",)
    assert television.visit.route.text == "home"


def test_silence_that_was_met_once_says_nothing_more(television: Television) -> None:
    said = television.telling.last_said
    say(television, Heard("problem", ""))
    assert television.telling.last_said == said
    assert television.talk.phase == ""


@pytest.mark.parametrize(("intent", "before", "after"), [("slower", 185, 170), ("faster", 185, 200)])
def test_slower_and_faster_change_the_setting(television: Television, intent: str, before: int, after: int) -> None:
    assert television.memory.rate == before
    say(television, answer("home", intent, sentences=("好的。", "先去派出所。")))
    assert television.memory.rate == after
    assert television.telling.last_said[-1] == "先去派出所。"


def test_larger_text_on_a_plain_terminal_says_how(television: Television) -> None:
    say(television, answer("home", "bigger", sentences=("好的。",)))
    assert "Ctrl" in television.telling.last_said[0]
    assert television.memory.text_size == ""


def test_the_page_can_be_turned_by_voice(make_television: MakeTelevision, voice: SomebodyListens) -> None:
    television = make_television("hotlines", voice=voice, size=Size(50, 14))
    say(television, answer("hotlines", "page_next", sentences=("好的。",)))
    assert television.visit.sheet == 1


def test_back_by_voice_is_back_by_key(television: Television) -> None:
    walk(television, "1 1")
    say(television, answer("home", "back", sentences=("回到刚才。",)))
    assert television.visit.route.text == "topic/household"


def test_going_home_by_voice_is_going_home(television: Television) -> None:
    walk(television, "1 1")
    say(television, answer("home", "home", sentences=("回到首页了。",)))
    assert (television.visit.route.text, television.history.depth) == ("home", 0)


def test_the_choice_of_services_stands_on_the_screen(television: Television) -> None:
    offered = {"services": "id-card-lost id-card-temporary"}
    say(television, answer("choose", "ask_guide", fields=offered))
    assert television.visit.route.text == "choose"
    walk(television, "2")
    assert television.visit.route.text == "guide/id-card-temporary"


def test_a_place_said_is_where_the_household_lives_from_now_on(television: Television) -> None:
    say(television, answer("home", "set_region", region="330110"))
    assert television.memory.region == "330110"


def test_what_must_not_be_heard_stands_on_the_screen_until_the_next_key(television: Television) -> None:
    say(television, answer("feedback", "feedback", shown=("查询码 246810",)))
    assert "查询码 246810" in television.frame().text()
    assert all("246810" not in sentence for sentence in television.telling.last_said)
    walk(television, "home")
    assert "246810" not in television.frame().text()


def test_leaving_the_case_makes_the_conversation_forget_it(television: Television, voice: SomebodyListens) -> None:
    walk(television, "yellow ok 3 3 0")
    voice.calls.clear()
    walk(television, "home")
    assert voice.calls == ["forget"]


def test_where_nobody_can_listen_the_key_says_so(make_television: MakeTelevision) -> None:
    television = make_television("home")
    television.press(Command.TALK, at_seconds=9.0)
    assert "".join(television.telling.last_said) == television.words.text("no_voice")
    assert "绿" not in television.frame().text()


def test_the_settings_say_who_listens(make_television: MakeTelevision, voice: SomebodyListens) -> None:
    assert any(item.detail == "本机识别" for item in make_television("settings", voice=voice).page.items)
    assert all(item.key != "hears" for item in make_television("settings").page.items)


def test_no_speaker_keeps_what_it_said_about_a_case(television: Television) -> None:
    class Forgets(Recorder):
        times = 0

        def forget(self) -> None:
            self.times += 1

    speaker = Forgets()
    television.telling.speakers.append(speaker)
    walk(television, "1 home yellow 3 back")
    assert speaker.times == 1
    walk(television, "1 home")
    assert speaker.times == 1


@pytest.mark.parametrize(("intent", "screen"), [("set_region", "home"), ("choose", "guide/id-card-lost")])
def test_a_place_that_was_said_leaves_the_list_of_places(television: Television, intent: str, screen: str) -> None:
    walk(television, "1 1")
    television.history.open("region")
    television.refresh()
    say(television, answer(screen, intent, region="330110"))
    assert television.visit.route.text == "guide/id-card-lost"
    assert television.memory.region == "330110"


def test_a_place_that_is_not_clear_yet_stays_on_the_list_of_places(television: Television) -> None:
    television.history.open("region")
    television.refresh()
    say(television, answer("region", "set_region"))
    assert television.visit.route.text == "region"
