"""Editors and their sessions, drafts with all their revisions, and the trail of what was done."""

import sqlalchemy as sa
from alembic import op

revision = "0007_editors"
down_revision = "0006_speech"


def upgrade() -> None:
    op.create_table(
        "editors",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("roles", sa.String(80), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_editors"),
    )
    op.create_table(
        "editor_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_editor_sessions"),
        sa.ForeignKeyConstraint(["editor"], ["editors.name"], name="fk_editor_sessions_editor"),
    )
    op.create_index("ix_editor_sessions_editor", "editor_sessions", ["editor"])
    _create_drafts()
    op.create_table(
        "editing_trail",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(60), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_editing_trail"),
    )
    op.create_index("ix_editing_trail_subject", "editing_trail", ["subject"])


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("live_revision", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("authors", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("approved_by", sa.String(60), nullable=False),
        sa.Column("changed_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_drafts"),
    )
    op.create_table(
        "draft_revisions",
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("live_revision", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("key", "revision", name="pk_draft_revisions"),
    )


def downgrade() -> None:
    for table in ("editing_trail", "draft_revisions", "drafts", "editor_sessions", "editors"):
        op.drop_table(table)
