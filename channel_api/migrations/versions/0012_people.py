"""Roles by department and region, the second step of signing in, accounts of other providers, and a chained trail."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0012_people"
down_revision = "0011_calendar"

FIRST_HASH = "0" * 64


def upgrade() -> None:
    op.add_column("editors", sa.Column("has_first_password", sa.Integer, nullable=False, server_default="0"))
    op.add_column("editor_sessions", sa.Column("door", sa.String(20), nullable=False, server_default="password"))
    op.create_table(
        "editor_grants",
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.PrimaryKeyConstraint("editor", "role", "department", "region", name="pk_editor_grants"),
        sa.ForeignKeyConstraint(["editor"], ["editors.name"], name="fk_editor_grants_editor"),
    )
    op.create_table(
        "editor_second_steps",
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("sealed_key", sa.Text, nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.Column("confirmed_at", sa.String(32), nullable=True),
        sa.Column("last_step", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("editor", name="pk_editor_second_steps"),
        sa.ForeignKeyConstraint(["editor"], ["editors.name"], name="fk_editor_second_steps_editor"),
    )
    op.create_table(
        "editor_recovery_codes",
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("editor", "code_hash", name="pk_editor_recovery_codes"),
        sa.ForeignKeyConstraint(["editor"], ["editors.name"], name="fk_editor_recovery_codes_editor"),
    )
    op.create_table(
        "editor_identities",
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("editor", sa.String(60), nullable=False),
        sa.Column("linked_by", sa.String(60), nullable=False),
        sa.Column("linked_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_editor_identities"),
        sa.ForeignKeyConstraint(["editor"], ["editors.name"], name="fk_editor_identities_editor"),
    )
    op.create_index("ix_editor_identities_editor", "editor_identities", ["editor"])
    _chain_trail()


def _chain_trail() -> None:
    """Each row gets the hash of itself and the row before; what was written without one is chained as it stands now."""
    op.add_column("editing_trail", sa.Column("hash", sa.String(64), nullable=False, server_default=""))
    op.create_index("ix_editing_trail_at", "editing_trail", ["at"])
    op.create_index("ix_editing_trail_who", "editing_trail", ["who"])
    op.create_table(
        "editing_trail_head",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("row_count", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_editing_trail_head"),
    )
    connection = op.get_bind()
    before, count = FIRST_HASH, 0
    rows = connection.execute(sa.text("SELECT id, at, who, act, subject, details FROM editing_trail ORDER BY id")).all()
    for row in rows:
        told = json.dumps([before, row.at, row.who, row.act, row.subject, row.details], ensure_ascii=False)
        before, count = hashlib.sha256(told.encode()).hexdigest(), count + 1
        connection.execute(
            sa.text("UPDATE editing_trail SET hash = :hash WHERE id = :id"), {"hash": before, "id": row.id}
        )
    head = {"name": "editing", "row_count": count, "hash": before}
    heads = "INSERT INTO editing_trail_head (name, row_count, hash) VALUES (:name, :row_count, :hash)"
    connection.execute(sa.text(heads), head)


def downgrade() -> None:
    op.drop_table("editing_trail_head")
    op.drop_index("ix_editing_trail_who", "editing_trail")
    op.drop_index("ix_editing_trail_at", "editing_trail")
    for table in ("editor_identities", "editor_recovery_codes", "editor_second_steps", "editor_grants"):
        op.drop_table(table)
    for table, column in (("editing_trail", "hash"), ("editor_sessions", "door"), ("editors", "has_first_password")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
