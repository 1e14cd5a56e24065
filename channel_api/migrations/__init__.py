"""Alembic migrations. A revision is named like its file, so that the newest is known without loading Alembic."""
