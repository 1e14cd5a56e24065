"""What is asked where, by week; and who works on what viewers say is wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0008_asked"
down_revision = "0007_editors"


def upgrade() -> None:
    op.create_table(
        "demand_regions",
        sa.Column("week", sa.String(10), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("topic", sa.String(120), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("week", "region", "verdict", "topic", name="pk_demand_regions"),
    )
    op.create_table(
        "feedback_tasks",
        sa.Column("service_id", sa.String(120), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("choice", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("taken_by", sa.String(60), nullable=False),
        sa.Column("changed_at", sa.String(32), nullable=False),
        sa.Column("done_by", sa.String(60), nullable=False),
        sa.Column("done_until", sa.String(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("service_id", "region", "choice", name="pk_feedback_tasks"),
    )


def downgrade() -> None:
    for table in ("feedback_tasks", "demand_regions"):
        op.drop_table(table)
