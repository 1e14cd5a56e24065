"""One conversation for each caller of a gateway, a bounded number of them, each forgotten when it has been quiet.

A loudspeaker has no screen and everybody in the room hears it: what concerns a case is refused before a single digit
of it is kept, and so is whatever ends in a code that only a screen may show.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from content.yaml_text import load_plain
from voice.session import Exchange, Session
from voice.state import Reply

GATEWAY_FILE = Path(__file__).parents[1] / "zh_CN" / "gateway.yaml"
MOST_CALLERS = 64
QUIET_SECONDS = 600.0  # after ten minutes another person may be asking
LONGEST_NAME = 200  # characters of a caller's own name for its conversation


@dataclass(slots=True)
class _Caller:
    session: Session
    last_heard: float


class Callers:
    """`open_session` gives a new conversation, `monotonic` the seconds of a clock that never goes back."""

    def __init__(self, open_session: Callable[[], Session], monotonic: Callable[[], float]) -> None:
        self._open_session, self._monotonic = open_session, monotonic
        self._callers: OrderedDict[str, _Caller] = OrderedDict()
        self._refusals: dict[str, str] = load_plain(GATEWAY_FILE)["refused"]

    def __len__(self) -> int:
        return len(self._callers)

    def hear(self, name: str, said: str) -> Exchange:
        """Answers one utterance of the conversation of this name."""
        session = self._session(name[:LONGEST_NAME])
        before = session.state
        exchange = session.hear(said)
        refused = self._refusal(exchange.heard.intent.name)
        if not refused:
            return exchange
        session.state = before
        return replace(exchange, reply=Reply((refused,), before.screen, before.mode))

    def _refusal(self, intent: str) -> str:
        return self._refusals["case"] if intent.startswith("case_") else self._refusals.get(intent, "")

    def _session(self, name: str) -> Session:
        now = self._monotonic()
        for quiet in [name for name, one in self._callers.items() if now - one.last_heard >= QUIET_SECONDS]:
            del self._callers[quiet]
        caller = self._callers.pop(name, None) or _Caller(self._open_session(), now)
        caller.last_heard = now
        self._callers[name] = caller
        if len(self._callers) > MOST_CALLERS:
            self._callers.popitem(last=False)
        return caller.session
