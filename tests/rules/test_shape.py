"""Size, names and habits of the code: small files, short functions, names that say what is inside."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("content", "channel_api", "voice", "tvapp")
# Read on one screen turn of a page up and a page down; a longer file says why in its docstring.
MOST_LINES_IN_A_FILE = 250
MOST_LINES_IN_A_FUNCTION = 40
REASON = re.compile(r"^\s*Long because \S", re.MULTILINE)
SAYS_NOTHING = {"utils", "util", "common", "helper", "helpers", "misc", "manager", "service", "services_manager"}
LEFT_UNDONE = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")  # the rule itself must name what it forbids

Function = ast.FunctionDef | ast.AsyncFunctionDef


def module_files() -> list[Path]:
    """The project's own modules; migrations are history and are never rewritten to be shorter."""
    files = [ROOT / "bootstrap.py", *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))]
    return sorted(path for path in files if "migrations" not in path.parts)


def test_files() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


test_files.__test__ = False  # type: ignore[attr-defined]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def states_a_reason(node: ast.AST) -> bool:
    docstring = ast.get_docstring(node) if isinstance(node, Function | ast.Module) else None
    return bool(docstring and REASON.search(docstring))


def faults_of_size(name: str, source: str) -> Iterator[str]:
    """Where a file or a function of this source is too long and does not say why."""
    tree = ast.parse(source)
    line_count = len(source.splitlines())
    if line_count > MOST_LINES_IN_A_FILE and not states_a_reason(tree):
        yield f"{name} has {line_count} lines"
    for node in ast.walk(tree):
        if isinstance(node, Function) and not states_a_reason(node):
            length = own_length(node)
            if length > MOST_LINES_IN_A_FUNCTION:
                yield f"{name}:{node.lineno} {node.name} has {length} lines"


def own_length(function: Function) -> int:
    """The lines of a function without those of functions inside it, which are measured by themselves."""
    lines = span(function.lineno, function)
    for inner in ast.walk(function):
        if isinstance(inner, Function) and inner is not function:
            begin = min([inner.lineno, *(decorator.lineno for decorator in inner.decorator_list)])
            lines -= span(begin, inner)
    return len(lines)


def span(begin: int, node: Function) -> set[int]:
    return set(range(begin, (node.end_lineno or begin) + 1))


def waits(source: str) -> list[int]:
    """The lines on which a test sleeps instead of being told the time."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if ast.unparse(call.func) in {"time.sleep", "sleep", "asyncio.sleep"}]


def quiet_excepts(source: str) -> list[int]:
    """The lines on which everything is caught, or something is caught and nothing done about it."""
    handlers = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler)]
    return [
        handler.lineno
        for handler in handlers
        if handler.type is None or (ast.unparse(handler.type) in {"Exception", "BaseException"} and is_empty(handler))
    ]


def is_empty(handler: ast.ExceptHandler) -> bool:
    return all(isinstance(statement, ast.Pass) for statement in handler.body)


@pytest.mark.parametrize("path", module_files(), ids=name_of)
def test_a_module_is_short_or_says_why_not(path: Path) -> None:
    assert list(faults_of_size(name_of(path), path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", module_files(), ids=name_of)
def test_a_module_begins_with_what_it_is_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not source.strip() or ast.get_docstring(ast.parse(source)), "the first line says what this module is for"


@pytest.mark.parametrize("path", module_files(), ids=name_of)
def test_nothing_is_left_undone_or_swallowed(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert LEFT_UNDONE.findall(source) == []
    assert quiet_excepts(source) == []


def test_a_file_is_named_for_the_thing_inside() -> None:
    assert [name_of(path) for path in module_files() + test_files() if path.stem in SAYS_NOTHING] == []


@pytest.mark.parametrize("path", test_files(), ids=name_of)
def test_a_test_is_told_the_time_and_never_sleeps(path: Path) -> None:
    assert waits(path.read_text(encoding="utf-8")) == []


def test_a_long_function_is_found_unless_it_says_why() -> None:
    body = "    pass\n" * MOST_LINES_IN_A_FUNCTION
    assert list(faults_of_size("f.py", "def f():\n" + body)) == ["f.py:1 f has 41 lines"]
    assert (
        list(faults_of_size("f.py", 'def f():\n    """F.\n\n    Long because it is a table.\n    """\n' + body)) == []
    )


def test_a_function_inside_another_is_measured_by_itself() -> None:
    inner = "    @route\n    def g():\n" + "        pass\n" * (MOST_LINES_IN_A_FUNCTION - 1)
    assert list(faults_of_size("f.py", "def f():\n" + inner + inner)) == []
    too_long = inner + "        pass\n"
    assert list(faults_of_size("f.py", "def f():\n" + inner + too_long)) == ["f.py:44 g has 41 lines"]


def test_a_long_file_is_found_unless_it_says_why() -> None:
    lines = "x = 1\n" * (MOST_LINES_IN_A_FILE + 1)
    assert list(faults_of_size("f.py", lines)) == ["f.py has 251 lines"]
    assert list(faults_of_size("f.py", '"""F.\n\nLong because one table.\n"""\n' + lines)) == []


def test_a_sleeping_test_and_a_silent_except_are_found() -> None:
    assert waits("import time\ntime.sleep(1)\n") == [2]
    assert quiet_excepts("try:\n    f()\nexcept Exception:\n    pass\n") == [3]
    assert quiet_excepts("try:\n    f()\nexcept OSError:\n    pass\n") == []
