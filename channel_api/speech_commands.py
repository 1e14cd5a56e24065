"""`zhengwu-api speech …`: rendering what is spoken, by hand or beside the server."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from threading import Event, Thread
from typing import TYPE_CHECKING

from channel_api.config import Config
from channel_api.speech_command import COMMAND_VARIABLE

if TYPE_CHECKING:
    from channel_api.runtime import Services
    from channel_api.speech_rendering import SpeechRendering

OpenServices = Callable[[Config], "Services"]
LOWEST_PRIORITY = 19  # whatever else the machine has to do comes first
NEEDED = ("onnxruntime", "misaki", "soundfile")  # what our own voice is made of


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `speech`; `open_services` gives the services on a database of the newest shape."""
    here = _Commands(open_services)
    speech = commands.add_parser("speech", help="what is spoken, as sound").add_subparsers(
        required=True, metavar="ACTION"
    )
    render = speech.add_parser("render", help="render what is missing, most used first, until stopped")
    render.add_argument("--once", action="store_true", help="end when everything is rendered")
    render.add_argument("--beside", action="store_true", help=argparse.SUPPRESS)  # ends when standard input closes
    render.set_defaults(run=here.render)
    status = speech.add_parser("status", help="how much is rendered")
    status.set_defaults(run=here.show_status)


MODEL = "kokoro-*"  # below `models` in the data folder


class _Commands:
    def __init__(self, open_services: OpenServices) -> None:
        self._open_services = open_services

    def render(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.speech_command import SpeechCommandError

        os.nice(LOWEST_PRIORITY)
        stopping = Event()
        # After its sentence it ends and lets another go on at once; killed, its turn would last for minutes.
        signal.signal(signal.SIGTERM, lambda *_: stopping.set())
        if options.beside:
            Thread(target=_stop_with_parent, args=(stopping,), daemon=True).start()
        rendering = self._rendering(config)
        try:
            if not options.once:
                rendering.run(stopping)
            while options.once and rendering.render_missing(stopping):
                continue
            if options.once:
                self.show_status(options, config)  # what is still missing is somebody else's turn, or cannot be said
        except SpeechCommandError as error:
            print(f"zhengwu-api: speech is not rendered: {error}", file=sys.stderr)
            return 1
        finally:
            rendering.close()
        return 0

    def show_status(self, _options: argparse.Namespace, config: Config) -> int:
        from channel_api.store.speech import count_bytes, load_sizes

        services = self._open_services(config)
        missing = self._rendering(config).missing()
        with services.database.read() as connection:
            count, size = len(load_sizes(connection)), count_bytes(connection)
        print(f"rendered {count} sentences, {size / 2**20:.1f} MiB; missing {len(missing)}")
        return 0

    def _rendering(self, config: Config) -> SpeechRendering:
        from channel_api.speech_command import SpeechCommand, speech_command
        from channel_api.speech_rendering import SpeechRendering
        from content.spoken_sentences import load_voices

        services = self._open_services(config)
        command = speech_command(os.environ)
        return SpeechRendering(services.database, lambda: SpeechCommand(command), load_voices(), services.clock)


def start_beside(wanted: bool | None, config: Config) -> subprocess.Popen[bytes] | None:
    """Begins rendering in a process of its own; `wanted` None: where there is something to render with.

    It ends when this process does, whatever becomes of it: its standard input closes."""
    if not (can_render(config) if wanted is None else wanted):
        return None
    command = [sys.executable, "-m", "channel_api", "speech", "render", "--beside"]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def can_render(config: Config) -> bool:
    """Whether there is something to render with."""
    is_installed = any((config.data_folder / "models").glob(MODEL)) and all(find_spec(name) for name in NEEDED)
    return bool(os.environ.get(COMMAND_VARIABLE)) or is_installed


def _stop_with_parent(stopping: Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        continue  # what the parent says means nothing, only that it lives
    stopping.set()
