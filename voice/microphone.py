"""The microphone, through sounddevice. Only this module takes sound in, and it never keeps or writes any.

A missing library, no device, or one that is pulled out in mid-sentence are HearingErrors; nothing here blocks for
longer than READ_SECONDS.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, Full, Queue
from typing import Any

from voice.endpoint import RECOGNIZED_HZ
from voice.hearing_problems import HearingError

READ_SECONDS = 0.2
LOST_SECONDS = 2.0  # a living device delivers every 50 ms, also silence
BLOCK_SECONDS = 0.05
# With less, PortAudio over ALSA over PulseAudio opens the device and never delivers anything.
LATENCY_SECONDS = 0.2
HELD_SECONDS = 30.0  # what is kept while a model loads; older sound makes room
USUAL_RATES_HZ = (RECOGNIZED_HZ, 48_000, 44_100, 8_000)


class DeviceMicrophone:
    """The default input device, or the one that is named."""

    def __init__(self, device: int | str | None = None, *, load: Callable[[], Any] | None = None) -> None:
        """`load`: gives the sounddevice module, or whatever behaves like it."""
        self._device, self._load = device, load or _load_sounddevice

    def open(self) -> DeviceStream:
        """Opens it at the first rate it takes. Raises HearingError."""
        library = self._load()
        refusals = []
        for channels in (1, 2):
            for rate in USUAL_RATES_HZ:
                try:
                    return DeviceStream(library, self._device, sample_rate=rate, channels=channels)
                except (library.PortAudioError, OSError, ValueError) as error:
                    refusals.append(f"{rate} Hz × {channels}: {error}")
        raise HearingError("no_microphone", "; ".join(refusals))


class DeviceStream:
    """Sound of one opened device."""

    def __init__(self, library: Any, device: int | str | None, *, sample_rate: int, channels: int) -> None:
        self.sample_rate, self.channels = sample_rate, channels
        self._library = library
        self._blocks: Queue[bytes] = Queue(int(HELD_SECONDS / BLOCK_SECONDS))
        self._quiet_reads = 0
        self._stream = library.RawInputStream(
            samplerate=sample_rate,
            channels=channels,
            dtype="int16",
            blocksize=int(sample_rate * BLOCK_SECONDS),
            latency=LATENCY_SECONDS,
            device=device,
            callback=self._keep,
        )
        try:
            self._stream.start()
        except (library.PortAudioError, OSError):
            self._stream.close()
            raise

    def _keep(self, block: Any, *_: object) -> None:
        """On the sound library's thread: must neither wait nor fail."""
        try:
            self._blocks.put_nowait(bytes(block))
        except Full:
            self._blocks.get_nowait()
            self._blocks.put_nowait(bytes(block))

    def read(self) -> bytes:
        """Everything that came meanwhile. Raises HearingError when nothing has come for LOST_SECONDS."""
        try:
            pieces = [self._blocks.get(timeout=READ_SECONDS)]
        except Empty:
            self._quiet_reads += 1
            is_over = not self._stream.active or self._quiet_reads * READ_SECONDS >= LOST_SECONDS
            if is_over:
                raise HearingError("microphone_lost", "the device delivers no more sound") from None
            return b""
        self._quiet_reads = 0
        while not self._blocks.empty():
            pieces.append(self._blocks.get_nowait())
        return b"".join(pieces)

    def close(self) -> None:
        """Closes the device; one that is gone already is closed as well."""
        try:
            self._stream.abort()
            self._stream.close()
        except (self._library.PortAudioError, OSError):
            return
        finally:
            while not self._blocks.empty():
                self._blocks.get_nowait()


def _load_sounddevice() -> Any:
    try:
        import sounddevice  # type: ignore[import-untyped]
    except (ImportError, OSError) as error:  # OSError: the wheel is there, Debian's libportaudio2 is not
        raise HearingError("no_microphone", f"sounddevice cannot be used: {error}") from None
    return sounddevice
