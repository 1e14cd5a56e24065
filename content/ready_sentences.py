"""Sentences a viewer chooses with the remote instead of writing: televisions show them, the server keeps their ids."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from content.codec import decode_kind
from content.faults import FaultyContentError
from content.yaml_text import load_plain

SENTENCES_FILE = Path(__file__).parent / "wording" / "ready_sentences.yaml"


@cache
def ready_sentences_by_kind() -> dict[str, dict[str, str]]:
    """Kind of feedback → id → sentence, in the order they are shown. Raises FaultyContentError."""
    sentences, faults = decode_kind(dict[str, dict[str, str]], load_plain(SENTENCES_FILE), from_text=False)
    if faults:
        raise FaultyContentError(faults)
    return dict(sentences)


@cache
def ready_sentences() -> dict[str, str]:
    """All of them, id → sentence."""
    return {key: text for sentences in ready_sentences_by_kind().values() for key, text in sentences.items()}
