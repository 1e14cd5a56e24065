"""What is said while an alarm stands on the screen, or after a telephone number was told: it is about that, until
something else is clearly asked for. 要不要先扶他起来, 找到了，在滑梯后头, 半夜打得通吗. Pure.

Guessed from examples by a logistic regression that benchmarks/tune_after_answers.py learns; search tells whether a
service is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from content.understanding.learnt import Learnt, read_learnt
from content.understanding.search import Understanding
from voice.asked_about import AskedAbout, load_asked_about, signs_in
from voice.clauses import CLAUSE_END
from voice.digits_heard import hear
from voice.follow_ups import FollowUps
from voice.guard import hide_numbers
from voice.intents import Heard, Intent, Situation
from voice.services_asked import ServiceQuestions

WEIGHT_FILE = Path(__file__).parent / "zh_CN" / "after_answers.weights"
OVER, ABOUT, AGAIN, NEW, TELL = "over", "about", "again", "new", "tell"
OF_A_LINE = (AGAIN, "hours", "cost", "unanswered", TELL)
MEANINGS = (OVER, ABOUT, *OF_A_LINE, NEW)
# Of what is said about an alarm at all, measured on examples left out of what was learnt from.
LEAST_OVER = 0.65
LEAST_OVER_COMMAND = 0.8  # 好了 may be a command
LEAST_ABOUT_AGAIN = 0.6  # of an alarm that was said to be over
LEAST_OVER_IN_ANOTHER = 0.95
LEAST_OVER_IN_DANGER = 0.85  # 救护车把人接走了 holds a cry
LEAST_OF_A_LINE = 0.5
LEAST_NEW, SURELY_NEW, SURELY_STRANGE = 0.5, 0.8, 0.9
LEAST_NEW_OF_A_LINE = 0.65
SERVICE_ASKED, SERVICE_LIKELY = 0.6, 0.7  # how well a service fits that is clearly the one, or may be one of several
SHORTEST_DICTATED = 2
# What these fixed sentences mean, they mean of the alarm.
OF_THE_ALARM = frozenset(("ask_guide", "case_ask", "next", "previous", "help", "out_of_domain", "not_understood"))
PARTINGS = frozenset(("stop", "deny", "confirm", "thanks", "resume", "back"))
# Only a guide answers these, never a telephone number.
OF_A_GUIDE = frozenset(("materials", "deadline", "online", "visits", "booking", "scope", "eligibility"))
IN_PASSING = frozenset(("louder", "quieter", "bigger", "smaller", "faster", "slower", "wait", "home", "back", "stop"))


class AfterAnswers:
    """Reads sentences in the light of the alarm or the telephone number that was told last."""

    def __init__(self, search: Understanding, follow_ups: FollowUps, services: ServiceQuestions) -> None:
        self._search, self._follow_ups, self._services = search, follow_ups, services
        self._asked_about: AskedAbout = load_asked_about(search.vocabulary)
        self._learnt = _learnt()

    def told(self, said: str, situation: Situation, danger: Heard | None, fixed: Intent | None) -> Heard | None:
        """What is meant; None where it is read as if there were no alarm and no number. `danger`: what it would be as a
        cry for help; `fixed`: as a sentence whose meaning is fixed."""
        is_dictating = situation.mode in ("case_number", "case_code")
        if hide_numbers(said) != said or (is_dictating and len(hear(said).characters) >= SHORTEST_DICTATED):
            return danger
        if situation.alarm:
            return self._of_alarm(said, situation, danger, fixed)
        if danger is None and situation.alarm_before and (heard := self._afterwards(said, situation, fixed)):
            return heard
        return danger or (self._of_line(said, situation, fixed) if situation.line else None)

    def _of_alarm(self, said: str, situation: Situation, danger: Heard | None, fixed: Intent | None) -> Heard | None:
        chances = self._chances(said)
        if self._asks_anew(said, chances):
            return danger
        if self._is_over(said, chances, situation, danger, fixed):
            goes_on = any(self._follow_ups.is_asking(clause) for clause in CLAUSE_END.split(said)[1:])
            return None if goes_on and situation.service else Heard("", Intent("back", {"over": True}))
        if danger:
            is_same = danger.intent.text("number") == situation.alarm
            return _about_alarm(situation, ABOUT) if is_same else danger
        aspect = fixed.text("aspect") if fixed else self._asked_about.guess(said)
        if situation.service and aspect in OF_A_GUIDE:
            return None
        if fixed and fixed.name not in OF_THE_ALARM:
            return None
        if situation.mode == "step" and fixed and fixed.name in ("next", "previous"):
            return None
        if not fixed and self._is_something_else(said, chances, SURELY_NEW):
            return None
        meaning = max((ABOUT, *OF_A_LINE), key=chances.__getitem__)
        if meaning == AGAIN:
            return Heard("", Intent("repeat"))
        return _about_alarm(situation, meaning)

    def _is_over(
        self, said: str, chances: Mapping[str, float], situation: Situation, danger: Heard | None, fixed: Intent | None
    ) -> bool:
        if self._follow_ups.is_asking(said):
            return False
        least = LEAST_OVER
        if danger is not None:
            is_same = danger.intent.text("number") == situation.alarm
            least = LEAST_OVER_IN_DANGER if is_same else LEAST_OVER_IN_ANOTHER
        elif fixed is not None:
            if fixed.name not in OF_THE_ALARM and not (fixed.name in PARTINGS and "了" in said):
                return False
            least = LEAST_OVER_COMMAND
        return _share(OVER, chances) >= least

    def _afterwards(self, said: str, situation: Situation, fixed: Intent | None) -> Heard | None:
        """晓得了，不睬他, after a question in between; 泼水行不行, when it was not over at all."""
        chances = self._chances(said)
        if fixed is not None or self._asks_anew(said, chances):
            return None
        if not self._follow_ups.is_asking(said):
            return Heard("", Intent("confirm")) if chances[OVER] >= LEAST_OVER_COMMAND else None
        is_open = not situation.service and situation.mode == "idle" and chances[ABOUT] >= LEAST_ABOUT_AGAIN
        return Heard("", Intent("emergency", {"number": situation.alarm_before})) if is_open else None

    def _of_line(self, said: str, situation: Situation, fixed: Intent | None) -> Heard | None:
        if fixed and fixed.name not in ("ask_guide", "out_of_domain", "hotline"):
            return None
        chances = self._chances(said)
        if self._asks_anew(said, chances) or self._is_something_else(said, chances, LEAST_NEW_OF_A_LINE):
            return None
        if self._services.telephone(said, situation) not in ("", situation.line):
            return None  # 买到假货打什么电话
        meaning = max((OVER, ABOUT, *OF_A_LINE), key=chances.__getitem__)
        if situation.service and self._asked_about.guess(said) in OF_A_GUIDE:
            return None
        if meaning == ABOUT and self._follow_ups.is_asking(said) and not situation.service:
            meaning = TELL
        elif meaning not in OF_A_LINE or _share(meaning, chances) < LEAST_OF_A_LINE:
            return None
        if meaning == AGAIN:
            return Heard("", Intent("repeat"))
        return Heard("", Intent("hotline", {"number": situation.line, "aspect": meaning}))

    def _asks_anew(self, said: str, chances: Mapping[str, float]) -> bool:
        """Whether a service is asked for, and not only reminded of by a word."""
        understood = self._search.search(self._follow_ups.core(said))
        first = next((one for one in understood.results if one.kind == "service"), None)
        if first is None or first is not understood.results[0] or chances[NEW] < LEAST_NEW:
            return False
        return first.score >= (SERVICE_ASKED if understood.verdict == "confident" else SERVICE_LIKELY)

    def _is_something_else(self, said: str, chances: Mapping[str, float], least_new: float) -> bool:
        """Neither about what was told nor for a service: a command, or nothing of ours."""
        if self._asked_about.command(said) in IN_PASSING and chances[AGAIN] < LEAST_NEW:
            return True
        is_strange = chances[NEW] >= LEAST_NEW and self._asked_about.likeness(said).nothing >= SURELY_STRANGE
        return is_strange or chances[NEW] >= least_new

    def _chances(self, said: str) -> dict[str, float]:
        chances = self._learnt.chances(signs_in(said, self._search.vocabulary))
        return dict(zip(self._learnt.meanings, chances, strict=True))


def _about_alarm(situation: Situation, meaning: str) -> Heard:
    return Heard("", Intent("emergency", {"number": situation.alarm, "aspect": meaning}))


def _share(meaning: str, chances: Mapping[str, float]) -> float:
    """Of all but something new, which search tells better."""
    return chances[meaning] / max(1.0 - chances[NEW], 1e-9)


@cache
def _learnt() -> Learnt:
    return read_learnt(WEIGHT_FILE)
