"""An answer that was given is given again without searching, until anything about it may have changed."""

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from channel_api.answers import Matched, SearchAnswer, SearchResult
from channel_api.remembered_answers import MOST_BYTES, Edition, RememberedAnswers
from channel_api.runtime import Services
from channel_api.search.index import SearchIndex
from channel_api.store.demand_report import load_report
from content.files import content_folder

QUESTION = "身份证丢了怎么办"


class Searching:
    """Answers with as many services as wanted, and knows how often it was asked."""

    def __init__(self, results: int = 5) -> None:
        self._results = results
        self.times = 0

    def of(self, question: str) -> Callable[[], SearchAnswer]:
        def search() -> SearchAnswer:
            self.times += 1
            matched = Matched(field="title", how="words", text="身份证")
            found = (
                SearchResult(kind="service", id=f"s{n}", title="补领", topic="id", score=0.5, matched=matched)
                for n in range(self._results)
            )
            return SearchAnswer(q=question, region="330106", verdict="choose", results=tuple(found))

        return search


def ask(memory: RememberedAnswers, searching: Searching, edition: Edition, question: str = QUESTION) -> bytes:
    return memory.answer(question, "330106 20", edition, searching.of(question)).encoded.body


def test_the_same_question_is_searched_once_and_answered_alike() -> None:
    memory, searching, edition = RememberedAnswers(), Searching(), Edition((object(),))
    assert ask(memory, searching, edition) == ask(memory, searching, edition)
    assert searching.times == 1
    again = memory.answer(QUESTION, "330106 20", edition, searching.of(QUESTION)).counted
    assert (again.verdict, [result.id for result in again.results]) == ("choose", ["s0", "s1", "s2"])


def test_another_question_region_or_number_of_results_is_another_answer() -> None:
    memory, searching, edition = RememberedAnswers(), Searching(), Edition((object(),))
    for question, asked in [(QUESTION, "330106 20"), (QUESTION, "330106 5"), (QUESTION, "330100 20"), ("护照", "")]:
        memory.answer(question, asked, edition, searching.of(question))
    assert searching.times == 4


def test_a_publication_forgets_all_answers() -> None:
    memory, searching, index = RememberedAnswers(), Searching(), object()
    for catalogue in (object(), object()):
        ask(memory, searching, Edition((catalogue, index)))
    assert searching.times == 2


def test_an_answer_begun_before_a_publication_is_not_remembered_after_it() -> None:
    memory, searching = RememberedAnswers(), Searching()
    before, after = Edition((object(),)), Edition((object(),))

    def published_meanwhile() -> SearchAnswer:
        ask(memory, searching, after, "护照")
        return searching.of(QUESTION)()

    memory.answer(QUESTION, "330106 20", before, published_meanwhile)
    ask(memory, searching, after)
    assert searching.times == 3


def test_memory_is_bounded_and_what_was_asked_longest_ago_goes_first() -> None:
    searching, edition = Searching(results=20), Edition((object(),))
    size = len(ask(RememberedAnswers(), searching, edition)) + 1_500
    memory = RememberedAnswers(most_bytes=size * 3)
    for question in ("一", "二", "三", "一", "四"):
        ask(memory, searching, edition, question)
    searching.times = 0
    ask(memory, searching, edition, "一")
    assert searching.times == 0
    ask(memory, searching, edition, "二")
    assert searching.times == 1
    assert MOST_BYTES <= 32 * 1024 * 1024, "a small machine runs several workers"


def test_no_question_stands_in_the_memory() -> None:
    memory, edition = RememberedAnswers(), Edition((object(),))
    ask(memory, Searching(), edition)
    held = repr(vars(memory)) + repr([one.rest.decode() for one in memory._held.values()])
    assert "补领" in held, "the answer is there"
    assert QUESTION not in held
    assert QUESTION.encode() not in b"".join(memory._held)


def test_a_question_in_which_a_number_was_hidden_is_searched_each_time() -> None:
    memory, searching, edition = RememberedAnswers(), Searching(), Edition((object(),))
    for _ in range(2):
        memory.answer("我的电话13800138000", "", edition, searching.of("我的电话〔数字〕"))
    assert searching.times == 2


def test_the_index_is_another_edition_once_the_bodies_are_read() -> None:
    index = SearchIndex.build([], [], content_folder() / Path("wording"), bodies="never")
    before = index.edition
    index.read_bodies()
    assert index.edition is not before


def test_what_is_answered_from_memory_is_counted_all_the_same(client: FlaskClient, services: Services) -> None:
    answers = {client.get("/v1/search", query_string={"q": QUESTION}).data for _ in range(4)}
    assert len(answers) == 1
    services.demand.flush()
    with services.database.read() as connection:
        assert load_report(connection, services.today(), services.today(), limit=5).searches == 4
