"""Cases with their ledger, case feeds, feedback, ratings, and the attempts that limits count."""

import sqlalchemy as sa
from alembic import op

revision = "0002_cases"
down_revision = "0001_catalogue"


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("number", sa.String(50), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("service_id", sa.String(120), nullable=False),
        sa.Column("service_title", sa.String(200), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("promised_working_days", sa.Integer, nullable=True),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("changed_at", sa.String(32), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_cases"),
    )
    op.create_table(
        "case_events",
        sa.Column("case_number", sa.String(50), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "sequence", name="pk_case_events"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name="fk_case_events_case_number"),
    )
    op.create_table(
        "case_feeds",
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("region", name="pk_case_feeds"),
    )
    _create_what_viewers_send()
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attempts"),
    )
    op.create_index("ix_attempts_expires_at", "attempts", ["expires_at"])


def _create_what_viewers_send() -> None:
    op.create_table(
        "feedback",
        sa.Column("number", sa.String(50), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("choice", sa.String(60), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("service_id", sa.String(120), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_feedback"),
        sa.ForeignKeyConstraint(["number"], ["cases.number"], name="fk_feedback_number"),
    )
    op.create_table(
        "ratings",
        sa.Column("service_id", sa.String(120), nullable=False),
        sa.Column("rated_by", sa.String(80), nullable=False),
        sa.Column("stars", sa.Integer, nullable=False),
        sa.Column("rated_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("service_id", "rated_by", name="pk_ratings"),
    )


def downgrade() -> None:
    for table in ("attempts", "ratings", "feedback", "case_feeds", "case_events", "cases"):
        op.drop_table(table)
