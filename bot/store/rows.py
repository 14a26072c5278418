"""What the store hands out and takes in, and how it becomes rows of the tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.model import Event, Place, Resident


@dataclass(frozen=True)
class Received:
    """An event and when its last delivery reached us."""

    event: Event
    at: datetime
    superseded: bool = False  # a later edit of the same message is here


@dataclass(frozen=True)
class Owed:
    """An answer that we owe a chat, as the outbox works on it.

    `id` is a UUID and the retry key of a push; `attempts` counts the present one too.
    """

    id: str
    event_id: str
    chat: str
    received: datetime
    messages: tuple[dict[str, Any], ...]
    reply_token: str | None
    token_until: datetime
    keyed: datetime | None
    matters_until: datetime
    attempts: int


@dataclass(frozen=True)
class Settled:
    """What became of an attempt: done with (`sent`, `failed`, `expired`), or owed again at `due`.

    `token_dead` forgets the reply token, `keyed` notes that the retry key was used first at that time,
    `messages` replaces what is to be sent.
    """

    id: str
    state: str
    due: datetime
    result: str = ""
    token_dead: bool = False
    keyed: datetime | None = None
    messages: tuple[dict[str, Any], ...] | None = None


def stamp(moment: datetime) -> int:
    """Milliseconds since 1970, UTC."""
    return round(moment.timestamp() * 1000)


def moment(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, UTC)


def event_row(event: Event, now: datetime) -> dict[str, Any]:
    return {
        "id": event.id,
        "chat": event.chat,
        "message_id": event.message_id,
        "time": stamp(event.time),
        "received": stamp(now),
        "content": _content(event),
        "state": "waiting",
        "due": stamp(now),
        "loading": False,
    }


def _content(event: Event) -> str:
    place = vars(event.place) if event.place else None
    return json.dumps({**vars(event), "time": stamp(event.time), "place": place}, ensure_ascii=False)


def read_event(content: str) -> Event:
    row = json.loads(content)
    place = Place(**row["place"]) if row["place"] else None
    return Event(**{**row, "time": moment(row["time"]), "place": place})


def place_row(place: Place) -> dict[str, Any]:
    return {"latitude": place.latitude, "longitude": place.longitude, "place_title": place.title}


def resident_row(resident: Resident) -> dict[str, Any]:
    """Somebody new: what is known of them from the start."""
    return {
        "id": resident.id,
        "kind": resident.kind,
        "since": stamp(resident.since),
        "language": resident.language,
        "notices": resident.notices,
    }


def read_resident(row: Any, now: datetime) -> Resident:
    fresh = row.place_until is not None and row.place_until > stamp(now)
    return Resident(
        id=row.id,
        kind=row.kind,
        since=moment(row.since),
        language=row.language,
        notices=row.notices,
        place=Place(row.latitude, row.longitude, row.place_title or "") if fresh else None,
    )


def owed_row(answer: Owed, lease_until: datetime) -> dict[str, Any]:
    return {
        "id": answer.id,
        "event_id": answer.event_id,
        "chat": answer.chat,
        "received": stamp(answer.received),
        "messages": _dump(answer.messages),
        "reply_token": answer.reply_token,
        "token_until": stamp(answer.token_until),
        "matters_until": stamp(answer.matters_until),
        "state": "owed",
        "attempts": answer.attempts,
        "due": stamp(lease_until),
    }


def read_owed(row: Any) -> Owed:
    return Owed(
        id=row.id,
        event_id=row.event_id,
        chat=row.chat,
        received=moment(row.received),
        messages=tuple(json.loads(row.messages)),
        reply_token=row.reply_token,
        token_until=moment(row.token_until),
        keyed=moment(row.keyed) if row.keyed is not None else None,
        matters_until=moment(row.matters_until),
        attempts=row.attempts,
    )


def open_row(fate: Settled) -> dict[str, Any]:
    """What changes of an answer that is still owed."""
    row: dict[str, Any] = {"due": stamp(fate.due), "result": fate.result}
    if fate.messages is not None:
        row["messages"] = _dump(fate.messages)
    if fate.token_dead:
        row["reply_token"] = None
    if fate.keyed:
        row["keyed"] = stamp(fate.keyed)
    return row


def _dump(messages: tuple[dict[str, Any], ...]) -> str:
    return json.dumps(messages, ensure_ascii=False, separators=(",", ":"))
