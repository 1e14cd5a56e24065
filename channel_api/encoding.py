"""Answers as JSON bytes with the ETag of exactly these bytes. Knows no Flask."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from content.codec import encode


@dataclass(frozen=True, slots=True)
class Encoded:
    """An answer that is already JSON; endpoints that remember their answers return it."""

    body: bytes
    etag: str


def encode_answer(value: Any) -> Encoded:
    """Chinese as it is written, every field even where it holds its default, so that readers need not know defaults."""
    plain = value.to_plain() if hasattr(value, "to_plain") else encode(value, keep_defaults=True)
    return encode_plain(plain)


def encode_plain(plain: Any) -> Encoded:
    """Plain data as compact JSON."""
    body = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Encoded(body, hashlib.sha256(body).hexdigest()[:32])
