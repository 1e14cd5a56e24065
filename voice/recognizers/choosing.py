"""Which recogniser is used, and where its model lies."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from voice.hearing_problems import HearingError
from voice.listening import Recognizer
from voice.models import find_model
from voice.recognizers.child import engine_process

DEFAULT = "vosk"
LOCAL = {"vosk": "VOSK_MODEL", "pocketsphinx": "POCKETSPHINX_MODEL"}  # and where the environment may name its model

WITH_PARTIAL_TEXT = frozenset({"vosk"})  # the others know what was said only when it is over


def tells_partial_text(choice: str) -> bool:
    """Whether anything can be read while somebody still speaks."""
    return choice in WITH_PARTIAL_TEXT


def open_recognizer(choice: str, environment: Mapping[str, str]) -> Recognizer:
    """`vosk`, `pocketsphinx` or `wyoming://host:port`. Raises HearingError."""
    if choice in LOCAL:
        given = environment.get(LOCAL[choice])
        model = Path(given).expanduser() if given else find_model(choice, environment)
        if model is None or not model.is_dir():
            raise HearingError("no_recognizer", f"no model for {choice}; set {LOCAL[choice]} to its folder")
        if find_spec(choice) is None:  # or the child would find that out when somebody is already speaking
            raise HearingError("no_recognizer", f"the package {choice} is not installed")
        return engine_process(choice, model)
    if choice.startswith("wyoming:"):
        try:
            from voice.recognizers.wyoming_recognizer import WyomingRecognizer
        except ImportError as error:
            raise HearingError("no_recognizer", f"the wyoming library is missing: {error}") from None
        return WyomingRecognizer(choice)
    raise HearingError("no_recognizer", "known recognisers: vosk, pocketsphinx, wyoming://host:port")
