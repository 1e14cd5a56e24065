"""Texts wait until boxes of several networks have asked them."""

import sqlalchemy as sa
from alembic import op

revision = "0004_demand_networks"
down_revision = "0003_demand"


def upgrade() -> None:
    # Of the boxes that wait already nobody knows the network. They begin anew: it costs a month's first questions.
    op.drop_table("demand_waiting")
    _create_waiting(sa.Column("network", sa.Integer, nullable=False))


def downgrade() -> None:
    op.drop_table("demand_waiting")
    _create_waiting()


def _create_waiting(*more: "sa.Column[int]") -> None:
    op.create_table(
        "demand_waiting",
        sa.Column("text_key", sa.String(64), nullable=False),
        sa.Column("device_key", sa.String(64), nullable=False),
        *more,
        sa.Column("seen_on", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("text_key", "device_key", name="pk_demand_waiting"),
    )
    op.create_index("ix_demand_waiting_seen_on", "demand_waiting", ["seen_on"])
