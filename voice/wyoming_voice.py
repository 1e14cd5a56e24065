"""Any voice that speaks Wyoming, on this machine or in this home: text out, sound in.

What is said may be about somebody's case, so it never leaves the home: other addresses are refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

import numpy as np
from wyoming.audio import AudioChunk, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.error import Error
from wyoming.tts import Synthesize, SynthesizeVoice

from channel_api.client.addresses import find_home_address
from voice.sounds import LONGEST_SECONDS, Sound, trimmed

SCHEME = "wyoming"
USUAL_PORT = 10200
TIMEOUT_SECONDS = 10.0  # a slow voice; after it the next source is asked
FULL_SCALE = 32_768.0


class WyomingAddressError(ValueError):
    """Not an address of a voice in this home."""


class WyomingVoice:
    """A source of sounds. `names`: for `female` and `male` the server's name of a voice; without, its own choice."""

    def __init__(self, uri: str, names: Mapping[str, str] | None = None) -> None:
        """Raises WyomingAddressError for an address outside the home."""
        self._host, self._port = home_address(uri)
        self._names = names or {}

    def find(self, sentence: str, voice: str) -> Sound | None:
        """None where it does not answer, or not with sound."""
        try:
            return asyncio.run(asyncio.wait_for(self._ask(sentence, voice), TIMEOUT_SECONDS))
        except (OSError, ValueError, KeyError, TimeoutError, EOFError):
            return None

    async def _ask(self, sentence: str, voice: str) -> Sound | None:
        name = self._names.get(voice, "")
        wanted = SynthesizeVoice(name=name) if name else SynthesizeVoice(language="zh-CN")
        parts: list[bytes] = []
        first: AudioChunk | None = None
        async with AsyncTcpClient(self._host, self._port) as client:
            await client.write_event(Synthesize(text=sentence, voice=wanted).event())
            while (event := await client.read_event()) is not None:
                if AudioChunk.is_type(event.type):
                    chunk = AudioChunk.from_event(event)
                    first = first or chunk
                    parts.append(chunk.audio)
                    if sum(map(len, parts)) > LONGEST_SECONDS * chunk.rate * chunk.width * chunk.channels:
                        return None
                elif AudioStop.is_type(event.type) or Error.is_type(event.type):
                    break
        return _sound_of(first, b"".join(parts)) if first else None


def home_address(uri: str) -> tuple[str, int]:
    """Host and port of `wyoming://host:port`, as the very IP address that was checked."""
    try:
        parts = urlsplit(uri)
        port = parts.port or USUAL_PORT
        address = find_home_address(parts.hostname or "", port) if parts.scheme == SCHEME else None
    except (OSError, ValueError):
        address = None
    if address is None:
        raise WyomingAddressError(f"{uri[:80]}: wyoming://host:port on this machine or in this home is wanted")
    return address, port


def _sound_of(first: AudioChunk, data: bytes) -> Sound | None:
    if first.width != 2:  # every known server sends 16 bits
        return None
    samples = np.frombuffer(data[: len(data) // (2 * first.channels) * 2 * first.channels], "<i2")
    mono = samples.reshape(-1, first.channels).mean(axis=1) / FULL_SCALE
    return trimmed(Sound(mono.astype(np.float32), first.rate)) if len(mono) else None
