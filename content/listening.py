"""What a guide is like to listen to: how many seconds it speaks, how long its sentences are, where its words are heavy.

Pure. It judges nothing; what must be mended is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.model import Guide
from content.rules_language import PlainLanguage, find_language_notes
from content.rules_text import sentences_of

# Older listeners prefer it slower than a newsreader's 258 (Chan & Lee 2005).
SPEECH_CHARACTERS_PER_MINUTE = 185
EASY_SENTENCE_CHARACTERS = 15  # on average: half of what an ear holds at the most

Line = tuple[str, dict[str, str]]  # which sentence of the wording, and what fills it


@dataclass(frozen=True, slots=True)
class Listening:
    """One guide, read aloud from beginning to end. `notes`: places where it could be said more simply."""

    guide: str
    characters: int
    sentences: int
    longest_sentence: int
    notes: int

    @property
    def seconds(self) -> float:
        return 60 * self.characters / SPEECH_CHARACTERS_PER_MINUTE

    @property
    def average_sentence(self) -> float:
        """In characters, as a mean; 0 where nothing is said."""
        return self.characters / self.sentences if self.sentences else 0.0


def spoken_texts(guide: Guide) -> list[str]:
    """Everything a voice may say of a guide: its name, short answers, steps, questions and answers."""
    short = guide.short
    texts = [guide.spoken_name or guide.title]
    texts += [short.time, short.fee, short.place, short.materials, short.visits] if short else []
    texts += [step.speech for step in guide.steps]
    texts += [part for question in guide.faq for part in (question.q, question.a)]
    return [text for text in texts if text]


def listen(guide: Guide, language: PlainLanguage) -> Listening:
    """The measure of one guide."""
    sentences = [sentence for text in spoken_texts(guide) for sentence in sentences_of(text)]
    lengths = [len(sentence) for sentence in sentences]
    notes = sum(1 for _ in find_language_notes(guide, language))
    return Listening(guide.id, sum(lengths), len(lengths), max(lengths, default=0), notes)


def count_listening(guides: Iterable[Guide], language: PlainLanguage, *, each: bool = False) -> Iterator[Line]:
    """All guides together; then every guide (`each`), or only those that are hard to listen to."""
    heard = [listen(guide, language) for guide in guides]
    characters, sentences = sum(one.characters for one in heard), sum(one.sentences for one in heard)
    yield (
        "speech",
        {
            "seconds": f"{60 * characters / SPEECH_CHARACTERS_PER_MINUTE:.0f}",
            "speed": str(SPEECH_CHARACTERS_PER_MINUTE),
            "average": f"{characters / sentences if sentences else 0:.1f}",
            "longest": str(max((one.longest_sentence for one in heard), default=0)),
            "notes": str(sum(one.notes for one in heard)),
            "guides": str(sum(1 for one in heard if one.notes)),
        },
    )
    for one in sorted(heard, key=lambda one: one.guide):
        is_hard = one.notes > 0 or one.average_sentence > EASY_SENTENCE_CHARACTERS
        if each or is_hard:
            yield "speech_of_one", _values_of(one)


def _values_of(one: Listening) -> dict[str, str]:
    return {
        "id": one.guide,
        "seconds": f"{one.seconds:.0f}",
        "average": f"{one.average_sentence:.1f}",
        "longest": str(one.longest_sentence),
        "notes": str(one.notes),
    }
