"""What is to happen at a moment, what somebody looked at again and found right, and sources that have changed."""

import sqlalchemy as sa
from alembic import op

revision = "0011_calendar"
down_revision = "0010_autosaves"

IS_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("slot", sa.String(10), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("token", sa.String(40), nullable=False),
        sa.Column("live_revision", sa.Integer, nullable=False),
        sa.Column("back_to", sa.Integer, nullable=False),
        sa.Column("follows", sa.Integer, nullable=True),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.Column("problem", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
    )
    op.create_index("ix_schedules_state_due_at", "schedules", ["state", "due_at"])
    op.create_index(
        "uq_schedules_key_slot",
        "schedules",
        ["key", "slot"],
        unique=True,
        sqlite_where=IS_WAITING,
        postgresql_where=IS_WAITING,
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("reviewed_at", sa.String(32), nullable=False),
        sa.Column("next_on", sa.String(10), nullable=False),
        sa.Column("who", sa.String(60), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("live_revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_key", "reviews", ["key"])
    op.create_table(
        "changed_sources",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("changed_on", sa.String(10), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("marked_by", sa.String(60), nullable=False),
        sa.Column("marked_at", sa.String(32), nullable=False),
        sa.Column("taken_back_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_changed_sources"),
    )


def downgrade() -> None:
    for table in ("changed_sources", "reviews", "schedules"):
        op.drop_table(table)
