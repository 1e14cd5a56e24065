"""Counting which test questions a server's search answers right, as an editor sees it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from content.__main__ import main
from content.asking import MOST_QUESTIONS_PER_SECOND, SearchAsker, UnansweredError
from content.files import load_content
from content.model import Guide
from content.question_share import FirstAnswer, Share, ask_questions, count_right

PERMIT = {"id": "kite-permit", "title": "风筝登记"}
LOST = {"id": "kite-lost", "title": "风筝登记卡补领"}


class SearchServer:
    """A channel server that answers what it is told to; `asked` holds the queries it got."""

    def __init__(self) -> None:
        self.answers: dict[str, object] = {}
        self.asked: list[dict[str, list[str]]] = []
        self.body: bytes | None = None
        self.url = ""

    def knows(self, question: str, verdict: str, *results: dict[str, str]) -> None:
        self.answers[question] = {"verdict": verdict, "results": list(results)}

    def says_only(self, body: bytes) -> None:
        self.body = body

    def answer(self, path: str) -> bytes:
        query = parse_qs(urlsplit(path).query)
        self.asked.append(query)
        if self.body is not None:
            return self.body
        return json.dumps(self.answers.get(query["q"][0], {"verdict": "none", "results": []})).encode()


@contextmanager
def running(server: SearchServer) -> Iterator[SearchServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = server.answer(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.url = f"http://127.0.0.1:{listening.server_port}"
        yield server
        listening.shutdown()
        thread.join()


@pytest.fixture
def server() -> Iterator[SearchServer]:
    with running(SearchServer()) as server:
        yield server


def guide(id_: str, *questions: str) -> Guide:
    return Guide(id=id_, region="000000", title=id_, topic="kites", questions=questions)


def questions_of(folder: Path) -> dict[str, tuple[str, ...]]:
    return {each.id: each.questions for each in load_content(folder).guides.values()}


def test_only_the_right_guide_first_counts_and_nothing_under_the_verdict_none() -> None:
    answers = {
        "对": FirstAnswer("confident", "a"),
        "让人选": FirstAnswer("choose", "a"),
        "没有": FirstAnswer("none", "a"),
        "别的": FirstAnswer("confident", "b"),
        "空": FirstAnswer("none"),
    }
    asked = list(ask_questions([guide("a", *answers)], answers.__getitem__))
    assert [question.question for question in asked if question.is_right] == ["对", "让人选"]
    assert count_right(asked) == Share(5, 2)
    assert count_right(asked).percent == 40
    assert count_right([]).percent == 0


def test_the_share_is_printed_by_topic_with_what_was_missed(
    folder: Path, server: SearchServer, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = questions_of(folder)["kite-permit"]
    first, second, third = questions[:3]
    server.knows(first, "confident", PERMIT)
    server.knows(second, "choose", LOST)
    server.knows(third, "choose", PERMIT)
    count = sum(len(each) for each in questions_of(folder).values())
    assert main(["stats", str(folder), "--api", server.url, "--region", "990106", "--misses"]) == 0
    said = capsys.readouterr()
    at = said.out.splitlines().index(
        f"测试提问 {count} 个，搜索第一个就答对 2 个（{200 / count:.1f}%），其中让人从几个里选的 1 个"
    )
    rest = said.out.splitlines()[at + 1 :]
    assert rest[0] == f"  风筝（kites）：{count} 个，答对 2 个（{200 / count:.1f}%）"
    assert f"  kite-permit：{second} → 风筝登记卡补领（让人选）" in rest
    assert f"  kite-permit：{questions[3]} → 没有这个事项" in rest
    assert len(rest) == 1 + count - 2
    assert said.err.endswith(f"问了 {count}/{count}\n")
    assert {query["region"][0] for query in server.asked} == {"990106"}


@pytest.mark.parametrize("body", [b"<html>router</html>", b"[]", b"{}", b'{"results": [{}], "verdict": "none"}'])
def test_what_is_no_server_of_this_channel_is_said_in_one_line(
    body: bytes, folder: Path, server: SearchServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.says_only(body)
    assert main(["stats", str(folder), "--api", server.url]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"{server.url}/v1/search 没有回答。改法：")


def test_a_server_that_is_away_is_said_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running(SearchServer()) as gone:
        url = gone.url
    assert main(["stats", str(folder), "--api", url]) == 2
    assert "没有回答" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "file:///etc/hostname", "http://"])
def test_an_address_that_is_none_is_not_asked(url: str) -> None:
    with pytest.raises(UnansweredError):
        SearchAsker(url, region="990106")


def test_questions_are_asked_no_faster_than_the_rate(server: SearchServer) -> None:
    now, waited = [100.0], []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    asker = SearchAsker(server.url, region="990106", clock=lambda: now[0], wait=wait)
    for _ in range(3):
        asker.ask("风筝")
    assert waited == pytest.approx([1 / MOST_QUESTIONS_PER_SECOND] * 2)
    now[0] += 60  # a slow server is not made up for by a burst
    asker.ask("风筝")
    asker.ask("风筝")
    assert len(waited) == 3
