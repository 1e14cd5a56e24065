"""What the clauses of a long sentence say, where the whole is not clear: a story comes before the question. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.understanding.search import Understanding
from voice.about_guide import LEFT_OPEN
from voice.follow_ups import FollowUps
from voice.guide_words import AtHand
from voice.intents import Heard, Situation
from voice.phrases import COURTESY, PhraseBook
from voice.services_asked import ServiceQuestions
from voice.weighed_questions import SURE_WHILE_DICTATING, is_about_service, weight, with_aspect

CLAUSE_END = re.compile(r"[\s，,。！!？?；;、…]+")
SHORTEST_CLAUSE, NAMED_IN_A_CLAUSE = 3, 0.85  # characters; how well a clause names its service
SURELY_NAMED, NAMED_FITS_WHOLE = 0.95, 0.6
FITS_WHOLE = 0.9  # of what fits the whole best: a clause may be asked about, not what only its scenery names
WANTED_AT_END = frozenset(("feedback", "next", "previous", "back", "home", "stop"))


class Clauses:
    """Reads sentences clause by clause."""

    def __init__(
        self, search: Understanding, services: ServiceQuestions, phrases: PhraseBook, follow_ups: FollowUps
    ) -> None:
        self._search, self._services, self._phrases, self._follow_ups = search, services, phrases, follow_ups

    def named_in(self, said: str, whole: Heard) -> Heard | None:
        """我们过不下去了，两个人都同意，离婚怎么办手续: a story first, and the service by its name in one clause."""
        clauses = [clause for clause in CLAUSE_END.split(said) if len(clause) >= SHORTEST_CLAUSE]
        if len(clauses) < 2 or (whole.decision == "accept" and whole.certainty >= NAMED_IN_A_CLAUSE):
            return None
        asking = [clause for clause in clauses if self._follow_ups.is_wish(clause)]
        named = [one for one in map(self._services.named, asking) if one is not None]
        best = max(named, key=weight, default=None)
        is_sure = best is not None and best.certainty >= NAMED_IN_A_CLAUSE
        if best is None or not (is_sure or (whole.decision != "accept" and best.certainty >= SURE_WHILE_DICTATING)):
            return None
        if is_about_service(whole) and not self._fits_whole(said, best):
            return None
        phrases = (self._phrases.find(self._units(clause), "idle") for clause in clauses)
        told = next((one.intent.text("aspect") for one in phrases if one and one.intent.name == "ask_guide"), "")
        return with_aspect(best, told or self._search.aspect_of(said))

    def ordered_at_end(self, said: str, whole: Heard, situation: Situation) -> Heard | None:
        """我昨天去人家收了八十，我要反映: something about the guide at hand, and in the last clause what is wanted."""
        clauses = [clause for clause in CLAUSE_END.split(said) if clause]
        if len(clauses) < 2 or not is_about_service(whole) or whole.intent.text("service") != situation.service:
            return None
        last = self._phrases.find(self._units(clauses[-1]), situation.mode)
        return Heard("", last.intent) if last and last.intent.name in WANTED_AT_END else None

    def _fits_whole(self, said: str, in_clause: Heard) -> bool:
        """Whether the story as a whole fits what one clause of it names nearly as well as anything else."""
        results = self._search.search(said).results
        fits = {found.id: found.score for found in results}
        least = NAMED_FITS_WHOLE if in_clause.certainty >= SURELY_NAMED else FITS_WHOLE
        return bool(results) and fits.get(in_clause.intent.text("service"), 0.0) >= least * results[0].score

    def clearest(self, said: str, whole: Heard, situation: Situation, at_hand: AtHand) -> Heard:
        """Of a long sentence that is not clear as a whole: the clause that is, or the command in it."""
        clauses = [clause for clause in CLAUSE_END.split(said) if clause]
        is_told = is_about_service(whole) and whole.certainty > LEFT_OPEN
        if len(clauses) == 1 or (whole.decision == "accept" and is_told):
            return whole
        phrases = [self._phrases.find(self._units(clause), situation.mode) for clause in clauses]
        rest = [clause for clause, phrase in zip(clauses, phrases, strict=True) if phrase is None]
        texts = dict.fromkeys(["，".join(rest), *rest])
        asked = [(text, self._services.asked(text, situation, at_hand)) for text in texts]
        # 吃不起喽 in talk of the price of eggs asks for nothing.
        about = [
            one
            for text, one in asked
            if is_about_service(one) and (one.decision == "accept" or self._follow_ups.is_wish(text))
        ]
        if is_about_service(whole):
            about = [one for one in about if self._fits_whole(said, one)]
        best = max(about, key=weight, default=whole)
        commands = [phrase for phrase in phrases if phrase and phrase.intent.name not in (*COURTESY, "deny")]
        if weight(best) > weight(whole):
            told = next((one.intent.text("aspect") for one in commands if one.intent.name == "ask_guide"), "")
            return with_aspect(best, told)
        courteous = next((phrase for phrase in phrases if phrase and phrase.intent.name in COURTESY), None)
        if courteous and not commands and whole.certainty == LEFT_OPEN and not self._follow_ups.is_asking(said):
            return Heard("", courteous.intent)  # 中，俺明儿个就去
        is_understood = is_told or not commands or commands[-1].intent.name == "ask_guide"
        return whole if is_understood else Heard("", commands[-1].intent)

    def _units(self, said: str) -> Sequence[str]:
        return self._search.vocabulary.units(said)
