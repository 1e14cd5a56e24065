"""Whether the note about sending somebody else says by itself that it can be done, or that it cannot. Pure.

可以代办。可以请人代办，带委托书 is the same thing twice to whoever listens.
"""

from __future__ import annotations

import re

from content.model import Agent

_FIRST_SENTENCE = re.compile("[^。！？]*")
_CAN, _CANNOT = re.compile("可以|(?<![功智不])能|都行|就行|代办|代交"), re.compile("本人|自己|亲自|谁也不能")


def tells_by_itself(agent: Agent) -> bool:
    """Whether the first sentence of the note gives the answer, so that no other is needed before it."""
    first = _FIRST_SENTENCE.match(agent.note)
    sign = _CAN if agent.allowed else _CANNOT
    return agent.allowed is not None and first is not None and bool(sign.search(first.group()))
