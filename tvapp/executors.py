"""Running fetches: at once for key walks and pictures, in a few threads for a living screen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

FETCHING_THREADS = 3  # a screen asks for three or four answers; a box has two to four cores


class AtOnce(Executor):
    """Runs what it is given before it returns; for walks without a screen."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The finished future."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def in_threads() -> ThreadPoolExecutor:
    """A small pool that fetches while the screen stays alive."""
    return ThreadPoolExecutor(FETCHING_THREADS, thread_name_prefix="fetch")
