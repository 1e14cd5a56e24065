"""A file that is broken anywhere is refused whole, with the line and what to do."""

import gzip
import json
from pathlib import Path

import pytest

from channel_api.importing import lines
from channel_api.importing.lines import ItemsFileError, read_items
from channel_api.importing.tables import tables
from tests.channel_api.importing.conftest import ITEMS_FILE, WriteItems, item

GOOD = item()


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(ItemsFileError) as caught:
        list(read_items(path, lambda _: None))
    sentence: str = tables().words["refused"][caught.value.code].format(**caught.value.values)
    return sentence


def test_plain_and_gzipped_files_are_read_alike(write_items: WriteItems) -> None:
    data = ITEMS_FILE.read_bytes()
    plain, packed = write_items(data), write_items(data, name="items.jsonl.gz")
    read = [list(read_items(path, lambda _: None)) for path in (plain, packed)]
    assert read[0] == read[1]
    assert len(read[0]) == 30


def test_blank_lines_count_as_lines_but_hold_nothing(write_items: WriteItems) -> None:
    path = write_items(b"\xef\xbb\xbf", GOOD, b"\n  \r\n", GOOD)
    assert [number for number, _ in read_items(path, lambda _: None)] == [1, 4]


def test_progress_goes_from_nothing_to_all(write_items: WriteItems) -> None:
    shares: list[float] = []
    list(read_items(write_items(*[GOOD] * 500, name="items.jsonl.gz"), shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) == 500


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (b"{", "第2行不是JSON"),
        (b"not json\n", "第2行不是JSON"),
        (b'{"TASK_CODE": NaN', "第2行不是JSON"),
        (b"[" * 100_000 + b"\n", "第2行不是JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}\n", "第2行不是JSON"),
        (b"[1]\n", "第2行不是一个事项"),
        (b"null\n", "第2行不是一个事项"),
        (b"5\n", "第2行不是一个事项"),
        ("风筝".encode("gbk") + b"\n", "看起来是GBK"),
        ("风筝".encode("utf-16"), "第2行不是UTF-8"),
        (b"\xff\xff\xff\n", "第2行不是UTF-8"),
        (b"\x00\x01\x02\n", "第2行不是JSON"),
    ],
)
def test_a_line_that_is_no_item_refuses_the_file(write_items: WriteItems, broken: bytes, says: str) -> None:
    assert says in refusal(write_items(GOOD, broken, GOOD))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"TASK_CODE": None}, "缺少TASK_CODE"),
        ({"TASK_NAME": ""}, "缺少TASK_NAME"),
        ({"AREACODE": 440000}, "AREACODE应该是文字"),
        ({"TASK_CODE": "风筝一号登记"}, "TASK_CODE不是编码"),
        ({"TASK_CODE": "../../etc/passwd"}, "TASK_CODE不是编码"),
        ({"TASK_CODE": "1" * 91}, "TASK_CODE不是编码"),
        ({"TASK_CODE": "１１４４００００００"}, "TASK_CODE不是编码"),
        ({"AREACODE": "4400"}, "AREACODE不是六位地区代码"),
        ({"handle_time": ["30(工作日)"]}, "handle_time应该是文字"),
        ({"theme_category": [["其他"]]}, "theme_category应该是几项文字"),
        ({"material_intro": {"name": "证"}}, "material_intro应该是几项文字"),
    ],
)
def test_an_item_of_another_shape_refuses_the_file(
    write_items: WriteItems, wrong: dict[str, object], says: str
) -> None:
    assert refusal(write_items(GOOD, GOOD | wrong)).startswith(f"第2行{'的' if '缺少' not in says else ''}{says}")


def test_a_file_cut_anywhere_in_its_compressed_data_is_refused(write_items: WriteItems) -> None:
    path = write_items(*[item(f"1144000000{n:08d}") for n in range(300)], name="items.jsonl.gz")
    whole = path.read_bytes()
    for length in (1, 5, 15, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert "断了" in refusal(path) or "不是JSON" in refusal(path) or "不是UTF-8" in refusal(path)
    path.write_bytes(whole[: len(whole) // 2])
    assert "请重新下载" in refusal(path)


def test_damaged_compressed_data_is_refused(write_items: WriteItems) -> None:
    path = write_items(*[item(f"1144000000{n:08d}") for n in range(300)], name="items.jsonl.gz")
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    path.write_bytes(bytes(damaged))
    with pytest.raises(ItemsFileError):
        list(read_items(path, lambda _: None))
    path.write_bytes(gzip.compress(json.dumps(GOOD).encode())[:-8] + b"\0" * 8)
    assert "坏了" in refusal(path)


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_fills_the_memory(
    write_items: WriteItems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MOST_UNPACKED_BYTES", 1024 * 1024)
    bomb = write_items(*[b" " * 1023 + b"\n"] * 2000, name="items.jsonl.gz")
    assert bomb.stat().st_size < 10_000
    assert "展开后超过1MiB" in refusal(bomb)


def test_a_line_without_end_is_refused(write_items: WriteItems) -> None:
    endless = write_items(GOOD, b" " * (2 * lines.MOST_LINE_BYTES), name="items.jsonl.gz")
    assert "第2行超过1MiB" in refusal(endless)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    assert "找不到" in refusal(tmp_path / "nothing.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    assert "找不到" in refusal(tmp_path / "folder.jsonl")
