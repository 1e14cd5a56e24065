"""Fetches a large file over a bad line: it goes on where it stopped, and is checked before it is used.

Only https, or http from this very machine; nothing is kept under its final name before its checksum was right.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from voice.models import ModelError, ModelSource, checksum

TIMEOUT_SECONDS = 30.0
MOST_ATTEMPTS = 5  # in a row that brought nothing new
MOST_BYTES = 2 * 1024**3
LONGEST_LIST_BYTES = 4 * 1024 * 1024
BLOCK_BYTES = 64 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
Progress = Callable[[int, int], None]  # bytes there, bytes in all (0: unknown)


def fetch_file(url: str, target: Path, *, progress: Progress) -> None:
    """Fetches into `target`, which may hold the beginning from an earlier time. Raises ModelError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    failures = 0
    while True:
        before = target.stat().st_size if target.exists() else 0
        try:
            if _fetch_rest(url, target, before, progress):
                return
            reason = "连接断了"
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, ModelError):
                raise
            reason = str(error)
        grown = target.exists() and target.stat().st_size > before
        failures = 0 if grown else failures + 1
        if failures >= MOST_ATTEMPTS:
            raise ModelError(f"下载没有成功：{reason}。请检查网络，再运行一次会接着下载")


def _fetch_rest(url: str, target: Path, have: int, progress: Progress) -> bool:
    """Whether the file is whole now."""
    headers = {"Range": f"bytes={have}-"} if have else {}
    try:
        answer = _open(url, headers)
    except urllib.error.HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            return True  # nothing is missing; the checksum says whether it is the right file
        if error.code < http.client.INTERNAL_SERVER_ERROR:
            raise ModelError(f"{url}: 服务器回答 {error.code}") from None
        raise
    with answer:
        goes_on = answer.status == http.client.PARTIAL_CONTENT
        have = have if goes_on else 0
        total = have + int(answer.headers.get("Content-Length") or 0)
        if total > MOST_BYTES:
            raise ModelError(f"{url}: 文件太大，不像语音模型")
        with target.open("ab" if goes_on else "wb") as file:
            while block := answer.read(BLOCK_BYTES):
                file.write(block)
                have += len(block)
                progress(have, total)
                if have > MOST_BYTES:
                    raise ModelError(f"{url}: 文件太大，不像语音模型")
    return have >= total


def fetch_published_sum(source: ModelSource) -> tuple[str, str]:
    """The kind of the checksum and the checksum in the publisher's own list. Raises ModelError."""
    try:
        with _open(source.list, {}) as answer:
            models = json.loads(answer.read(LONGEST_LIST_BYTES))
        found = next(one for one in models if one["name"] == source.folder)
        kind = "sha256" if found.get("sha256") else "md5"
        return kind, str(found[kind]).lower()
    except (OSError, http.client.HTTPException, ValueError, StopIteration, KeyError, TypeError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(f"拿不到官方清单里的校验值（{source.list}）；知道校验值的话请用 --sha256 写上") from None


def check_sum(path: Path, kind: str, expected: str) -> None:
    """Removes a file that is not what it should be. Raises ModelError."""
    if checksum(path, kind) != expected.lower():
        raise ModelError(f"校验值（{kind}）不对，没有安装；请重新下载")


def _open(url: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    _require_trusted(url)
    request = urllib.request.Request(url, headers={"User-Agent": "zhengwu-voice", **headers})  # noqa: S310
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310
    _require_trusted(answer.geturl())
    return answer


def _require_trusted(url: str) -> None:
    """Raises ModelError for an address that anybody on the way could answer for."""
    parts = urlsplit(url)
    is_trusted = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_trusted:
        raise ModelError(f"{url}: 只从 https 地址下载")
