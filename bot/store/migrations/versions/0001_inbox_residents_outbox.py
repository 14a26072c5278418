"""Inbox, residents, outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("loading", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("events_by_message", "events", ["message_id"], unique=False)
    op.create_index("events_by_state", "events", ["state", "due"], unique=False)
    op.create_table(
        "owed",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=True),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("messages", sa.Text(), nullable=True),
        sa.Column("reply_token", sa.Text(), nullable=True),
        sa.Column("token_until", sa.BigInteger(), nullable=False),
        sa.Column("keyed", sa.BigInteger(), nullable=True),
        sa.Column("matters_until", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id"),
    )
    op.create_index("owed_by_state", "owed", ["state", "due"], unique=False)
    op.create_table(
        "residents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("notices", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.BigInteger(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("place_title", sa.Text(), nullable=True),
        sa.Column("place_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("residents_by_gone", "residents", ["gone"], unique=False)


def downgrade() -> None:
    op.drop_index("residents_by_gone", table_name="residents")
    op.drop_table("residents")
    op.drop_index("owed_by_state", table_name="owed")
    op.drop_table("owed")
    op.drop_index("events_by_state", table_name="events")
    op.drop_index("events_by_message", table_name="events")
    op.drop_table("events")
