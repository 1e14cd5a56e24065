"""What an operator sees of an import of items: a bar while it runs, then the report, or what is wrong with the file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TextIO

from channel_api.importing.items import import_items
from channel_api.importing.lines import ItemsFileError
from channel_api.importing.progress import ProgressBar
from channel_api.importing.tables import tables
from channel_api.store.database import Database


def run_import(path: Path, database: Database, *, now: datetime, dry_run: bool, out: TextIO, errors: TextIO) -> int:
    """The exit code: 0, or 1 where the file was refused. Raises StoreError."""
    bar = ProgressBar(errors)
    try:
        done = import_items(path, database, now=now, dry_run=dry_run, progress=bar)
    except ItemsFileError as error:
        bar.close()
        refused = tables().words["refused"]
        errors.write(f"{path.name}: {refused[error.code].format(**error.values)}\n{refused['nothing_imported']}\n")
        return 1
    bar.close()
    out.writelines(f"{line}\n" for line in done.explain())
    return 0
