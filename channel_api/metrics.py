"""Prometheus counters of the HTTP side. Labels are route templates and statuses, never anything a caller wrote."""

from __future__ import annotations

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

# Around the aims: a guide in 10 ms, a search in 50 ms, what a household still calls "at once" in 1 s.
BUCKETS_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
MULTIPROCESS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # set by `serving` before several workers start


class Metrics:
    """Counts of one application; with several worker processes, of all of them together."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "channel_http_requests", "Requests answered", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "channel_http_request_seconds",
            "Time to answer",
            ["route"],
            registry=self._registry,
            buckets=BUCKETS_SECONDS,
        )
        self._plans = Counter(
            "channel_plans", "Plans of editors whose moment came", ["outcome"], registry=self._registry
        )

    def count_plan(self, outcome: str) -> None:
        """`done`, or `failed`: what was live stayed, and an editor has to look."""
        self._plans.labels(outcome).inc()

    def count(self, *, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        if MULTIPROCESS_VARIABLE not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
