"""Guides taken along on a telephone: for a day, without a trace of who took them."""

import sqlalchemy as sa
from alembic import op

revision = "0005_takes"
down_revision = "0004_demand_networks"


def upgrade() -> None:
    op.create_table(
        "takes",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=True),
        sa.Column("code_expires_at", sa.String(32), nullable=True),
        sa.Column("service_id", sa.String(120), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("ticked", sa.Text, nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_takes"),
        sa.UniqueConstraint("code_hash", name="uq_takes_code_hash"),
    )
    op.create_index("ix_takes_expires_at", "takes", ["expires_at"])


def downgrade() -> None:
    op.drop_table("takes")
