"""The server for other machines: gunicorn with a few processes or threads, set up here instead of in a file."""

from __future__ import annotations

import gc
import logging
import os
import sys
import tempfile
from ipaddress import ip_address
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from channel_api.config import Config, ConfigError
from channel_api.http_worker import HttpWorker, QuietLogger

if TYPE_CHECKING:
    from channel_api.runtime import Services

LOG = logging.getLogger(__name__)

# prometheus_client reads it while it is imported, so nothing that imports that may be imported above.
MULTIPROCESS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
THREADS = 4  # a worker's slow client or slow query leaves three others to answer
GRACEFUL_SECONDS = 20  # the longest answer is far shorter; after it a restart may cut
TIMEOUT_SECONDS = 60  # before its first request a worker builds the index of a whole province
SWITCH_SECONDS = 0.0005  # a tenth of Python's own: a request shall not wait for an index that builds beside it


def check_address(host: str, config: Config) -> None:
    """Raises ConfigError where other machines could connect and no key was set."""
    if is_loopback(host) or config.secret_keys:
        return
    raise ConfigError(
        "CHANNEL_SECRET_KEY must be set before serving other machines; make one with: "
        "python3 -c 'import secrets; print(secrets.token_hex(32))'"
    )


def is_loopback(host: str) -> bool:
    """False for every name but localhost: what a name means is decided elsewhere."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def default_workers(config: Config) -> int:
    """SQLite has one writer, so one process with threads; with PostgreSQL one for each core of a small machine."""
    return 1 if config.database_url.startswith("sqlite") else 2


def bind_address(host: str, port: int) -> str:
    """As it stands in a URL; an IPv6 host may come with its brackets or without."""
    bare = host.strip("[]")
    return f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"


def serve(config: Config, address: str, *, workers: int) -> None:
    """Runs until it is told to end; finishes the requests it has begun."""
    with tempfile.TemporaryDirectory(prefix="channel-metrics-") as folder:
        if workers > 1:
            os.environ[MULTIPROCESS_VARIABLE] = folder
        Gunicorn(config, address, workers).run()


class Gunicorn(BaseApplication):  # type: ignore[misc]
    """Each worker makes its own application after the fork: connections and threads do not survive one."""

    def __init__(self, config: Config, address: str, workers: int) -> None:
        self._config = config
        self._settings: dict[str, Any] = {
            "bind": [address],
            "workers": workers,
            "threads": THREADS,
            "worker_class": HttpWorker,
            "logger_class": QuietLogger,
            "timeout": TIMEOUT_SECONDS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "loglevel": "warning",
            "post_worker_init": _tell_ready,
            "child_exit": _forget_worker,
            "worker_exit": self._end_worker,
        }
        self._services: Services | None = None
        self._stopping = Event()
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from channel_api.app import METRICS, create_app, make_services
        from channel_api.on_time import OnTime

        self._services = services = make_services(self._config)
        services.catalogue.watch()
        services.catalogue.search_index()  # a worker takes requests only when it can answer all of them at full speed
        sys.setswitchinterval(SWITCH_SECONDS)
        app = create_app(services)
        plans = OnTime.of(services, app.extensions[METRICS].count_plan)
        Thread(target=plans.run, args=(self._stopping,), name="plans", daemon=True).start()
        gc.collect()
        gc.freeze()  # what stays for good is not looked through again and again while somebody waits for an answer
        return app

    def _end_worker(self, _server: Any, _worker: Any) -> None:
        """In the worker, after its last answer."""
        self._stopping.set()
        if self._services is not None:
            self._services.catalogue.stop()
            self._services.demand.stop()


def _tell_ready(_worker: Any) -> None:
    LOG.info("worker ready")


def _forget_worker(_server: Any, worker: Any) -> None:
    if MULTIPROCESS_VARIABLE in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
