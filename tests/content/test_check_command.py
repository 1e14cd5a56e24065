"""The three commands as an editor runs them, on a folder of his own."""

from pathlib import Path

import pytest

from content.__main__ import main

PERMIT = "guides/kites/kite-permit.yaml"
LOST = "guides/kites/kite-lost.yaml"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_good_folder_passes_and_names_its_incomplete_examples(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder)]) == 0
    assert said(capsys) == [
        "没写完的示例指南 1 篇（不影响使用，可用 --strict 看缺什么）：kite-lost",
        "检查了 11 个文件，其中指南 2 篇：没有问题。提示 0 条。",
    ]


def test_strictly_an_example_must_be_complete_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", str(folder)]) == 1
    lines = said(capsys)
    assert all(line.startswith("guides/kites/kite-lost.yaml ") for line in lines[:-1])
    assert lines[-1] == f"检查了 11 个文件，其中指南 2 篇：有 {len(lines) - 1} 处要改。提示 0 条。"


def test_a_fault_ends_with_status_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, PERMIT, "    basis: 《风筝收费办法》\n", "")
    assert main(["check", str(folder)]) == 1
    assert said(capsys)[0].startswith("guides/kites/kite-permit.yaml 第40行 fees第1条：")


def test_one_file_is_checked_alone_but_knows_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, PERMIT, "    basis: 《风筝收费办法》\n", "")
    assert main(["check", str(folder / "offices/990106.yaml")]) == 0
    assert said(capsys) == ["检查了 1 个文件，其中指南 0 篇：没有问题。提示 0 条。"]
    assert main(["check", str(folder / PERMIT), str(folder / LOST)]) == 1
    assert said(capsys)[-1] == "检查了 2 个文件，其中指南 2 篇：有 1 处要改。提示 0 条。"


def test_a_part_of_a_folder_can_be_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "overlays"), str(folder / "scenarios")]) == 0
    assert said(capsys) == ["检查了 3 个文件，其中指南 0 篇：没有问题。提示 0 条。"]


def test_the_content_that_comes_along_keeps_its_structure_and_its_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0, "\n".join(said(capsys))


@pytest.mark.parametrize("command", ["check", "format", "stats"])
def test_a_path_that_is_wrong_is_said_in_one_line(
    command: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere.yaml").write_text("id: x\n", encoding="utf-8")
    (folder / "wording").mkdir()
    (folder / "wording/fillers.yaml").write_text("- 嗯\n", encoding="utf-8")
    for path, words in (
        (folder / "guides/kites/none.yaml", "没有这个文件或文件夹：none.yaml。"),
        (tmp_path / "elsewhere.yaml", "elsewhere.yaml 不在内容文件夹里。"),
        (folder / "wording/fillers.yaml", "fillers.yaml 不是内容文件。"),
    ):
        assert main([command, str(path)]) == 2
        assert capsys.readouterr().err.startswith(words)


def test_format_puts_a_file_in_order_and_then_has_nothing_more_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    untidy = "topic:   kites\ntitle: '风筝登记卡补领'\naliases: [补卡, \"卡丢了\"]\nregion: '000000'\nid: kite-lost\n"
    (folder / LOST).write_bytes(("\ufeff" + untidy.replace("\n", "\r\n")).encode())
    assert main(["format", str(folder)]) == 0
    assert said(capsys) == ["改成了规范写法：guides/kites/kite-lost.yaml", "看了 11 个文件，改写 1 个，有错没动 0 个。"]
    tidy = "id: kite-lost\nregion: 000000\ntitle: 风筝登记卡补领\naliases:\n  - 补卡\n  - 卡丢了\ntopic: kites\n"
    assert (folder / LOST).read_bytes() == tidy.encode()
    assert main(["format", str(folder)]) == 0
    assert said(capsys) == ["看了 11 个文件，改写 0 个，有错没动 0 个。"]


def test_windows_line_ends_and_a_byte_order_mark_pass_the_check(folder: Path) -> None:
    text = (folder / LOST).read_text(encoding="utf-8")
    (folder / LOST).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert main(["check", str(folder / LOST)]) == 0


@pytest.mark.parametrize("damage", [("title: ", "titel: "), ("topic: kites", "topic: kites # 以后再想")])
def test_format_never_loses_what_it_cannot_keep(
    damage: tuple[str, str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder, LOST, *damage)
    before = (folder / LOST).read_bytes()
    assert main(["format", str(folder / LOST)]) == 1
    assert said(capsys) == [
        "没有改动，先改好里面的错：guides/kites/kite-lost.yaml",
        "看了 1 个文件，改写 0 个，有错没动 1 个。",
    ]
    assert (folder / LOST).read_bytes() == before


def test_the_comment_at_the_head_of_a_file_stays(folder: Path) -> None:
    edit(folder, "regions.yaml", "- code: 000000\n  name: 全国\n", "- name: 全国\n  code: 000000\n")
    assert main(["format", str(folder / "regions.yaml")]) == 0
    assert (
        (folder / "regions.yaml").read_text(encoding="utf-8").startswith("# 虚构的区划，只用于测试。\n- code: 000000\n")
    )


def test_stats_count_guides_offices_and_seconds_of_speech(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", str(folder)]) == 0
    assert said(capsys) == [
        "指南 2 篇：示例（example）1，有来源（sourced）1，已核实（verified）0",
        "  风筝（kites）：2 篇",
        "差异文件 2 个，场景 1 个，公告 1 条",
        "别名 2 个，测试提问 10 个，步骤 2 个，常见问题 3 个",
        "朗读约 40 秒（每分钟 185 字），每句平均 8.2 个字，最长 12 个字；语言提示 0 处，在 0 篇里",
        "网点 990106 湖畔区：1 个",
    ]
