"""What a key is likely to ask for next is told to whoever makes sound, before the key comes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.tvapp.conftest import MakeTelevision
from tests.tvapp.samples import packaged_words
from tvapp.foresight import MOST_SENTENCES
from tvapp.remote import parse_walk
from tvapp.speech import Moment
from tvapp.television import Television
from tvapp.telling import Telling
from tvapp.walk import Recorder, take_walk


class Foreseeing(Recorder):
    """Notes what is said and what was foreseen before it."""

    def __init__(self) -> None:
        super().__init__()
        self.foreseen: list[tuple[str, ...]] = []

    def foresee(self, sentences: Sequence[str]) -> None:
        self.foreseen.append(tuple(sentences))


@pytest.fixture
def speaker() -> Foreseeing:
    return Foreseeing()


def seated(make_television: MakeTelevision, speaker: Foreseeing, route: str = "home") -> Television:
    television = make_television(route)
    television.telling.speakers.append(speaker)
    television.refresh()
    return television


def walk(television: Television, keys: str) -> None:
    take_walk(television, parse_walk(keys))


@pytest.mark.parametrize("key", ["down", "right"])
@pytest.mark.parametrize("route", ["home", "topic/household", "settings", "hotlines", "region"])
def test_what_a_key_in_a_list_says_was_foreseen(
    make_television: MakeTelevision, speaker: Foreseeing, route: str, key: str
) -> None:
    television = seated(make_television, speaker, route)
    foreseen = speaker.foreseen[-1]
    walk(television, key)
    assert set(speaker.sentences) <= set(foreseen)


def test_what_the_next_key_says_comes_first(make_television: MakeTelevision, speaker: Foreseeing) -> None:
    television = seated(make_television, speaker, "topic/household")
    foreseen = speaker.foreseen[-1]
    walk(television, "down")
    assert speaker.sentences
    assert foreseen[: len(speaker.sentences)] == speaker.sentences


def test_what_is_foreseen_is_bounded(make_television: MakeTelevision, speaker: Foreseeing) -> None:
    television = seated(make_television, speaker)
    walk(television, "1 back 2 back down right 1 1 back home yellow home blue")
    assert len(speaker.foreseen) > 5
    assert max(map(len, speaker.foreseen)) <= MOST_SENTENCES


def test_a_picture_that_is_drawn_anew_foresees_nothing_anew(
    make_television: MakeTelevision, speaker: Foreseeing
) -> None:
    television = seated(make_television, speaker)
    television.refresh()
    television.refresh()
    assert len(speaker.foreseen) == 1


def test_nothing_is_foreseen_where_only_captions_speak() -> None:
    class Unasked:
        """A layout nobody may look at."""

    telling = Telling(packaged_words())
    telling.answer(("好的。",))
    telling.tell(Moment("home", 0, ""), Unasked(), repeats=False, gives_hints=False)  # type: ignore[arg-type]
    assert telling.last_said == ("好的。",)
