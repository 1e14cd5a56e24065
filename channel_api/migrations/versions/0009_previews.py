"""How a draft is looked at before it is published: tickets of the program that draws it, secret links, and comments."""

import sqlalchemy as sa
from alembic import op

revision = "0009_previews"
down_revision = "0008_asked"


def upgrade() -> None:
    op.create_table(
        "preview_tickets",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("live_revision", sa.Integer, nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_preview_tickets"),
    )
    op.create_index("ix_preview_tickets_expires_at", "preview_tickets", ["expires_at"])
    op.create_table(
        "preview_links",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.UniqueConstraint("token_hash", name="uq_preview_links_token_hash"),
    )
    op.create_index("ix_preview_links_key", "preview_links", ["key"])
    op.create_table(
        "preview_comments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("link", sa.Integer, nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("field", sa.String(120), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("done_by", sa.String(60), nullable=False),
        sa.Column("done_at", sa.String(32), nullable=True),
    )
    op.create_index("ix_preview_comments_key", "preview_comments", ["key"])


def downgrade() -> None:
    for table in ("preview_comments", "preview_links", "preview_tickets"):
        op.drop_table(table)
