"""Published documents with their revisions, the version of the catalogue, operator tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0001_catalogue"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "published",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_published"),
    )
    op.create_table(
        "revisions",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("published_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "revision", name="pk_revisions"),
    )
    op.create_table(
        "publications",
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("published_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("origin", name="pk_publications"),
    )
    catalogue = op.create_table(
        "catalogue",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue"),
    )
    op.bulk_insert(catalogue, [{"id": 1, "version": 0}])
    op.create_table(
        "operator_tokens",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("revoked_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_operator_tokens"),
        sa.UniqueConstraint("hash", name="uq_operator_tokens_hash"),
    )


def downgrade() -> None:
    for table in ("operator_tokens", "catalogue", "publications", "revisions", "published"):
        op.drop_table(table)
