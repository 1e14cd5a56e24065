"""Settings have working defaults, secrets stay secret, and keyed hashes survive a change of keys."""

import stat
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.config import KEY_FILE, Config, ConfigError, Keys


def config_of(folder: Path, **environment: str) -> Config:
    return Config.from_environment({"CHANNEL_DATA_DIR": str(folder), **environment})


def test_everything_has_a_working_default(tmp_path: Path) -> None:
    config = Config.from_environment({"XDG_DATA_HOME": str(tmp_path)})
    assert config.database_url == f"sqlite:///{tmp_path}/zhengwu-channel/channel.sqlite3"
    assert Keys.load(config).sign("code", "1") == Keys.load(config).sign("code", "1")


def test_a_key_of_its_own_is_made_once_and_readable_by_nobody_else(tmp_path: Path) -> None:
    config = config_of(tmp_path / "new")
    made = Keys.load(config)
    path = tmp_path / "new" / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Keys.load(config) == made
    assert [entry.name for entry in path.parent.iterdir()] == [KEY_FILE]


def test_the_key_lies_beside_a_database_that_lies_elsewhere(tmp_path: Path) -> None:
    config = config_of(tmp_path, CHANNEL_DATABASE_URL=f"sqlite:///{tmp_path}/elsewhere/a.sqlite3")
    Keys.load(config)
    assert (tmp_path / "elsewhere" / KEY_FILE).is_file()


def test_two_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    found: list[Keys] = []
    threads = [Thread(target=lambda: found.append(Keys.load(config_of(tmp_path)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_while_keys_change_both_are_valid_and_the_first_one_signs(tmp_path: Path) -> None:
    older, newer = "older-key-of-many-letters", "newer-key-of-many-letters"
    old = Keys.load(config_of(tmp_path, CHANNEL_SECRET_KEY=older))
    both = Keys.load(config_of(tmp_path, CHANNEL_SECRET_KEY=f"{newer},{older}"))
    new = Keys.load(config_of(tmp_path, CHANNEL_SECRET_KEY=newer))
    stored = old.sign("code", "123456")
    assert both.matches("code", "123456", stored)
    assert not new.matches("code", "123456", stored)
    assert both.sign("code", "123456") == new.sign("code", "123456")


def test_an_empty_key_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("\n")
    with pytest.raises(ConfigError, match="empty"):
        Keys.load(config_of(tmp_path))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHANNEL_SECRET_KEY", "first,second,third"),
        ("CHANNEL_SECRET_KEY", "changeme"),
        ("CHANNEL_TRUSTED_PROXIES", "geheim/99"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_shown(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config_of(tmp_path, **{name: value})
    assert name in str(caught.value)
    assert value not in str(caught.value)


@given(st.text(), st.text(), st.sampled_from(["code", "address"]))
def test_only_the_same_text_for_the_same_purpose_matches(text: str, other: str, purpose: str) -> None:
    keys = Keys((b"k",))
    stored = keys.sign(purpose, text)
    assert keys.matches(purpose, text, stored)
    assert keys.matches(purpose, other, stored) is (other == text)
    assert not keys.matches("device", text, stored)
    assert len(stored) == 64
