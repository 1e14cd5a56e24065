"""What people are typing and have not saved, and who has which text open."""

import sqlalchemy as sa
from alembic import op

revision = "0010_autosaves"
down_revision = "0009_previews"


def upgrade() -> None:
    op.create_table(
        "editor_autosaves",
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("written_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("editor", "place", name="pk_editor_autosaves"),
    )
    op.create_table(
        "editor_presence",
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("place", "editor", name="pk_editor_presence"),
    )


def downgrade() -> None:
    op.drop_table("editor_presence")
    op.drop_table("editor_autosaves")
