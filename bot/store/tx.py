"""One transaction's view of the store: plain methods named after the story."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.model import (
    Change,
    Event,
    Forget,
    KeepPlace,
    Leave,
    Resident,
    Return,
    SetLanguage,
    SetNotices,
    Unsend,
)
from bot.store.rows import (
    Owed,
    Received,
    Settled,
    event_row,
    moment,
    owed_row,
    place_row,
    read_event,
    read_owed,
    read_resident,
    settled_row,
    stamp,
)
from bot.store.tables import events, owed, residents


class Tx:
    """Methods on one open transaction; `now` is always an argument."""

    def __init__(self, connection: Connection, sqlite_engine: bool) -> None:
        self._connection = connection
        self._insert = sqlite.insert if sqlite_engine else postgresql.insert

    # --- the inbox

    def receive(self, new: Iterable[Event], now: datetime) -> None:
        """Store events once per id.

        A redelivery of one that still waits gives its reply token a new minute (Messaging API
        reference, Reply token), so the time of receipt is renewed; any other double is dropped.
        """
        rows = [event_row(event, now) for event in new]
        statement = self._insert(events).on_conflict_do_update(
            index_elements=[events.c.id],
            set_={"received": stamp(now)},
            where=events.c.state == "waiting",
        )
        self._connection.execute(statement, rows)

    def claim(self, limit: int, now: datetime, lease: timedelta) -> list[Received]:
        """The oldest events that nobody works on, taken under a lease: nobody else gets them meanwhile.

        When the worker dies, the lease ends and somebody else answers.
        """
        rows = self._connection.execute(
            select(events.c.id, events.c.content, events.c.received)
            .where(events.c.state == "waiting", events.c.due <= stamp(now))
            .order_by(events.c.due, events.c.time)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        if not rows:
            return []
        ids = [row.id for row in rows]
        self._connection.execute(update(events).where(events.c.id.in_(ids)).values(due=stamp(now + lease)))
        return [self._received(read_event(row.content), moment(row.received)) for row in rows]

    def _received(self, event: Event, at: datetime) -> Received:
        """Edits (in groups only) may arrive in any order: the one that happened last counts."""
        if event.chat_kind == "user" or not event.message_id:
            return Received(event, at)
        newer = (events.c.message_id == event.message_id) & (events.c.time > stamp(event.time))
        row = self._connection.execute(select(events.c.id).where(newer).limit(1)).first()
        return Received(event, at, superseded=row is not None)

    def finish(self, ids: Iterable[str]) -> None:
        """The events are worked through: their ids stay, to know a redelivery; who and what goes."""
        self._connection.execute(
            update(events).where(events.c.id.in_(list(ids))).values(state="done", content=None, chat="")
        )

    def slow(self, before: datetime, limit: int) -> list[str]:
        """Chats whose event has waited since `before` and that were not yet shown that we work on it."""
        rows = self._connection.execute(
            select(events.c.id, events.c.chat)
            .where(
                events.c.state == "waiting",
                events.c.received < stamp(before),
                events.c.loading.is_(False),
            )
            .limit(limit)
        ).all()
        self._connection.execute(
            update(events).where(events.c.id.in_([row.id for row in rows])).values(loading=True)
        )
        return [row.chat for row in rows]

    def backlog(self) -> dict[str, int]:
        """How many events wait and how many answers are owed, for /metrics and /healthz."""
        count = func.count()
        waiting = select(count).select_from(events).where(events.c.state == "waiting")
        open_ = select(count).select_from(owed).where(owed.c.state == "owed")
        return {
            "waiting": self._connection.execute(waiting).scalar_one(),
            "owed": self._connection.execute(open_).scalar_one(),
        }

    # --- residents

    def residents(self, ids: Collection[str], now: datetime) -> dict[str, Resident]:
        """Those of these chats that we know."""
        rows = self._connection.execute(select(residents).where(residents.c.id.in_(ids)))
        return {row.id: read_resident(row, now) for row in rows}

    def welcome(self, resident: Resident) -> None:
        """Store somebody new; another worker may have been faster."""
        row = {
            "id": resident.id,
            "kind": resident.kind,
            "since": stamp(resident.since),
            "notices": resident.notices,
        }
        self._connection.execute(self._insert(residents).values(row).on_conflict_do_nothing())

    def find(self, id: str, now: datetime) -> Resident | None:
        """The resident with this LINE id, or None."""
        row = self._connection.execute(select(residents).where(residents.c.id == id)).one_or_none()
        return read_resident(row, now) if row else None

    def change(self, resident: Resident, change: Change, now: datetime) -> None:
        """Store one change that a turn asked for."""
        match change:
            case SetLanguage(language):
                self._set(resident, language=language)
            case SetNotices(on):
                self._set(resident, notices=on)
            case KeepPlace(place, until):
                self._set(resident, **place_row(place), place_until=stamp(until))
            case Leave():
                self._set(resident, gone=stamp(now))
            case Return():
                self._set(resident, gone=None)
            case Forget():
                self.forget(resident.id)
            case Unsend(message_id):
                self._drop_message(message_id)

    def _set(self, resident: Resident, **values: Any) -> None:
        self._connection.execute(update(residents).where(residents.c.id == resident.id).values(values))

    def _drop_message(self, message_id: str) -> None:
        taken_back = (events.c.message_id == message_id) & (events.c.state == "waiting")
        ids = self._connection.scalars(select(events.c.id).where(taken_back, events.c.message_id != ""))
        self.finish(list(ids))

    def forget(self, id: str) -> None:
        """Delete all that is stored about the resident; what is owed to them already still goes out."""
        self._connection.execute(delete(residents).where(residents.c.id == id))

    # --- the outbox

    def owe(self, new: Iterable[Owed], lease_until: datetime) -> set[str]:
        """Note answers and, with them, their first attempt, which the caller makes after the commit.

        One answer per event: where another worker was faster (our lease on the event ran out),
        ours is dropped. The ids of those that count come back.
        """
        rows = [owed_row(answer, lease_until) for answer in new]
        if not rows:
            return set()
        statement = self._insert(owed).on_conflict_do_nothing(index_elements=[owed.c.event_id])
        return set(self._connection.scalars(statement.returning(owed.c.id), rows))

    def due(self, limit: int, now: datetime, lease: timedelta) -> list[Owed]:
        """Answers whose pause or lease is over: taken under a new lease, the attempt noted."""
        rows = self._connection.execute(
            select(owed)
            .where(owed.c.state == "owed", owed.c.due <= stamp(now))
            .order_by(owed.c.due)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        if not rows:
            return []
        self._connection.execute(
            update(owed)
            .where(owed.c.id.in_([row.id for row in rows]))
            .values(due=stamp(now + lease), attempts=owed.c.attempts + 1)
        )
        return [replace(read_owed(row), attempts=row.attempts + 1) for row in rows]

    def settle(self, settled: Iterable[Settled], now: datetime) -> None:
        """Store what became of attempts; of what is done with, only its fate is kept."""
        for fate in settled:
            # Only what is still owed can be settled: a slow attempt whose lease ran out may come second.
            still = (owed.c.id == fate.id) & (owed.c.state == "owed")
            self._connection.execute(update(owed).where(still).values(settled_row(fate, now)))

    # --- housekeeping

    def purge(self, now: datetime, gone_for: timedelta, done_for: timedelta) -> int:
        """Forget residents gone for so long, and the ids of events done for so long; count the residents."""
        self._connection.execute(
            update(residents)
            .where(residents.c.place_until < stamp(now))
            .values(latitude=None, longitude=None, place_title=None, place_until=None)
        )
        old = stamp(now - done_for)
        self._connection.execute(delete(owed).where(owed.c.state != "owed", owed.c.settled < old))
        self._connection.execute(delete(events).where(events.c.state == "done", events.c.received < old))
        return self._connection.execute(
            delete(residents).where(residents.c.gone < stamp(now - gone_for))
        ).rowcount
