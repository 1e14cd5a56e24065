"""The one MetaData all tables register with, and the names constraints get on every database."""

from __future__ import annotations

from sqlalchemy import MetaData

# Explicit names, because a migration can only drop on PostgreSQL and SQLite alike what it can name.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

METADATA = MetaData(naming_convention=NAMES)
