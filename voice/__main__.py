"""`zhengwu-voice`: talk to the channel without a television. Each command is a module of `voice.commands`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from channel_api.client.errors import ClientError
from content.faults import ContentError
from voice.commands import gateway, hearing_files, models, rendering, saying, talk, typed
from voice.commands.conversation import Commands, OneLineParser

ADDERS: tuple[Callable[[Commands], None], ...] = (
    typed.add_to,
    talk.add_to,
    hearing_files.add_to,
    models.add_to,
    gateway.add_to,
    saying.add_to,
    rendering.add_to,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, 1 where something is missing that is needed, 2 where an argument is wrong; one clear line each."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (ClientError, ContentError, OSError) as error:
        print(f"zhengwu-voice: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _parser() -> OneLineParser:
    parser = OneLineParser(prog="zhengwu-voice", description="政务服务频道：对话")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_to in ADDERS:
        add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
