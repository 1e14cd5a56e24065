"""Makes a database ready to serve: newest shape, content published. Safe at every start and in several processes."""

from __future__ import annotations

import logging
from pathlib import Path

from channel_api.case_demo import install_demo
from channel_api.publishing import FILES, publish_folder
from channel_api.runtime import Services
from channel_api.store import documents
from channel_api.store.upgrading import upgrade
from content.faults import FaultyContentError

LOG = logging.getLogger(__name__)


def prepare_embedded(services: Services, folder: Path) -> None:
    """For the television's own server: the content that comes with the program, and the sample cases.

    Faulty files leave what was published before in place: a household must not lose its channel to a typing error.
    Raises FaultyContentError where nothing was published before."""
    upgrade(services.database)
    try:
        publish_folder(services.database, folder, now=services.clock())
    except FaultyContentError as error:
        if not _is_published(services):
            raise
        LOG.error("content not published, %d faults; the older one stays", len(error.faults))
    install_demo(services.database, services.keys, now=services.clock())


def prepare_served(services: Services, folder: Path) -> bool:
    """For a server of its own: what the operator imported stays; only an empty one gets the content of the program.

    True where it was published now."""
    upgrade(services.database)
    if _is_published(services):
        return False
    return publish_folder(services.database, folder, now=services.clock()) is not None


def _is_published(services: Services) -> bool:
    with services.database.read() as connection:
        return documents.find_fingerprint(connection, FILES) is not None
