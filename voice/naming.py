"""What an answer is about, said once where the conversation comes to another service. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from voice.guide_answers import Matter, name_of
from voice.replies import LONGEST_SENTENCE, MOST_SENTENCES, sentences_of


def named(texts: Sequence[str], matter: Matter) -> list[str]:
    """The answer after what it is about, where one breath holds both: whoever named no service hears which is meant,
    and can say that it is another."""
    said, name = sentences_of(*texts, most=MOST_SENTENCES), name_of(matter.guide)
    if not said or name in said[0]:
        return list(texts)
    told = matter.say("about", name=name, text=said[0])
    return list(texts) if len(told) > LONGEST_SENTENCE else [told, *said[1:]]
