"""The child process of a recogniser: `python -m voice.recognizers.worker FD KIND MODEL`.

It ends when the other end of its socket closes, so it cannot outlive whoever started it. It writes nothing anywhere.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from content.files import content_folder
from content.understanding.wording import load_wording
from voice.hearing_problems import HearingError
from voice.listening import Recognizer
from voice.recognizers.pieces import (
    BEGIN,
    DROP,
    FAILED,
    FEED,
    FINISH,
    PARTIAL,
    READY,
    RESULT,
    Broken,
    receive,
    send,
    send_data,
)
from voice.recognizers.pocketsphinx_engine import PocketsphinxEngine
from voice.recognizers.vosk_engine import VoskEngine


def open_engine(kind: str, model: Path) -> Recognizer:
    """The recogniser itself. Raises HearingError."""
    if kind == "vosk":
        syllables = load_wording(content_folder() / "wording").syllables
        return VoskEngine(model, sounds_of=lambda text: syllables.of(list(text)))
    return PocketsphinxEngine(model)


def serve(connection: socket.socket, engine: Recognizer) -> None:
    """Answers until the other side is gone."""
    while True:
        kind, payload = receive(connection)
        try:
            if kind == BEGIN:
                asked = json.loads(payload)
                engine.begin(asked["grammar"], asked["sample_rate"])
                send(connection, READY)
            elif kind == FEED:
                if partial := engine.feed(payload):
                    send(connection, PARTIAL, partial.encode())
            elif kind == DROP:
                engine.drop()
            elif kind == FINISH:
                send_data(connection, RESULT, engine.finish())
        except HearingError as error:
            send_data(connection, FAILED, [error.problem, str(error)])


def main(arguments: Sequence[str]) -> int:
    """Exit status 0 also where the model cannot be loaded: that is told to the parent."""
    descriptor, kind, model = arguments
    connection = socket.socket(fileno=int(descriptor))
    try:
        engine = open_engine(kind, Path(model))
    except HearingError as error:
        send_data(connection, FAILED, [error.problem, str(error)])
        return 0
    with suppress(Broken, OSError):
        serve(connection, engine)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
