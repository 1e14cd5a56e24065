"""What a spreadsheet says, kept for an hour between looking at what it would change and taking it in."""

import sqlalchemy as sa
from alembic import op

revision = "0013_uploads"
down_revision = "0012_people"


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("findings", sa.LargeBinary, nullable=False),
        sa.Column("sheets", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_uploads"),
    )
    op.create_index("ix_uploads_editor", "uploads", ["editor"])


def downgrade() -> None:
    op.drop_table("uploads")
