"""How often a property is tried, and with which examples.

As a rule every run tries the same ones, so that a test that falls has been broken by a change and by nothing else.
HYPOTHESIS_PROFILE=long draws new ones at each run, and many more: `make long` (CONTRIBUTING.md says when). Properties
inside a test carry the mark `hypothesis` by hand, for that is how `make long` finds them.
"""

import os

from hypothesis import HealthCheck, settings

USUAL_EXAMPLES = 100  # of a test that does not say otherwise
LONG_FACTOR = 10  # some hundred even for the costliest, which still ends within half an hour


def is_long() -> bool:
    return os.environ.get("HYPOTHESIS_PROFILE") == "long"


def examples(usual: int) -> int:
    """How many to try where a hundred are too many or too few in everyday runs."""
    return usual * LONG_FACTOR if is_long() else usual


def choose_profile() -> None:
    # Time is measured in the benchmarks; here a busy machine must not make a right answer wrong.
    settings.register_profile("usual", deadline=None, derandomize=True, database=None, max_examples=USUAL_EXAMPLES)
    settings.register_profile(
        "long",
        deadline=None,
        derandomize=False,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
        max_examples=USUAL_EXAMPLES * LONG_FACTOR,
    )
    settings.load_profile("long" if is_long() else "usual")
