"""What every command that holds a conversation needs: where the channel is, and a session with it."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import NoReturn, TypeAlias

from channel_api.client.background import RegionFetcher
from channel_api.client.client import ChannelClient
from channel_api.client.embedded import EmbeddedServer
from content.hours import CHINA
from content.model import NATIONAL_REGION
from voice.box_folder import data_folder


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with an argument in one line, without the list of all the right ones."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"zhengwu-voice: {message}\n")


# A text, because the class takes no type in brackets at run time.
Commands: TypeAlias = "argparse._SubParsersAction[OneLineParser]"


def add_channel_arguments(parser: argparse.ArgumentParser) -> None:
    """Which server is asked, and for which region."""
    parser.add_argument("--api", default=os.environ.get("CHANNEL_API_URL", ""), help="服务器地址；不写就自己带一个")
    region = os.environ.get("CHANNEL_REGION") or NATIONAL_REGION
    parser.add_argument("--region", default=region, type=_region, help="六位地区码，如 330106")


def _region(text: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", text):
        raise argparse.ArgumentTypeError(f"{text[:20]}: 要写六位地区码，如 330106")
    return text


@contextmanager
def reached_channel(options: argparse.Namespace) -> Iterator[ChannelClient]:
    """The client of the server that was named, or of one that ends with the command."""
    with ExitStack() as ending:
        address = options.api
        if not address:
            server = EmbeddedServer(os.environ)
            ending.callback(server.stop)
            address = server.address()
        client = ChannelClient(address, folder=data_folder(os.environ) / "last-known")
        fetcher = RegionFetcher(client, options.region)
        fetcher.start()
        ending.callback(fetcher.stop)
        yield client


def now() -> datetime:
    """The time of day here and now."""
    return datetime.now(CHINA)
