"""`zhengwu-content`: check, format and count what editors wrote. Says everything in Chinese, for non-programmers."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from content.check import WORDING, Report, check_folder, load_language, load_rule_book
from content.explanations import Explanations
from content.faults import ContentError
from content.files import content_folder, read_content
from content.layout import canonical_text, place_of, read_files
from content.question_share import AskedQuestion, ask_questions
from content.rules import today_in_china
from content.stats import count_answers, count_content, list_misses

# A household of the city whose overlays and offices come along: what is local must be found too.
ASKED_REGION = "330106"
PROGRESS_EVERY = 20  # questions: half a second


def main(arguments: Sequence[str] | None = None) -> int:
    """0: nothing to mend, 1: something is, 2: not understood."""
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    explanations = Explanations.load(content_folder() / WORDING)
    try:
        chosen = _choose(options.paths, explanations)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 2
    if options.command == "format":
        return _format(chosen, explanations)
    if options.command == "stats":
        return _print_stats(chosen, explanations, options)
    return _check(chosen, explanations, strict=options.strict)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhengwu-content", description="检查、整理和统计内容文件")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    check = commands.add_parser("check", help="检查每个文件，一行一个问题")
    check.add_argument("--strict", action="store_true", help="示例指南也按正式的要求检查")
    layout = commands.add_parser("format", help="把文件改成规范写法")
    stats = commands.add_parser("stats", help="有多少指南、网点、别名和朗读时间")
    stats.add_argument("--each", action="store_true", help="列出每篇指南朗读多久、句子多长")
    stats.add_argument("--api", metavar="网址", help="再问这台服务器：测试提问有多少是第一个就答对的")
    stats.add_argument("--region", default=ASKED_REGION, metavar="区划代码", help="以哪里的住户来问，默认 %(default)s")
    stats.add_argument("--misses", action="store_true", help="列出没有答对的提问")
    for command in (check, layout, stats):
        command.add_argument("paths", nargs="*", metavar="文件或文件夹", type=Path, help="默认是随程序的全部内容")
    return parser


Chosen = dict[Path, frozenset[str] | None]  # by content folder: which of its files, None for all


def _choose(paths: Sequence[Path], explanations: Explanations) -> Chosen:
    """Sorts the named files and folders by the content folder they belong to. Raises ContentError."""
    chosen: dict[Path, frozenset[str] | None] = {}
    for path in [place.resolve() for place in paths] or [content_folder()]:
        if not path.exists():
            raise ContentError(explanations.say("no_such_path", path=path.name))
        folder = _folder_of(path)
        if folder is None:
            raise ContentError(explanations.say("outside", path=path.name))
        files = _files_in(folder, path)
        if files is not None and not files:
            raise ContentError(explanations.say("not_content", path=path.name))
        before = chosen.get(folder, frozenset())
        chosen[folder] = None if files is None or before is None else before | files
    return chosen


def _folder_of(path: Path) -> Path | None:
    """The content folder a path lies in: the nearest one around it that knows its regions or topics."""
    around = [path, *path.parents] if path.is_dir() else path.parents
    return next((each for each in around if (each / "regions.yaml").exists() or (each / "guides").is_dir()), None)


def _files_in(folder: Path, path: Path) -> frozenset[str] | None:
    if path == folder:
        return None
    inside = [path] if path.is_file() else path.rglob("*")
    relative = [each.relative_to(folder).as_posix() for each in inside]
    return frozenset(each for each in relative if place_of(each))


def _check(chosen: Chosen, explanations: Explanations, *, strict: bool) -> int:
    book = load_rule_book(content_folder() / WORDING, today_in_china(datetime.now(UTC)))
    reports = [check_folder(folder, book, only=only, strict=strict) for folder, only in chosen.items()]
    for report in reports:
        _print_report(report, explanations)
    return 1 if any(report.faults for report in reports) else 0


def _print_report(report: Report, explanations: Explanations) -> None:
    for fault in report.faults:
        print(explanations.explain(fault))
    for note in report.notes:
        print(explanations.say("note", line=explanations.explain(note)))
    if report.incomplete:
        names = "、".join(sorted(Path(path).stem for path in report.incomplete))
        print(explanations.say("incomplete", count=str(len(report.incomplete)), names=names))
    counts = {
        "files": str(report.files),
        "guides": str(report.guides),
        "faults": str(len(report.faults)),
        "notes": str(len(report.notes)),
    }
    print(explanations.say("failed" if report.faults else "passed", **counts))


def _format(chosen: Chosen, explanations: Explanations) -> int:
    """Rewrites what can be read without loss; a file with faults, or with comments inside, is left as it is."""
    seen, written, kept = 0, 0, 0
    for folder, only in chosen.items():
        for read in read_files(folder)[0]:
            if only is not None and read.path not in only:
                continue
            seen += 1
            if read.faults or read.parsed.comment_lines:
                kept += 1
                print(explanations.say("kept", path=read.path))
                continue
            wanted = canonical_text(read).encode()
            if wanted != (folder / read.path).read_bytes():
                written += 1
                _replace(folder / read.path, wanted)
                print(explanations.say("written", path=read.path))
    print(explanations.say("format_done", files=str(seen), written=str(written), kept=str(kept)))
    return 1 if kept else 0


def _replace(path: Path, text: bytes) -> None:
    """Whole or not at all: a full disk must not cost an editor his text."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(text)
    fresh.replace(path)


def _print_stats(chosen: Chosen, explanations: Explanations, options: argparse.Namespace) -> int:
    language = load_language(content_folder() / WORDING)
    for folder in chosen:
        for name, values in count_content(folder, language, each=options.each):
            print(explanations.count(name, **values))
    return _print_share(chosen, explanations, options) if options.api else 0


def _print_share(chosen: Chosen, explanations: Explanations, options: argparse.Namespace) -> int:
    """Asks the server every test question. 2 where it does not answer."""
    from content.asking import SearchAsker, UnansweredError  # nothing else of content knows the network

    for folder in chosen:
        content, _ = read_content(folder)
        asked: list[AskedQuestion] = []
        count = sum(len(guide.questions) for guide in content.guides.values())
        try:
            asker = SearchAsker(options.api, region=options.region)
            for question in ask_questions(content.guides.values(), asker.ask):
                asked.append(question)
                if len(asked) % PROGRESS_EVERY == 0 or len(asked) == count:
                    progress = explanations.say("asking", asked=str(len(asked)), all=str(count))
                    print(f"\r{progress}", end="", file=sys.stderr, flush=True)
        except UnansweredError as error:
            print(explanations.say("unanswered", url=str(error)), file=sys.stderr)
            return 2
        print(file=sys.stderr)
        for name, values in count_answers(content.topics, asked):
            print(explanations.count(name, **values))
        for line in list_misses(asked, explanations) if options.misses else ():
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
