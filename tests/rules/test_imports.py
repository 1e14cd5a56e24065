"""Who may import whom: the contracts in setup.cfg, and the one place where each library is known."""

import configparser
from pathlib import Path

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("content", "channel_api", "voice", "tvapp")

# Imported module -> the only modules (with all inside them) that may name it. Everything else asks them.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "aiohttp": ("tvapp.serve.starting", "tvapp.serve.web"),
    "argon2": ("channel_api.passwords",),
    "authlib": ("channel_api.provider_client",),
    "cryptography": ("channel_api.sealing",),
    "alembic": ("channel_api.store", "channel_api.migrations"),
    "content.asking": ("content.asking", "content.__main__"),
    "jieba": ("channel_api.search", "voice.mandarin_reading"),
    "joserfc": ("channel_api.provider_client",),
    "libsonic": ("voice.stretching",),
    "misaki": ("voice.mandarin_reading",),
    "onnxruntime": ("voice.kokoro_voice",),
    "pocketsphinx": ("voice.recognizers.pocketsphinx_engine",),
    "openpyxl": ("channel_api.sheets",),
    "psycopg": ("channel_api.store",),
    "pyotp": ("channel_api.authenticator",),
    "pyttsx3": ("voice.speaker",),
    "requests": ("channel_api.client", "channel_api.provider_client"),
    "segno": ("channel_api.authenticator", "tvapp.qr"),
    "sqlalchemy": ("channel_api.store", "channel_api.migrations"),
    "sounddevice": ("voice.microphone", "voice.player", "voice.sound_card"),
    "sqlite3": ("channel_api.store",),
    "textual": ("tvapp.app", "tvapp.canvas", "tvapp.__main__"),
    "voice": ("voice", "tvapp.voice_link"),
    "vosk": ("voice.recognizers.vosk_engine",),
    "wyoming": ("voice.gateway", "voice.recognizers.wyoming_recognizer", "voice.wyoming_voice"),
}

# Module (with all inside it) -> the only modules of ours that it may import.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "channel_api.client": ("channel_api.client", "channel_api.answers", "content"),
    "channel_api.answers": ("content",),
}

# Rules and storage do not know each other, nor what stands above them, nor the web framework.
ABOVE = ("channel_api.app", "channel_api.commands", "channel_api.pages", "channel_api.public", "flask", "werkzeug")
MAY_NOT_IMPORT: dict[str, tuple[str, ...]] = {
    "channel_api.asked": (*ABOVE, "channel_api.cases", "channel_api.search", "channel_api.store"),
    "channel_api.cases": (*ABOVE, "channel_api.search", "channel_api.publishing", "channel_api.store"),
    "channel_api.editing": (
        *ABOVE,
        "channel_api.cases",
        "channel_api.publishing",
        "channel_api.search",
        "channel_api.store",
    ),
    "channel_api.publishing": (*ABOVE, "channel_api.cases", "channel_api.search"),
    "channel_api.search": (*ABOVE, "channel_api.cases", "channel_api.publishing", "channel_api.store"),
    "channel_api.store": (*ABOVE, "channel_api.cases", "channel_api.publishing", "channel_api.search"),
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def is_inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def is_in_any(module: str, packages: tuple[str, ...]) -> bool:
    return any(is_inside(module, package) for package in packages)


def importers_outside(graph: grimp.ImportGraph, imported: str, allowed: tuple[str, ...]) -> list[str]:
    """The imports of `imported`, or of anything inside it, by modules that are not allowed to."""
    targets = [module for module in graph.modules if is_inside(module, imported)]
    return sorted(
        f"{importer} imports {target}"
        for target in targets
        for importer in graph.find_modules_that_directly_import(target)
        if not is_in_any(importer, allowed)
    )


def imports_of(graph: grimp.ImportGraph, package: str) -> list[tuple[str, str]]:
    inside = [module for module in graph.modules if is_inside(module, package)]
    return [(module, target) for module in inside for target in graph.find_modules_directly_imported_by(module)]


def test_the_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    # It would set up logging for itself and silence our loggers for all tests that come after in this process.
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)
    status = lint_imports(config_filename=str(ROOT / "setup.cfg"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, "run .venv/bin/lint-imports to see which import breaks which contract"


@pytest.mark.parametrize("imported", sorted(ONLY_IN))
def test_a_library_is_known_in_one_place_only(graph: grimp.ImportGraph, imported: str) -> None:
    assert importers_outside(graph, imported, ONLY_IN[imported]) == []


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_what_boxes_share_with_the_server_imports_nothing_else_of_ours(graph: grimp.ImportGraph, package: str) -> None:
    ours = [pair for pair in imports_of(graph, package) if is_in_any(pair[1], PACKAGES)]
    assert [pair for pair in ours if not is_in_any(pair[1], MAY_IMPORT[package])] == []


@pytest.mark.parametrize("package", sorted(MAY_NOT_IMPORT))
def test_rules_and_storage_do_not_know_each_other(graph: grimp.ImportGraph, package: str) -> None:
    assert [pair for pair in imports_of(graph, package) if is_in_any(pair[1], MAY_NOT_IMPORT[package])] == []


def test_an_import_from_the_wrong_place_is_found() -> None:
    graph = grimp.ImportGraph()
    graph.add_module("textual.app")
    graph.add_import(importer="tvapp.focus", imported="textual.app")
    graph.add_import(importer="tvapp.app", imported="textual.app")
    assert importers_outside(graph, "textual", ("tvapp.app",)) == ["tvapp.focus imports textual.app"]


def test_every_package_is_checked_by_types_and_contracts() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    typed = {name.strip() for name in config["mypy"]["packages"].split(",")}
    contracted = set(config["importlinter"]["root_packages"].split())
    installed = {name.removesuffix("*") for name in config["options.packages.find"]["include"].split()}
    assert typed == {*PACKAGES, "benchmarks"}
    assert contracted == installed == set(PACKAGES)
