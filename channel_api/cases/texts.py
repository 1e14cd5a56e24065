"""What a viewer may write to the channel, and what an operator may answer. Pure."""

from __future__ import annotations

import unicodedata
from datetime import date

from content.understanding.identity_numbers import contains_identity_number

LONGEST_TEXT = 500


class IdentityNumberError(Exception):
    """The text holds an identity-card number, which is never stored. The message never shows it."""


def clean_text(text: str, today: date) -> str:
    """`text` without control characters, ends trimmed; line breaks become spaces. Telephone numbers stay, so that
    somebody can call back.

    Raises IdentityNumberError."""
    spaced = "".join(" " if character in "\r\n\t\u2028\u2029" else character for character in text)
    # Cc, Cf, Cs, Co: controls, invisible marks that turn text around, lone surrogates, private glyphs no screen has.
    cleaned = "".join(
        character for character in spaced if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    if contains_identity_number(cleaned, today):
        raise IdentityNumberError("the text holds an identity-card number")
    return cleaned.strip()
