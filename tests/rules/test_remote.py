"""Every command is on every remote and in docs/remote.md, and nothing else is."""

import re
from pathlib import Path

import pytest

from tvapp.remote import Command, load_profile, profile_names

ROOT = Path(__file__).resolve().parents[2]
# A row of the table of commands: the name, the key of a plain terminal, what it does.
ROW = re.compile(r"^\| `(?P<command>[A-Z_0-9]+)` \| (?P<keys>[^|]*) \| (?P<meaning>[^|]*) \|$", re.MULTILINE)


def document_rows() -> dict[str, re.Match[str]]:
    text = (ROOT / "docs" / "remote.md").read_text(encoding="utf-8")
    return {row["command"]: row for row in ROW.finditer(text)}


@pytest.mark.parametrize("profile", profile_names())
def test_every_command_is_on_every_remote(profile: str) -> None:
    assert set(Command) - set(load_profile(profile).values()) == set()


def test_the_remote_document_lists_exactly_the_commands_there_are() -> None:
    assert set(document_rows()) == {command.value for command in Command}


def test_the_remote_document_names_the_keys_of_the_terminal() -> None:
    keys: dict[str, list[str]] = {}
    for key, command in load_profile("terminal").items():
        keys.setdefault(command.value, []).append(f"`{key}`")
    documented = {command: row["keys"].strip() for command, row in document_rows().items()}
    assert documented == {command: " ".join(names) for command, names in keys.items()}


def test_the_remote_document_says_what_each_command_does() -> None:
    assert [command for command, row in document_rows().items() if len(row["meaning"].strip()) < 3] == []
