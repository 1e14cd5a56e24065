"""Importing as a whole: all or nothing, again without duplicates, shown in its region and nowhere else."""

import gzip
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from channel_api.app import create_app
from channel_api.catalogue_keeper import CatalogueKeeper, SearchIndexBuilder
from channel_api.importing import lines
from channel_api.importing.command import run_import
from channel_api.importing.items import ITEMS, ItemsImport, import_items, is_items_file
from channel_api.importing.lines import ItemsFileError
from channel_api.importing.progress import ProgressBar
from channel_api.publishing import FILES, load_objects, publish_content
from channel_api.runtime import Services
from channel_api.store import documents
from channel_api.store.database import Database, StoreError
from channel_api.store.upgrading import upgrade
from content.model import Guide
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.importing.conftest import ITEMS_FILE, WriteItems, item
from tests.channel_api.sample_content import sample_content

IMPORTED = 28  # of thirty lines one has a code a second time and one is of an unknown region


def imported(database: Database) -> dict[str, Guide]:
    with database.read() as connection:
        return {guide.id: guide for guide in load_objects(connection, Guide, origin=ITEMS)}


def run(services: Services, path: Path, **options: bool) -> ItemsImport:
    return import_items(path, services.database, now=services.clock(), **options)


def test_the_thirty_lines_are_imported(services: Services) -> None:
    done = run(services, ITEMS_FILE)
    assert (len(done.changes.added), done.changes.changed, done.changes.withdrawn) == (IMPORTED, (), ())
    assert done.counts == {"440000": IMPORTED - 2, "440100": 2}
    assert len(imported(services.database)) == IMPORTED
    assert list(done.explain())[:4] == [
        "读了30行，得到28个事项",
        "广东省（440000）：26个",
        "广州市（440100）：2个",
        "新增28个，更新0个，撤下0个，没有变化0个",
    ]


def test_the_later_of_two_lines_with_one_code_counts_and_this_is_said(services: Services) -> None:
    done = run(services, ITEMS_FILE)
    guide = imported(services.database)["item-11440000000000001x2440900000001"]
    assert guide.title == "风筝放飞场地登记（新版）"
    assert done.report.findings["duplicate_code"].lines == [30]
    assert done.report.findings["unknown_region"].lines == [29]
    assert done.report.findings["same_title"].lines == [31]


def test_the_same_file_again_changes_nothing(services: Services, clock: StandingClock) -> None:
    run(services, ITEMS_FILE)
    with services.database.read() as connection:
        version = documents.find_version(connection)
    clock.advance(days=1)
    done = run(services, ITEMS_FILE)
    assert (bool(done.changes), done.changes.unchanged) == (False, IMPORTED)
    with services.database.read() as connection:
        assert documents.find_version(connection) == version


def test_a_newer_file_of_a_region_replaces_it_and_leaves_other_regions_alone(
    services: Services, write_items: WriteItems
) -> None:
    run(services, ITEMS_FILE)
    first = item("11440000000000002X2440900000002", AREACODE="440100", TASK_NAME="河灯施放备案新规")
    done = run(services, write_items(first, item("11440100000000099X", AREACODE="440100")))
    assert (len(done.changes.added), len(done.changes.changed), len(done.changes.withdrawn)) == (1, 1, 1)
    assert done.changes.unchanged == 0
    guides = imported(services.database)
    assert sum(guide.region == "440000" for guide in guides.values()) == IMPORTED - 2
    assert {guide.title for guide in guides.values() if guide.region == "440100"} == {
        "河灯施放备案新规",
        "风筝放飞场地登记",
    }
    assert any("撤下的是" in line for line in done.explain())


def test_an_item_that_moves_to_another_region_is_there_once(services: Services, write_items: WriteItems) -> None:
    run(services, write_items(item("11440000000000001X")))
    run(services, write_items(item("11440000000000001X", AREACODE="440100")))
    assert [guide.region for guide in imported(services.database).values()] == ["440100"]


def test_a_dry_run_says_what_would_be_and_writes_nothing(services: Services) -> None:
    done = run(services, ITEMS_FILE, dry_run=True)
    assert len(done.changes.added) == IMPORTED
    assert any(line.startswith("试运行") for line in done.explain())
    assert imported(services.database) == {}


@pytest.mark.parametrize(
    "broken", [b"{", b"[]\n", "风筝".encode("gbk"), json.dumps(item(TASK_NAME="\x1b[31m")).encode()]
)
def test_one_broken_line_at_the_end_and_nothing_is_imported(
    services: Services, write_items: WriteItems, broken: bytes
) -> None:
    run(services, ITEMS_FILE)
    before = imported(services.database)
    with pytest.raises(ItemsFileError):
        run(services, write_items(item("11440000000000077X"), broken))
    assert imported(services.database) == before


def test_a_name_that_editors_own_is_never_overwritten(services: Services, write_items: WriteItems) -> None:
    own = Guide(id="item-11440000000000088x", region="440000", title="编辑写的", topic="other")
    content = sample_content()
    with_own = replace(content, guides={**content.guides, own.id: own})
    publish_content(services.database, with_own, now=NOW)
    with pytest.raises(StoreError):
        run(services, write_items(item("11440000000000087X"), item("11440000000000088X")))
    assert imported(services.database) == {}


def test_editors_publishing_their_files_does_not_touch_items(services: Services) -> None:
    run(services, ITEMS_FILE)
    changes = publish_content(services.database, sample_content(), now=NOW, origin=FILES)
    assert not changes
    assert len(imported(services.database)) == IMPORTED


def test_an_empty_database_says_what_to_do_first(empty_database: Database) -> None:
    upgrade(empty_database)
    with pytest.raises(ItemsFileError) as caught:
        import_items(ITEMS_FILE, empty_database, now=NOW)
    assert caught.value.code == "unready"


def test_a_file_without_items_is_refused(services: Services, write_items: WriteItems) -> None:
    with pytest.raises(ItemsFileError) as caught:
        run(services, write_items(b"\n\n"))
    assert caught.value.code == "empty"


def count_services(client: FlaskClient, region: str) -> int:
    return sum(topic["count"] for topic in client.get(f"/v1/topics?region={region}&limit=100").json["items"])


def test_items_are_listed_in_their_region_and_nowhere_else(services: Services, client: FlaskClient) -> None:
    regions = ("000000", "330000", "330106", "440000", "440100")
    before = {region: count_services(client, region) for region in regions}
    run(services, ITEMS_FILE)
    services.catalogue.refresh()
    grown = {region: count_services(client, region) - before[region] for region in regions}
    assert grown == {"000000": 0, "330000": 0, "330106": 0, "440000": IMPORTED - 2, "440100": IMPORTED}
    guide = client.get("/v1/services/item-11440000000000008x2440900000008?region=440100")
    assert guide.json["title"] == "龙舟停靠许可"
    assert set(guide.json["origins"].values()) == {"440000"}
    assert client.get("/v1/services/item-11440000000000008x2440900000008?region=330106").status_code == 404
    assert client.get("/v1/services/item-11440000000000002x2440900000002?region=440000").status_code == 404


def test_search_finds_items_in_their_region_and_elsewhere_only_with_their_place(services: Services) -> None:
    run(services, ITEMS_FILE)
    keeper = CatalogueKeeper(services.database, SearchIndexBuilder())
    client = create_app(replace(services, catalogue=keeper)).test_client()

    def ask(question: str, region: str) -> Any:
        return client.get("/v1/search", query_string={"q": question, "region": region}).json

    def found(question: str, region: str) -> list[str]:
        return [one["id"] for one in ask(question, region)["results"] if one["id"].startswith("item-")]

    for question in ("龙舟停靠许可", "龙舟停靠"):
        assert found(question, "440000")[0] == "item-11440000000000008x2440900000008"
        assert found(question, "440100")[0] == "item-11440000000000008x2440900000008"
    for region in ("330106", "000000"):
        offered = ask("龙舟停靠许可", region)
        assert offered["verdict"] != "confident"
        assert [result["place"]["code"] for result in offered["results"] if result["id"].startswith("item-")] == [
            "440000"
        ]
    assert found("查合同", "440000")[0] == "item-11440000000000023x2440900000023"


# -- the command -----------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """Where somebody watches."""

    def isatty(self) -> bool:
        return True


def test_the_command_prints_the_report_and_draws_a_bar_where_somebody_watches(services: Services) -> None:
    out, errors = io.StringIO(), Terminal()
    code = run_import(ITEMS_FILE, services.database, now=NOW, dry_run=False, out=out, errors=errors)
    assert code == 0
    assert out.getvalue().startswith("读了30行，得到28个事项\n")
    assert "\x1b" not in out.getvalue()
    assert errors.getvalue().endswith("] 100%\n")


def test_the_bar_is_silent_in_a_file_and_never_draws_twice_the_same() -> None:
    quiet, watched = io.StringIO(), Terminal()
    for out in (quiet, watched):
        bar = ProgressBar(out)
        for step in range(10_001):
            bar(step / 10_000)
        bar.close()
    assert quiet.getvalue() == ""
    assert watched.getvalue().count("\r") == 41


def test_a_broken_file_is_one_clear_message_and_a_failure(services: Services, write_items: WriteItems) -> None:
    out, errors = io.StringIO(), io.StringIO()
    path = write_items(item(), b"{")
    assert run_import(path, services.database, now=NOW, dry_run=False, out=out, errors=errors) == 1
    assert out.getvalue() == ""
    assert errors.getvalue() == ("items.jsonl: 第2行不是JSON：第2个字符处读不下去；文件可能不完整\n什么也没有导入。\n")


@pytest.mark.parametrize(
    ("name", "is_items"), [("a.jsonl", True), ("a.jsonl.gz", True), ("content", False), ("a.yaml", False)]
)
def test_only_files_of_items_are_taken_for_such(name: str, is_items: bool) -> None:
    assert is_items_file(Path(name)) is is_items


# -- the real file ---------------------------------------------------------------------------------------------------


@pytest.fixture
def real_items(channel_test_data: Path) -> Path:
    path = channel_test_data / "data" / "guangdong_items.jsonl.gz"
    if not path.is_file():
        pytest.skip("no data/guangdong_items.jsonl.gz in the folder of CHANNEL_TEST_DATA")
    return path


def test_the_real_items_of_a_province_are_imported(services: Services, real_items: Path) -> None:
    done = run(services, real_items)
    assert done.counts == {"440000": 2024, "440100": 238}
    assert len(done.changes.added) == 2262
    again = run(services, real_items)
    assert (bool(again.changes), again.changes.unchanged) == (False, 2262)


def test_every_line_of_the_real_file_fits_the_bounds(real_items: Path) -> None:
    with gzip.open(real_items) as unpacked:
        longest = max(len(line) for line in unpacked)
    assert longest * 20 < lines.MOST_LINE_BYTES
