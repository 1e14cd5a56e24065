"""What is asked for and how often, without a trace of who asked."""

import sqlalchemy as sa
from alembic import op

revision = "0003_demand"
down_revision = "0002_cases"


def upgrade() -> None:
    gate = op.create_table(
        "demand_gate",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demand_gate"),
    )
    op.bulk_insert(gate, [{"id": 1, "turn": 0}])
    op.create_table(
        "demand_searches",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("topic", sa.String(120), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "verdict", "topic", name="pk_demand_searches"),
    )
    op.create_table(
        "demand_texts",
        sa.Column("text", sa.String(100), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("topic", sa.String(120), nullable=False),
        sa.Column("offered", sa.String(400), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("text", "day", name="pk_demand_texts"),
    )
    op.create_index("ix_demand_texts_day", "demand_texts", ["day"])
    op.create_table(
        "demand_waiting",
        sa.Column("text_key", sa.String(64), nullable=False),
        sa.Column("device_key", sa.String(64), nullable=False),
        sa.Column("seen_on", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("text_key", "device_key", name="pk_demand_waiting"),
    )
    op.create_index("ix_demand_waiting_seen_on", "demand_waiting", ["seen_on"])
    op.create_table(
        "demand_boxes",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("door", sa.String(20), nullable=False),
        sa.Column("service", sa.String(120), nullable=False),
        sa.Column("aspect", sa.String(20), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "door", "service", "aspect", name="pk_demand_boxes"),
    )


def downgrade() -> None:
    for table in ("demand_boxes", "demand_waiting", "demand_texts", "demand_searches", "demand_gate"):
        op.drop_table(table)
