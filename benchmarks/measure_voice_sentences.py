"""Single sentences, clean and with a third of the characters misheard, and what must be declined; beside peers."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.search_sentences import alike_characters, with_homophones
from benchmarks.servers import REGION
from benchmarks.voice_bed import HALVES, TALKED_ABOUT, Half, Sentence, conversations, load_sentences
from benchmarks.voice_peers import Answer, Peer, hassil_peer, keyword_peer, nearest_peer
from content.files import content_folder
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from voice.session import Session

MOST_WRONG = {"clean": 7.0, "misheard": 10.0}
MOST_TAKEN = 5.0
DECLINED = ("", "")
Ask = Callable[[Sentence, str], Answer]


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """Ours with the aims, then each peer."""
    vocabulary = Vocabulary(load_wording(content_folder() / "wording"))
    alike = alike_characters(vocabulary)

    def misheard(text: str) -> str:
        return with_homophones(text, vocabulary, alike, random.Random(text))

    with conversations(folder) as session:
        yield from _figures("voice", "", lambda one, text: ours(session, one, text), misheard)
        services = session.services()
    peers: dict[str, tuple[str, Callable[[], Peer]]] = {
        "hassil": ("hassil, the same phrases", lambda: hassil_peer(services)),
        "nearest": ("nearest whole sentence by pinyin", lambda: nearest_peer(services, vocabulary)),
        "keyword": ("contains a keyword", lambda: keyword_peer(services)),
    }
    for name, (what, make) in peers.items():
        try:
            peer = make()
        except BenchError as error:
            yield Unmeasured(id=f"peer.{name}", what=what, reason=str(error))
            continue
        yield from _figures(f"peer.{name}", f"{what}: ", _asking(peer), misheard)


def ours(session: Session, sentence: Sentence, text: str) -> Answer:
    """Intent and service of one sentence, in a conversation of its own."""
    session.begin_anew()
    if sentence.kind == "about":
        session.hear(TALKED_ABOUT)
    heard = session.hear(text).heard
    if heard.decision == "reject":
        return DECLINED
    return heard.intent.name, heard.intent.text("service")


def is_right(sentence: Sentence, answer: Answer) -> bool:
    """Intent and service as they should be; of follow-ups the intent."""
    if sentence.intent == "out_of_domain":
        return answer == DECLINED
    return answer == ("ask_guide", sentence.service) if sentence.kind == "services" else answer[0] == sentence.intent


def _figures(id_: str, what: str, ask: Ask, misheard: Callable[[str], str]) -> Iterator[Figure]:
    halves = {half: load_sentences(half) for half in HALVES}
    asked = {half: [one for one in ones if one.intent != "out_of_domain"] for half, ones in halves.items()}
    times: list[float] = []

    def wrong(ones: Sequence[Sentence], disturb: Callable[[str], str]) -> float:
        missed = 0
        for one in ones:
            text = disturb(one.text)
            begin = time.perf_counter()
            answer = ask(one, text)
            times.append((time.perf_counter() - begin) * 1000)
            missed += not is_right(one, answer)
        return 100 * missed / len(ones)

    ways: dict[str, Callable[[str], str]] = {"clean": str, "misheard": misheard}
    names = {"clean": "intent and service not right", "misheard": "the same, 30 % of the characters misheard"}
    is_ours = not what
    for way, disturb in ways.items():
        values = {_named(half): wrong(ones, disturb) for half, ones in asked.items()}
        aim = Aim("held-back", MOST_WRONG[way]) if is_ours else None
        count = sum(map(len, asked.values()))
        yield Figure(id=f"{id_}.{way}", what=what + names[way], unit="%", values=values, count=count, aim=aim)
    foreign = {half: [one for one in ones if one.intent == "out_of_domain"] for half, ones in halves.items()}
    values = {_named(half): wrong(ones, str) for half, ones in foreign.items()}
    aim = Aim("held-back", MOST_TAKEN) if is_ours else None
    count = sum(map(len, foreign.values()))
    name = "out of domain, yet not declined"
    yield Figure(id=f"{id_}.taken", what=what + name, unit="%", values=values, count=count, aim=aim)
    if not is_ours:
        yield Figure(id=f"{id_}.times", what=what + "one sentence", unit="ms", values=summary(times), count=len(times))


def _asking(peer: Peer) -> Ask:
    return lambda _sentence, text: peer(text)


def _named(half: Half) -> str:
    return half.replace("_", "-")


def show_tuning_faults(folder: Path) -> None:
    """For mending: what goes wrong in the half one may look at."""
    vocabulary = Vocabulary(load_wording(content_folder() / "wording"))
    alike = alike_characters(vocabulary)
    with conversations(folder) as session:
        for one in load_sentences("tuning"):
            for text in (one.text, with_homophones(one.text, vocabulary, alike, random.Random(one.text))):
                answer = ours(session, one, text)
                if not is_right(one, answer):
                    print(f"{text}: {answer} instead of {one.intent} {one.service} ({REGION})")


if __name__ == "__main__":
    show_tuning_faults(Path(sys.argv[1]))
