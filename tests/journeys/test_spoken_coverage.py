"""What televisions say on their walks can be heard: rendered whole, or joined of what is rendered."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from content.files import load_content
from content.fixed_speech import FixedSpeech
from content.spoken_sentences import as_sentence, spoken_sentences

pytest.importorskip("soundfile", reason="voice extra is not installed")

from voice.rendered_speech import JoinedSpeech
from voice.sounds import Sound, silence

WALKS = Path(__file__).parent / "walks"
SAMPLE_CONTENT = Path(__file__).parents[1] / "tvapp" / "sample_content"
LEAST_SHARE = 0.95  # days, cases and settings of one box cannot be rendered for all


class RenderedEverything:
    """As the server's sounds, for whatever it renders of the sample content."""

    def __init__(self) -> None:
        content = load_content(SAMPLE_CONTENT)
        things = [
            *content.hotlines,
            *content.topics,
            *content.guides.values(),
            *content.scenarios,
            *content.notices,
            *content.offices,
            *content.regions.values(),
        ]
        fixed = FixedSpeech.load().all_sentences([hotline.number for hotline in content.hotlines])
        self.sentences = {*fixed, *spoken_sentences(things)}

    def find(self, sentence: str, voice: str) -> Sound | None:
        return silence(0.1) if sentence in self.sentences else None


@cache
def rendered() -> RenderedEverything:
    return RenderedEverything()


def said_on_walks() -> list[str]:
    walks = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(WALKS.glob("*.yaml"))]
    return [sentence for walk in walks for sentence in walk["spoken"] if sentence]


def can_be_heard(sentence: str) -> bool:
    joined = JoinedSpeech(rendered(), FixedSpeech.load())  # type: ignore[arg-type]
    is_whole = rendered().find(sentence, "female") is not None
    return is_whole or joined.find(sentence, "female") is not None


def test_nearly_all_a_television_says_can_be_heard() -> None:
    said = said_on_walks()
    silent = [sentence for sentence in said if not can_be_heard(sentence)]
    assert len(silent) / len(said) <= 1 - LEAST_SHARE, sorted(set(silent))


def test_a_sentence_the_server_does_not_know_is_not_heard() -> None:
    assert not can_be_heard("这一句谁也没有写过。")
    assert as_sentence("多久") in rendered().sentences
