"""`zhengwu-api case …` and `zhengwu-api feedback …`: the operator's side of cases and feedback."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from channel_api.config import Config

if TYPE_CHECKING:
    from channel_api.runtime import Services
    from channel_api.store.feedback import Feedback

OpenServices = Callable[[Config], "Services"]
Move = Callable[..., None]


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `case` and `feedback`; `open_services` gives the services on a database of the newest shape."""
    here = _Commands(open_services)
    cases = commands.add_parser("case", help="cases").add_subparsers(required=True, metavar="ACTION")
    demo = cases.add_parser("demo", help="install sample cases in every state, dated around today")
    demo.set_defaults(run=here.install_demo)
    desk = commands.add_parser("feedback", help="what viewers told the channel")
    actions = desk.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="what is still open, oldest first")
    listing.add_argument("--all", action="store_true", help="also what is closed")
    listing.set_defaults(run=here.list_feedback)
    answering = actions.add_parser("answer", help="write an answer the viewer can look up")
    answering.add_argument("number")
    answering.add_argument("text", type=_answer)
    answering.set_defaults(run=here.answer_feedback)
    closing = actions.add_parser("close", help="end it, with a last word if you like")
    closing.add_argument("number")
    closing.add_argument("text", nargs="?", type=_answer)
    closing.set_defaults(run=here.close_feedback)


def _answer(text: str) -> str:
    from channel_api.cases.texts import LONGEST_TEXT

    if not 0 < len(text.strip()) <= LONGEST_TEXT:
        raise argparse.ArgumentTypeError(f"an answer has 1 to {LONGEST_TEXT} characters")
    return text


@dataclass(frozen=True, slots=True)
class _Commands:
    """Each method is one command: it prints, and gives the exit code."""

    open_services: OpenServices

    def install_demo(self, _options: argparse.Namespace, config: Config) -> int:
        from channel_api.case_demo import install_demo, install_series
        from channel_api.cases.words import case_words
        from channel_api.preparing import prepare_served
        from content.files import content_folder

        services = self.open_services(config)
        prepare_served(services, content_folder())  # titles and working days are taken from what is published
        for sample in install_demo(services.database, services.keys, now=services.clock()):
            state = sample.events[-1].state
            label = case_words().label(state, sample.kind)
            print(f"{sample.number}  {sample.code}  {state:18}{label}\t{sample.title}")
        count = install_series(services.database, services.keys, now=services.clock())
        print(f"and {count} that are only counted: /v1/efficiency", file=sys.stderr)
        return 0

    def list_feedback(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.cases.states import FINAL
        from channel_api.store.feedback import load_feedback

        with self.open_services(config).database.read() as connection:
            everything = load_feedback(connection)
        closed = FINAL | {"completed"}
        shown = [feedback for feedback in everything if options.all or feedback.state not in closed]
        for feedback in shown:
            print(_line(feedback))
        print(f"{len(shown)} of {len(everything)} shown", file=sys.stderr)
        return 0

    def answer_feedback(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.feedback_desk import answer_feedback

        return self._move(answer_feedback, options, config)

    def close_feedback(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.feedback_desk import close_feedback

        return self._move(close_feedback, options, config)

    def _move(self, move: Move, options: argparse.Namespace, config: Config) -> int:
        from channel_api.cases.numbers import normalise_number
        from channel_api.cases.states import CaseStateError
        from channel_api.cases.texts import IdentityNumberError
        from channel_api.store.cases import NoSuchCaseError

        services = self.open_services(config)
        now: datetime = services.clock()
        try:
            with services.database.write() as connection:
                move(connection, normalise_number(options.number) or "", options.text or "", now=now)
        except (CaseStateError, IdentityNumberError, NoSuchCaseError) as error:
            print(f"zhengwu-api: {error}", file=sys.stderr)
            return 1
        return 0


def _line(feedback: Feedback) -> str:
    """One message on one line: control characters were stripped when it came in."""
    from content.ready_sentences import ready_sentences

    choice = ready_sentences().get(feedback.choice, feedback.choice)
    where = " ".join(part for part in (feedback.service_id, feedback.region) if part)
    said = " / ".join(part for part in (choice, feedback.text) if part)
    day = feedback.received_at.date().isoformat()
    return f"{feedback.number}\t{day}\t{feedback.state}\t{feedback.kind}\t{where}\t{said}"
