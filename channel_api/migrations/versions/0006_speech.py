"""Sentences as sound, rendered in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0006_speech"
down_revision = "0005_takes"


def upgrade() -> None:
    op.create_table(
        "speech",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("sound", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_speech"),
    )
    turn = op.create_table(
        "speech_turn",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_speech_turn"),
    )
    op.bulk_insert(turn, [{"id": 1, "holder": "", "until": ""}])


def downgrade() -> None:
    op.drop_table("speech_turn")
    op.drop_table("speech")
