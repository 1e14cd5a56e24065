"""Whether what is said while a guide is at hand goes on about it, asks for another service, or for nothing of ours.

违章没处理能过吗, while a car changes hands, asks about that; 违章怎么处理 asks for another service. What the sentence
shows (voice/context_signs.py) is weighed by what was learnt from examples (benchmarks/tune_in_context.py). Pure.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, cast

from content.understanding.learnt import Learnt, read_learnt
from content.understanding.search import Understanding, Understood
from content.yaml_text import load_plain
from voice.asked_about import AskedAbout
from voice.context_frames import grams_in, signs_of_frame
from voice.context_signs import ContextSigns
from voice.follow_ups import FollowUps
from voice.forest import Forest, read_forest
from voice.guide_words import AtHand

Reading = Literal["about", "new", "strange"]
READINGS: tuple[Reading, ...] = ("about", "new", "strange")
FORMS_FILE = Path(__file__).parent / "zh_CN" / "in_context.yaml"
FOREST_FILE = FORMS_FILE.with_suffix(".weights")
FRAMES_FILE = FORMS_FILE.with_name("context_frames.weights")
SURELY_NOTHING = 0.8  # the chance that a sentence without a known word asks nothing
SURELY_NEW = 0.7  # of a service that search is not sure of


class InContext:
    """Reads sentences in the light of the guide at hand."""

    def __init__(self, signs: ContextSigns, frames: Learnt, forest: Forest) -> None:
        self._signs, self._frames, self._forest = signs, frames, forest

    def read(self, said: str, understood: Understood, service: str, at_hand: AtHand) -> Reading:
        """What is likeliest, while `service` is at hand with the words of its guide."""
        signs = self._signs.of(said, understood, service, at_hand)
        is_aspect = any(signs[one] for one in ("aspect", "told", "paper"))
        is_asked = is_aspect or signs["asking"] or signs["frequent"]
        is_only_named = signs["bare"] and not is_asked
        if signs["none"] and signs["nothing"] >= SURELY_NOTHING and not (is_aspect or signs["guessed"]):
            return "strange"  # 晚上吃什么好呢
        if not signs["names_nothing"] and not signs["none"] and (is_only_named or signs["anew"]):
            return "new"  # 驾照; 回到身份证
        of_frame = signs_of_frame(self._frames.chances(grams_in(understood, service, at_hand)))
        chances = self._forest.chances(signs | of_frame)
        likeliest = cast("Reading", max(chances, key=chances.__getitem__))
        if likeliest == "new" and not signs["confident"] and chances["new"] < SURELY_NEW:
            return "about"  # a list of what it might be would help nobody
        return likeliest


def load_signs(search: Understanding, follow_ups: FollowUps, asked_about: AskedAbout) -> ContextSigns:
    """With the forms that come with the channel."""
    return ContextSigns(search, follow_ups, asked_about, load_plain(FORMS_FILE)["forms"])


def load_in_context(search: Understanding, follow_ups: FollowUps, asked_about: AskedAbout) -> InContext:
    """What comes with the channel."""
    return InContext(load_signs(search, follow_ups, asked_about), _frames(), _forest())


@cache
def _frames() -> Learnt:
    return read_learnt(FRAMES_FILE)


@cache
def _forest() -> Forest:
    return read_forest(FOREST_FILE)
