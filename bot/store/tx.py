"""One transaction's view of the store: plain methods named after the story."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, func, select, update
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
    open_row,
    owed_row,
    place_row,
    read_event,
    read_owed,
    read_resident,
    resident_row,
    stamp,
)
from bot.store.tables import events, owed, residents

# The statements of the hot path are built once: building one costs more than running it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_WAITING = events.c.state == "waiting"
_OWED = owed.c.state == "owed"


def _receive(insert: Any) -> Any:
    statement = insert(events)
    return statement.on_conflict_do_update(
        index_elements=[events.c.id], set_={"received": statement.excluded.received}, where=_WAITING
    )


def _owe(insert: Any) -> Any:
    return insert(owed).on_conflict_do_nothing(index_elements=[owed.c.event_id]).returning(owed.c.id)


def _welcome(insert: Any) -> Any:
    return insert(residents).on_conflict_do_nothing()


_ENGINES = {True: sqlite.insert, False: postgresql.insert}
_RECEIVE = {engine: _receive(insert) for engine, insert in _ENGINES.items()}
_WELCOME = {engine: _welcome(insert) for engine, insert in _ENGINES.items()}
_OWE = {engine: _owe(insert) for engine, insert in _ENGINES.items()}
_CLAIM = (
    select(events.c.id, events.c.content, events.c.received)
    .where(_WAITING, events.c.due <= bindparam("now"))
    .order_by(events.c.due, events.c.time)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE_EVENTS = update(events).where(events.c.id.in_(_IDS)).values(due=bindparam("until"))
_FINISH = update(events).where(events.c.id.in_(_IDS)).values(state="done", content=None, chat="")
_RESIDENTS = select(residents).where(residents.c.id.in_(_IDS))
_DUE = (
    select(owed)
    .where(_OWED, owed.c.due <= bindparam("now"))
    .order_by(owed.c.due)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE_OWED = (
    update(owed)
    .where(owed.c.id.in_(_IDS))
    .values(
        due=bindparam("until"),
        attempts=owed.c.attempts + 1,
        # Noted before the attempt: from here on this answer goes by push, for its token is dead.
        reply_token=case((owed.c.token_until > bindparam("now"), owed.c.reply_token), else_=None),
    )
)
# Only what is still owed can be settled: a slow attempt whose lease ran out may come second.
_DONE = (
    update(owed)
    .where(owed.c.id == bindparam("answer"), _OWED)
    .values(
        state=bindparam("fate"),
        result=bindparam("why"),
        settled=bindparam("now"),
        chat="",
        messages=None,
        reply_token=None,
    )
)


class Tx:
    """Methods on one open transaction; `now` is always an argument."""

    def __init__(self, connection: Connection, sqlite_engine: bool) -> None:
        self._connection = connection
        self._sqlite = sqlite_engine

    # --- the inbox

    def receive(self, new: Iterable[Event], now: datetime) -> None:
        """Store events once per id.

        A redelivery of one that still waits gives its reply token a new minute (Messaging API
        reference, Reply token), so the time of receipt is renewed; any other double is dropped.
        """
        self._connection.execute(_RECEIVE[self._sqlite], [event_row(event, now) for event in new])

    def claim(self, limit: int, now: datetime, lease: timedelta) -> list[Received]:
        """The oldest events that nobody works on, taken under a lease: nobody else gets them meanwhile.

        When the worker dies, the lease ends and somebody else answers.
        """
        rows = self._connection.execute(_CLAIM, {"now": stamp(now), "most": limit}).all()
        if rows:
            leased = {"ids": [row.id for row in rows], "until": stamp(now + lease)}
            self._connection.execute(_LEASE_EVENTS, leased)
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
        self._connection.execute(_FINISH, {"ids": list(ids)})

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
        rows = self._connection.execute(_RESIDENTS, {"ids": list(ids)})
        return {row.id: read_resident(row, now) for row in rows}

    def welcome(self, new: Iterable[Resident]) -> None:
        """Store people who are new; another worker may have been faster."""
        if rows := [resident_row(resident) for resident in new]:
            self._connection.execute(_WELCOME[self._sqlite], rows)

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
        return set(self._connection.scalars(_OWE[self._sqlite], rows))

    def due(self, limit: int, now: datetime, lease: timedelta) -> list[Owed]:
        """Answers whose pause or lease is over: taken under a new lease, the attempt noted."""
        rows = self._connection.execute(_DUE, {"now": stamp(now), "most": limit}).all()
        if rows:
            leased = {"ids": [row.id for row in rows], "until": stamp(now + lease), "now": stamp(now)}
            self._connection.execute(_LEASE_OWED, leased)
        return [_again(read_owed(row), now) for row in rows]

    def settle(self, settled: Collection[Settled], now: datetime) -> None:
        """Store what became of attempts; of what is done with, only its fate is kept."""
        done = [
            {"answer": fate.id, "fate": fate.state, "why": fate.result, "now": stamp(now)}
            for fate in settled
            if fate.state != "owed"
        ]
        if done:
            self._connection.execute(_DONE, done)
        for fate in settled:
            if fate.state == "owed":
                still = (owed.c.id == fate.id) & _OWED
                self._connection.execute(update(owed).where(still).values(open_row(fate)))

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


def _again(answer: Owed, now: datetime) -> Owed:
    """The answer as the update above has left it."""
    token = answer.reply_token if answer.token_until > now else None
    return replace(answer, attempts=answer.attempts + 1, reply_token=token)
