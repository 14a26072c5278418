"""The tables, as SQLAlchemy Core knows them. Times are milliseconds since 1970, UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, Table, Text

metadata = MetaData()

# The inbox: one row per webhookEventId, kept after the work is done so that a redelivery is known.
events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("chat", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("time", BigInteger, nullable=False),  # when it happened, by LINE's clock
    Column("received", BigInteger, nullable=False),  # when the (last) delivery of it reached us
    Column("content", Text),  # the event as JSON; emptied when done: we keep no message texts
    Column("state", Text, nullable=False),  # waiting, done
    Column("due", BigInteger, nullable=False),  # not before: the lease of the worker that has it
    Column("loading", Boolean, nullable=False),  # the loading animation was shown for it
    Index("events_by_state", "state", "due"),
    Index("events_by_message", "message_id"),
)

# A person, or a group chat, that talks to the bot.
residents = Table(
    "residents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # user, group, room
    Column("since", BigInteger, nullable=False),
    Column("language", Text),  # null: not chosen yet
    Column("notices", Boolean, nullable=False),
    Column("gone", BigInteger),  # since when blocked or left; null: here
    Column("latitude", Float),
    Column("longitude", Float),
    Column("place_title", Text),
    Column("place_until", BigInteger),  # the place is forgotten after this
    Index("residents_by_gone", "gone"),
)

# The outbox: what we owe a chat, one answer per event.
owed = Table(
    "owed",
    metadata,
    Column("id", Text, primary_key=True),  # a UUID, and the retry key: stored before the first request
    Column("event_id", Text, unique=True),
    Column("chat", Text, nullable=False),
    Column("received", BigInteger, nullable=False),  # when the event reached us
    Column("messages", Text),  # LINE message objects as JSON; emptied when settled
    Column("reply_token", Text),  # emptied when settled, or when LINE says it is dead
    Column("token_until", BigInteger, nullable=False),  # to when the token lives
    Column("keyed", BigInteger),  # first push with the key; LINE forgets a key after 24 hours
    Column("matters_until", BigInteger, nullable=False),  # to when a push still helps
    Column("state", Text, nullable=False),  # owed, sent, failed, expired
    Column("attempts", Integer, nullable=False),  # noted before each attempt is made
    Column("due", BigInteger, nullable=False),  # not before: the lease of an attempt, or the pause after it
    Column("settled", BigInteger),
    Column("result", Text),  # in a word: why it failed
    Index("owed_by_state", "state", "due"),
)
