"""Editors together: which text a comment speaks of and what it answers, plans for many texts at once, own choices."""

import sqlalchemy as sa
from alembic import op

revision = "0014_together"
down_revision = "0013_uploads"

COMMENTS = "preview_comments"


def upgrade() -> None:
    # What was said before knows no text: nobody can say whether it has changed since.
    for name in ("revision", "live_revision", "answers", "decision"):
        op.add_column(COMMENTS, sa.Column(name, sa.Integer, nullable=True))
    op.add_column(COMMENTS, sa.Column("editor", sa.String(60), nullable=False, server_default=""))
    op.create_table(
        "plan_bundles",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
    )
    op.add_column("schedules", sa.Column("bundle", sa.Integer, nullable=True))
    op.create_index("ix_schedules_bundle", "schedules", ["bundle"])
    op.create_table(
        "editor_choices",
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("choices", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("editor", name="pk_editor_choices"),
        sa.ForeignKeyConstraint(["editor"], ["editors.name"], name="fk_editor_choices_editor"),
    )


def downgrade() -> None:
    op.drop_table("editor_choices")
    op.drop_index("ix_schedules_bundle", "schedules")
    op.drop_column("schedules", "bundle")
    op.drop_table("plan_bundles")
    for name in ("editor", "decision", "answers", "live_revision", "revision"):
        op.drop_column(COMMENTS, name)
