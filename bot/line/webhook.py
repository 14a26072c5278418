"""LINE's webhook: the signature over the raw bytes, and JSON → events, odd shapes included.

Shapes: Messaging API reference, "Webhook Event Objects". The SDK checks the signature; its parser
is not used, because on shapes it does not know it loses the reply token, or the whole body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from linebot.v3.webhook import SignatureValidator

from bot.errors import BodyError, SignatureError
from bot.model import Event, Place

Json = Mapping[str, Any]
ChatKind = Literal["user", "group", "room", "none"]

# Half a surrogate pair cannot be written as UTF-8, and PostgreSQL stores no NUL; JSON can carry both.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CHATS: dict[str, tuple[ChatKind, str]] = {
    "user": ("user", "userId"),
    "group": ("group", "groupId"),
    "room": ("room", "roomId"),
}


def verify(secret: str, body: bytes, signature: str | None) -> None:
    """Raise SignatureError unless `signature` is LINE's for these bytes (compared in constant time)."""
    try:
        right = bool(signature) and SignatureValidator(secret).validate(body.decode("utf-8"), signature)
    except (UnicodeDecodeError, TypeError):  # not UTF-8, or a signature outside ASCII
        right = False
    if not right:
        raise SignatureError


def read(body: bytes) -> tuple[Event, ...]:
    """The events of a webhook body, from one or several residents; raises BodyError when it is no webhook."""
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BodyError from error
    if not isinstance(whole, dict) or not isinstance(whole.get("events"), list):
        raise BodyError
    return tuple(event(row) for row in whole["events"] if isinstance(row, dict))


def event(row: Json) -> Event:
    """One event; whatever is missing or of an unknown kind leaves its field empty."""
    source = _object(row, "source")
    chat_kind, key = _CHATS.get(_text(source, "type"), ("none", ""))
    message = _object(row, "message")
    kind = _text(row, "type") or "unknown"
    return Event(
        id=_text(row, "webhookEventId") or _made_id(row),
        kind=(_text(message, "type") or "unknown") if kind == "message" else kind,
        time=_time(row.get("timestamp")),
        chat=_text(source, key) if key else _text(source, "userId"),
        chat_kind=chat_kind,
        user=_text(source, "userId"),
        reply_token=_text(row, "replyToken"),
        standby=row.get("mode", "active") != "active",
        redelivered=_object(row, "deliveryContext").get("isRedelivery") is True,
        message_id=_text(message, "id") or _text(_object(row, "unsend"), "messageId"),
        text=_text(message, "text"),
        mentioned=_mentioned(message),
        data=_text(_object(row, "postback"), "data"),
        place=_place(message),
        returning=_object(row, "follow").get("isUnblocked") is True,
    )


def _object(row: Json, key: str) -> Json:
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def _text(row: Json, key: str) -> str:
    value = row.get(key)
    return _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else ""


def _time(stamp: Any) -> datetime:
    """LINE's milliseconds as UTC; the epoch for nonsense, which only makes the event look old."""
    try:
        return datetime.fromtimestamp(float(stamp) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _made_id(row: Json) -> str:
    """An event without an id gets one from its content, so that the same body sent twice counts once."""
    return f"made-{uuid5(NAMESPACE_URL, json.dumps(row, sort_keys=True))}"


def _mentioned(message: Json) -> bool:
    mentionees = _object(message, "mention").get("mentionees")
    rows = mentionees if isinstance(mentionees, list) else []
    return any(isinstance(row, dict) and row.get("isSelf") is True for row in rows)


def _place(message: Json) -> Place | None:
    latitude, longitude = _degrees(message, "latitude", 90), _degrees(message, "longitude", 180)
    if latitude is None or longitude is None:
        return None
    return Place(latitude, longitude, _text(message, "title") or _text(message, "address"))


def _degrees(message: Json, key: str, limit: int) -> float | None:
    value = message.get(key)
    right = isinstance(value, int | float) and not isinstance(value, bool) and -limit <= value <= limit
    return float(value) if right and value is not None else None
