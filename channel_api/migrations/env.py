"""Runs migrations on the connection that `store.upgrading` hands over, inside its transaction."""

from alembic import context

from channel_api.store.metadata import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
