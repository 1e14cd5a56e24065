"""Understanding ends in an intent with slots: the conversation that answers never reads what a person said again."""

import ast
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
# What both sides know: plain data, the names of places, how digits are said.
SHARED = {"voice.intents", "voice.case_entry", "voice.digits", "voice.regions_named"}
# Patterns for what the channel itself says, and for names of places; none is for what people say to it.
MAY_MATCH = {
    "voice.replies": "cuts sentences",
    "voice.digits": "finds numbers it says slowly",
    "voice.regions_named": "shortens names",
}
ASKS_FOR_OTHERS = {"voice.knowledge"}  # the server, which understanding asks through it as well
OF_THE_CHANNEL = {"state"}  # what stands in `state.said` was spoken by the channel


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("voice", include_external_packages=True, cache_dir=None)


def conversation(graph: grimp.ImportGraph) -> set[str]:
    """The modules that a state and an intent become a reply with."""
    return {"voice.dialog", *(one for one in graph.find_upstream_modules("voice.dialog") if one.startswith("voice."))}


def readings_of(source: str) -> list[str]:
    """Where somebody's words are taken: `x.said` of anything but the state, or a parameter for them."""
    tree = ast.parse(source)
    taken = [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "said" and ast.unparse(node.value) not in OF_THE_CHANNEL
    ]
    given = [
        f"{node.lineno}: {node.arg}" for node in ast.walk(tree) if isinstance(node, ast.arg) and node.arg == "said"
    ]
    return taken + given


def test_the_conversation_matches_no_patterns(graph: grimp.ImportGraph) -> None:
    matching = graph.find_modules_that_directly_import("re")
    assert conversation(graph) & matching == set(MAY_MATCH)


def test_conversation_and_understanding_share_plain_data_only(graph: grimp.ImportGraph) -> None:
    understanding = {"voice.understand", *graph.find_upstream_modules("voice.understand")}
    assert conversation(graph) & understanding == SHARED


def test_the_conversation_takes_nobodys_words(graph: grimp.ImportGraph) -> None:
    own = sorted(conversation(graph) - SHARED - ASKS_FOR_OTHERS - set(MAY_MATCH))
    assert "voice.telephone_dialog" in own
    taken = {one: readings_of((ROOT / f"{one.replace('.', '/')}.py").read_text(encoding="utf-8")) for one in own}
    assert {one: lines for one, lines in taken.items() if lines} == {}


def test_a_sentence_that_is_read_again_is_found() -> None:
    assert readings_of("def f(heard, state):\n    return g(heard.said) or state.said\n") == ["2: heard.said"]
    assert readings_of("def f(said: str) -> None: ...\n") == ["1: said"]
