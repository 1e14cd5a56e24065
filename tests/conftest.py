"""What every test may rely on: the folder of large test data, and a skip that can be made a failure."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.drawn import choose_profile

ROOT = Path(__file__).resolve().parent.parent

choose_profile()


@pytest.fixture(scope="session")
def channel_test_data() -> Path:
    """The folder of data too large or too foreign for the repository (CHANNEL_TEST_DATA)."""
    folder = Path(os.environ.get("CHANNEL_TEST_DATA", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no test data at {folder.name}/ beside the checkout; set CHANNEL_TEST_DATA to its folder")
    return folder


def _is_skip_forbidden() -> bool:
    return os.environ.get("REQUIRE_ALL") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With REQUIRE_ALL=1 a skipped test is a failed one: a machine that should have everything proves it."""
    report = yield
    if report.skipped and _is_skip_forbidden():
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1, and this was skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips as a whole while it is read."""
    report = yield
    if report.skipped and _is_skip_forbidden():
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1, and this file was skipped: {report.longrepr}"
    return report
