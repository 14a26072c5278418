"""The small cast of every test, and the events they cause, in LINE's own shapes."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # noon in Japan
SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"

MAI = "U" + "a" * 32  # writes Vietnamese
THIHA = "U" + "b" * 32  # writes Burmese
JOAO = "U" + "c" * 32  # writes Portuguese
GROUP = "C" + "d" * 32

_count = itertools.count(1)


def event(kind: str, user: str = MAI, **more: Any) -> dict[str, Any]:
    """A webhook event object of this kind, one to one; more fields replace or add."""
    number = next(_count)
    return {
        "type": kind,
        "mode": "active",
        "timestamp": int(NOW.timestamp() * 1000),
        "source": {"type": "user", "userId": user},
        "webhookEventId": f"01H{number:023d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"{number:032x}",
        **more,
    }


def message(content: dict[str, Any], user: str = MAI, **more: Any) -> dict[str, Any]:
    return event("message", user, message={"id": str(next(_count)), "quoteToken": "q", **content}, **more)


def text(words: str, user: str = MAI, **more: Any) -> dict[str, Any]:
    return message({"type": "text", "text": words}, user, **more)


def in_group(words: str, mention: bool = False, **more: Any) -> dict[str, Any]:
    mentionees = [{"index": 0, "length": 7, "type": "user", "isSelf": True}] if mention else []
    content = {"type": "text", "text": words} | ({"mention": {"mentionees": mentionees}} if mention else {})
    return message(content, source={"type": "group", "groupId": GROUP, "userId": MAI}, **more)


def press(data: str, user: str = MAI) -> dict[str, Any]:
    return event("postback", user, postback={"data": data})


def body(*events: dict[str, Any]) -> bytes:
    return json.dumps({"destination": "U" + "0" * 32, "events": list(events)}).encode()
