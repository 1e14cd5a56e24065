"""`zhengwu-api import` and `zhengwu-api export`: content from files into the database, and back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from channel_api.config import Config

if TYPE_CHECKING:
    from channel_api.runtime import Services
    from channel_api.store.documents import Changes
    from content.layout import FileFault

OpenServices = Callable[[Config], "Services"]
NAMES_SHOWN = 20  # of each kind of change; a first import has thousands


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser], open_services: OpenServices) -> None:
    """Adds `import` and `export`; `open_services` gives the services on a database of the newest shape."""
    here = _Commands(open_services)
    importing = commands.add_parser("import", help="publish a content folder, or a file of items (.jsonl, .jsonl.gz)")
    importing.add_argument("path", type=Path)
    importing.add_argument("--dry-run", action="store_true", help="only say what would change")
    importing.set_defaults(run=here.import_path)
    exporting = commands.add_parser("export", help="write what is published as a content folder")
    exporting.add_argument("folder", type=Path)
    exporting.set_defaults(run=here.export_folder)


@dataclass(frozen=True, slots=True)
class _Commands:
    """Each method is one command: it prints, and gives the exit code."""

    open_services: OpenServices

    def import_path(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api import publishing
        from channel_api.importing.items import is_items_file
        from content.files import read_content

        if is_items_file(options.path):
            return self._import_items(options, config)
        content, faults = read_content(options.path)
        if faults:
            _print_faults(faults)
            return 1
        services = self.open_services(config)
        changes = publishing.preview_content(services.database, content)
        if not options.dry_run and not changes.conflicts:
            fingerprint = publishing.fingerprint_of(options.path)
            changes = publishing.publish_content(
                services.database, content, now=services.clock(), fingerprint=fingerprint
            )
        _print_changes(changes, is_preview=options.dry_run)
        return 1 if changes.conflicts else 0

    def _import_items(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.importing.command import run_import
        from channel_api.preparing import prepare_served
        from content.files import content_folder

        services = self.open_services(config)
        if not options.dry_run:
            prepare_served(services, content_folder())  # an item needs a region and a topic to be shown under
        return run_import(
            options.path,
            services.database,
            now=services.clock(),
            dry_run=options.dry_run,
            out=sys.stdout,
            errors=sys.stderr,
        )

    def export_folder(self, options: argparse.Namespace, config: Config) -> int:
        from channel_api.exporting import FolderNotEmptyError, export_folder
        from channel_api.publishing import load_published

        try:
            count = export_folder(load_published(self.open_services(config).database), options.folder)
        except FolderNotEmptyError as error:
            print(f"zhengwu-api: {error}", file=sys.stderr)
            return 1
        print(f"{count} files written")
        return 0


def _print_faults(faults: Sequence[FileFault]) -> None:
    """The same lines in the same words as `zhengwu-content check`."""
    from content.explanations import Explanations
    from content.files import content_folder

    explanations = Explanations.load(content_folder() / "wording")
    for fault in faults:
        print(explanations.explain(fault), file=sys.stderr)
    print(f"zhengwu-api: nothing was imported, {len(faults)} faults", file=sys.stderr)


def _print_changes(changes: Changes, *, is_preview: bool) -> None:
    groups = {"added": changes.added, "changed": changes.changed, "withdrawn": changes.withdrawn}
    for word, names in groups.items():
        for kind, key in names[:NAMES_SHOWN]:
            print(f"{word:10} {kind} {key}")
        if len(names) > NAMES_SHOWN:
            print(f"{word:10} and {len(names) - NAMES_SHOWN} more")
    for kind, key in changes.kept:
        print(f"kept       {kind} {key} was edited on the editors' pages; the file's text was not taken")
    for (kind, key), owner in changes.conflicts.items():
        print(f"conflict   {kind} {key} is published from {owner}; nothing was imported", file=sys.stderr)
    counts = ", ".join(f"{len(names)} {word}" for word, names in groups.items())
    print(f"{'would be: ' if is_preview else ''}{counts}, {changes.unchanged} unchanged")
