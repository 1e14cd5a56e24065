"""`zhengwu-voice models`: which models of speech there are, installing one, and whether it is still whole."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from voice.commands.conversation import Commands
from voice.downloading import Progress, check_sum, fetch_file, fetch_published_sum
from voice.kokoro_files import KokoroFacts, find_damaged, folder_in, is_installed
from voice.kokoro_files import install as install_kokoro
from voice.models import ModelError, ModelSource, installed, load_sources, models_folder, unpack, verify

BAR_COLUMNS = 30
MEGABYTE = 1_000_000
KOKORO = "kokoro"  # the voice: of several files from two places, so none of the list of archives


def add_to(commands: Commands) -> None:
    """The arguments of the command."""
    parser = commands.add_parser("models", help="语音模型：有哪些、安装、检查")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="有哪些模型，装了没有").set_defaults(run=run_list)
    actions.add_parser("verify", help="检查装好的模型有没有坏").set_defaults(run=run_verify)
    install = actions.add_parser("install", help="下载并安装一个模型")
    install.add_argument("name", choices=sorted([*load_sources(), KOKORO]), help="模型名")
    install.add_argument("--file", type=Path, help="用已经下载好的压缩包")
    install.add_argument("--sha256", default="", help="压缩包的校验值；不写就用官方清单里的")
    install.set_defaults(run=run_install)


def run_list(options: argparse.Namespace) -> int:
    """One line a model."""
    there = {folder.name for folder in installed(models_folder(os.environ))}
    for source in load_sources().values():
        state = "已安装" if source.name in there else "没有安装"
        print(f"{source.name}\t{state}\t{source.title}\t{source.megabytes} MB\t{source.licence}")
    facts, folder = _kokoro()
    state = "已安装" if is_installed(folder, facts) else "没有安装"
    print(f"{KOKORO}\t{state}\t{facts.title}\t{facts.megabytes} MB\t{facts.licence}")
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Exit status 1 where a model is damaged."""
    is_whole = True
    for folder in installed(models_folder(os.environ)):
        faults = verify(folder)
        is_whole = is_whole and not faults
        print(f"{folder.name}\t{'完好' if not faults else '坏了：' + '、'.join(faults[:5])}")
    facts, folder = _kokoro()
    if is_installed(folder, facts):
        damaged = find_damaged(folder, facts)
        is_whole = is_whole and not damaged
        print(f"{KOKORO}\t{'完好' if not damaged else '坏了：' + '、'.join(damaged[:5])}")
    return 0 if is_whole else 1


def run_install(options: argparse.Namespace) -> int:
    """Fetches, checks, unpacks."""
    if options.name == KOKORO:
        facts, place = _kokoro()
        install_kokoro(place, facts, file=options.file)
        print(f"装好了：{place}")
        return 0
    folder = install(
        load_sources()[options.name],
        models_folder(os.environ),
        file=options.file,
        sha256=options.sha256,
        progress=_bar if sys.stderr.isatty() else _quiet,
    )
    print(f"装好了：{folder}")
    return 0


def install(source: ModelSource, folder: Path, *, file: Path | None, sha256: str, progress: Progress) -> Path:
    """Where the model lies now. Raises ModelError."""
    if file is not None and not file.is_file():
        raise ModelError(f"{file}: 没有这个文件")
    kind, expected = ("sha256", sha256) if sha256 else fetch_published_sum(source)
    archive = file or folder / f".{source.folder}.zip.part"
    if file is None:
        fetch_file(source.url, archive, progress=progress)
    try:
        check_sum(archive, kind, expected)
        return unpack(archive, source, folder)
    finally:
        if file is None:
            archive.unlink()  # wrong or used up: the next attempt begins anew


def _kokoro() -> tuple[KokoroFacts, Path]:
    facts = KokoroFacts.load()
    return facts, folder_in(models_folder(os.environ).parent, facts)


def _bar(there: int, total: int) -> None:
    done = there / total if total else 0.0
    filled = "█" * round(done * BAR_COLUMNS)
    end = "\n" if total and there >= total else ""
    sys.stderr.write(f"\r{filled:░<{BAR_COLUMNS}} {there / MEGABYTE:.1f}/{total / MEGABYTE:.1f} MB{end}")
    sys.stderr.flush()


def _quiet(there: int, total: int) -> None:
    """Nobody is looking."""
