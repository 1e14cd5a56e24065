"""Models of speech fetched over a bad line, checked, unpacked and looked after; the publisher is on loopback."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from voice.__main__ import main
from voice.commands.models import install
from voice.downloading import fetch_file, fetch_published_sum
from voice.models import (
    ModelError,
    ModelSource,
    find_model,
    installed,
    load_sources,
    models_folder,
    unpack,
    verify,
)

FOLDER = "vosk-model-small-test"
CONTENT = {f"{FOLDER}/am/final.mdl": b"sound" * 40_000, f"{FOLDER}/README": b"a model\n"}


def zip_of(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


class Publisher:
    """Serves one archive and a list; `cuts_after` ends every answer early, `knows_no_ranges` begins anew each time."""

    def __init__(self) -> None:
        self.archive = zip_of(CONTENT)
        self.listed = hashlib.md5(self.archive).hexdigest()
        self.cuts_after = 0
        self.knows_ranges = True
        self.status = 200
        self.ranges: list[str | None] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.answer(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def source(self) -> ModelSource:
        base = f"http://127.0.0.1:{self._server.server_port}"
        return ModelSource("test-cn", "vosk", "试", FOLDER, f"{base}/model.zip", f"{base}/list.json", "Apache-2.0", 1)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if request.path == "/list.json":
            body, begin = json.dumps([{"name": "other"}, {"name": FOLDER, "md5": self.listed}]).encode(), 0
        else:
            asked = request.headers["Range"]
            self.ranges.append(asked)
            begin = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.knows_ranges else 0
            body = self.archive[begin:]
        status = self.status if self.status != 200 else 206 if begin else 200
        if begin and not body:
            status = 416
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        is_cut = self.cuts_after and request.path != "/list.json"
        request.wfile.write(body[: self.cuts_after] if is_cut else body)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    started = Publisher()
    yield started
    started.stop()


def install_from(publisher: Publisher, folder: Path, *, file: Path | None = None, sha256: str = "") -> Path:
    return install(publisher.source(), folder, file=file, sha256=sha256, progress=lambda there, total: None)


def test_a_model_is_fetched_checked_and_ready_for_its_recogniser(publisher: Publisher, tmp_path: Path) -> None:
    environment = {"CHANNEL_DATA_DIR": str(tmp_path)}
    assert find_model("vosk", environment) is None
    where = install_from(publisher, models_folder(environment))
    assert find_model("vosk", environment) == where
    assert find_model("pocketsphinx", environment) is None
    assert (where / "am" / "final.mdl").read_bytes() == CONTENT[f"{FOLDER}/am/final.mdl"]
    assert verify(where) == []
    assert [path.name for path in models_folder(environment).iterdir()] == ["test-cn"]  # and nothing left over


def test_a_line_that_is_cut_again_and_again_is_gone_on_with(publisher: Publisher, tmp_path: Path) -> None:
    publisher.cuts_after = 30_000
    target, seen = tmp_path / "part", list[tuple[int, int]]()
    fetch_file(publisher.source().url, target, progress=lambda there, total: seen.append((there, total)))
    assert target.read_bytes() == publisher.archive
    assert len(publisher.ranges) >= len(publisher.archive) // 30_000
    assert publisher.ranges[1] == "bytes=30000-"
    assert seen[-1] == (len(publisher.archive), len(publisher.archive))


def test_a_second_start_goes_on_where_the_first_one_stopped(publisher: Publisher, tmp_path: Path) -> None:
    target = tmp_path / "part"
    target.write_bytes(publisher.archive[:50_000])
    fetch_file(publisher.source().url, target, progress=lambda there, total: None)
    assert publisher.ranges == ["bytes=50000-"]
    assert target.read_bytes() == publisher.archive


def test_a_server_that_knows_no_ranges_begins_anew(publisher: Publisher, tmp_path: Path) -> None:
    publisher.knows_ranges = False
    target = tmp_path / "part"
    target.write_bytes(b"something older")
    fetch_file(publisher.source().url, target, progress=lambda there, total: None)
    assert target.read_bytes() == publisher.archive


def test_a_file_that_is_whole_already_is_not_fetched_again(publisher: Publisher, tmp_path: Path) -> None:
    target = tmp_path / "part"
    target.write_bytes(publisher.archive)
    fetch_file(publisher.source().url, target, progress=lambda there, total: None)
    assert target.read_bytes() == publisher.archive


def test_a_line_that_brings_nothing_is_given_up(publisher: Publisher, tmp_path: Path) -> None:
    publisher.stop()
    with pytest.raises(ModelError, match="下载没有成功"):
        fetch_file(publisher.source().url, tmp_path / "part", progress=lambda there, total: None)


def test_a_file_that_is_not_there_is_told_at_once(publisher: Publisher, tmp_path: Path) -> None:
    publisher.status = 404
    with pytest.raises(ModelError, match="404"):
        fetch_file(publisher.source().url, tmp_path / "part", progress=lambda there, total: None)
    assert len(publisher.ranges) == 1


@pytest.mark.parametrize("url", ["http://example.com/model.zip", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_nothing_is_fetched_where_anybody_could_answer(url: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="https"):
        fetch_file(url, tmp_path / "part", progress=lambda there, total: None)


def test_a_wrong_sum_installs_nothing_and_the_next_attempt_begins_anew(publisher: Publisher, tmp_path: Path) -> None:
    publisher.listed = "0" * 32
    with pytest.raises(ModelError, match="校验值"):
        install_from(publisher, tmp_path)
    assert installed(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_sum_given_by_hand_counts_and_the_list_is_not_asked(publisher: Publisher, tmp_path: Path) -> None:
    publisher.listed = "0" * 32
    archive = tmp_path / "brought on a stick.zip"
    archive.write_bytes(publisher.archive)
    given = hashlib.sha256(publisher.archive).hexdigest().upper()
    assert verify(install_from(publisher, tmp_path / "models", file=archive, sha256=given)) == []
    assert publisher.ranges == []
    assert archive.exists()
    with pytest.raises(ModelError, match="校验值"):
        install_from(publisher, tmp_path / "models", file=archive, sha256="1" * 64)
    assert archive.exists()


def test_without_list_and_sum_nothing_is_installed(publisher: Publisher, tmp_path: Path) -> None:
    source = replace(publisher.source(), folder="vosk-model-unknown")
    with pytest.raises(ModelError, match="--sha256"):
        fetch_published_sum(source)


def test_installing_once_more_replaces_a_damaged_model(publisher: Publisher, tmp_path: Path) -> None:
    where = install_from(publisher, tmp_path)
    (where / "README").write_text("changed", encoding="utf-8")
    (where / "am" / "final.mdl").unlink()
    (where / "stranger").write_text("new", encoding="utf-8")
    assert verify(where) == ["README", "am/final.mdl", "stranger"]
    assert verify(install_from(publisher, tmp_path)) == []


def link_in_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo(f"{FOLDER}/way-out")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc")
    return packed.getvalue()


@pytest.mark.parametrize(
    "archive",
    [
        zip_of({f"{FOLDER}/x": b"", "../outside": b"x"}),
        zip_of({"/absolute": b"x"}),
        zip_of({f"{FOLDER}\\..\\outside": b"x"}),
        zip_of({"another-model/README": b"x"}),
        zip_of({f"{FOLDER}/{number}": b"" for number in range(5_001)}),
        link_in_zip(),
        zip_of(CONTENT)[:-100],
        b"no archive at all",
    ],
    ids=["way out", "absolute", "backslashes", "other folder", "many files", "link", "cut", "no zip"],
)
def test_an_archive_that_is_none_of_ours_installs_nothing(archive: bytes, tmp_path: Path) -> None:
    file, folder = tmp_path / "a.zip", tmp_path / "inner" / "models"
    file.write_bytes(archive)
    source = ModelSource("test-cn", "vosk", "试", FOLDER, "https://x.example", "", "Apache-2.0", 1)
    with pytest.raises(ModelError):
        unpack(file, source, folder)
    assert list(folder.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "inner"]


def test_an_archive_that_grows_too_large_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.models.MOST_BYTES", 100_000)
    file = tmp_path / "a.zip"
    file.write_bytes(zip_of(CONTENT))
    source = ModelSource("test-cn", "vosk", "试", FOLDER, "https://x.example", "", "Apache-2.0", 1)
    with pytest.raises(ModelError, match="太大"):
        unpack(file, source, tmp_path / "models")


def test_the_models_of_the_channel_come_from_their_publishers_over_https() -> None:
    for source in load_sources().values():
        assert source.url.startswith("https://")
        assert source.list.startswith("https://")
        assert source.folder in source.url


def test_the_commands_say_what_is_installed_and_whether_it_is_whole(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHANNEL_DATA_DIR", str(tmp_path))
    assert main(["models", "list"]) == 0
    assert "没有安装" in capsys.readouterr().out
    where = install_from(publisher, tmp_path / "models")
    assert main(["models", "verify"]) == 0
    (where / "README").unlink()
    assert main(["models", "verify"]) == 1
    assert "README" in capsys.readouterr().out
    assert main(["models", "install", "vosk-cn", "--file", str(tmp_path / "none.zip"), "--sha256", "0" * 64]) == 1
    assert "没有这个文件" in capsys.readouterr().err
