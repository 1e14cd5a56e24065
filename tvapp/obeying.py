"""What each key does to the television. Pure."""

from __future__ import annotations

from tvapp import navigation
from tvapp.driven import Driven
from tvapp.hints import about_item
from tvapp.page import Act, Item, Open, Press, Replace
from tvapp.remote import Command

TALK_KEYS = (Command.GREEN, Command.TALK)


def obey(command: Command, television: Driven) -> None:
    """One key, except that the screen is not built anew."""
    history = television.history
    if command.value in navigation.MOVES:
        television.move(command.value)
    elif command.digit:
        _take_digit(command.digit, television)
    elif command == Command.OK:
        _choose(television.focused_item(), television)
    elif command == Command.BACK:
        _go_back(television)
    elif command == Command.HOME:
        history.go_home()
    elif command == Command.INFO:
        history.open("help", about_item(television.focused_item(), television.words))
    elif command.value in navigation.SHORTCUTS:
        history.open(navigation.SHORTCUTS[command.value])
    elif command in TALK_KEYS:
        television.begin_to_talk()


def means_talk(command: Command, television: Driven) -> bool:
    """Whether this key is the one to talk, or chooses it in the last line."""
    item = television.focused_item() if command == Command.OK else None
    return command in TALK_KEYS or (item is not None and item.action == Press(navigation.TALK))


def _take_digit(digit: str, television: Driven) -> None:
    visit = television.visit
    if television.page.digits == "type":
        visit.confirms = True
        television.act(Act("type", digit))
    elif digit == "0":
        television.focus(navigation.turn(television.layout, visit.sheet, 1, wraps=True))
    else:
        item = navigation.numbered(television.layout, visit.sheet, digit)
        if item is not None:
            visit.focused = item.key
            _choose(item, television)


def _choose(item: Item | None, television: Driven) -> None:
    action = item.action if item else None
    if isinstance(action, Open):
        television.data.note_opening(action.route, action.door)
        television.history.open(action.route, dict(action.fields))
    elif isinstance(action, Replace):
        television.history.replace(action.route)
    elif isinstance(action, Press):
        obey(Command(action.command), television)
    elif isinstance(action, Act) and action.name == "retry":
        television.data.forget_problems()
    elif isinstance(action, Act):
        television.act(action)


def _go_back(television: Driven) -> None:
    """What was typed is taken back first, then one screen is."""
    if not television.act(Act("delete" if television.page.digits == "type" else "back")):
        television.history.back()
