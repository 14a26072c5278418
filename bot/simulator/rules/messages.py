"""Message objects of every kind, and the list of them in one request.

Source: Messaging API reference, "Message objects".
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import invalid_body, invalid_flex
from .actions import quick_reply_action
from .checks import (
    USER_ID,
    Check,
    Path,
    Problems,
    Shape,
    anything,
    by_type,
    https_url,
    label,
    list_of,
    matching,
    number,
    text,
)
from .flex import check_contents
from .templates import IMAGEMAP, template

MOST_MESSAGES = 5
MOST_QUICK_REPLIES = 13
MOST_EMOJIS = 20
MOST_MENTIONS = 20
MOST_SUBSTITUTIONS = 100
SUBSTITUTION_KEY = re.compile(r"[0-9a-zA-Z_]{1,20}")
PLACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def not_line(value: Any, path: Path, problems: Problems) -> None:
    """A sender may not call itself LINE."""
    text(20)(value, path, problems)
    if isinstance(value, str) and "line" in value.lower().split():
        # LINE publishes neither the list of words nor the text.
        problems.add(path, "invalid property")


def emojis_at_dollars(value: Any, path: Path, problems: Problems) -> None:
    """Every LINE emoji stands at a `$`, counted in UTF-16 code units."""
    words, emojis = value.get("text"), value.get("emojis")
    if not isinstance(words, str) or not isinstance(emojis, list):
        return
    units = words.encode("utf-16-le", "surrogatepass")
    for index, emoji in enumerate(emojis):
        at = emoji.get("index") if isinstance(emoji, dict) else None
        if isinstance(at, int) and units[2 * at : 2 * at + 2] != "$".encode("utf-16-le"):
            problems.add((((path, "emojis"), index), "index"), "invalid property")


def names_in(words: str) -> list[str] | None:
    """The `{names}` of a textV2, or None when a brace stands alone."""
    names = []
    for found in PLACES.finditer(words):
        if found.group() in ("{", "}"):
            return None
        if found.group(1) is not None:
            names.append(found.group(1))
    return names


def substitutions_fit(value: Any, path: Path, problems: Problems) -> None:
    """Every `{name}` has its substitution; keys, mentions and emoji keep their limits."""
    words, given = value.get("text"), value.get("substitution") or {}
    if not isinstance(words, str) or not isinstance(given, dict):
        return
    names = names_in(words)
    if names is None or any(name not in given for name in names):
        problems.add((path, "text"), "invalid property")
    if len(given) > MOST_SUBSTITUTIONS:
        size = f"Size must be between 0 and {MOST_SUBSTITUTIONS}"
        problems.add((path, "substitution"), size)
    for kind, most in (("mention", MOST_MENTIONS), ("emoji", MOST_EMOJIS)):
        uses = [name for name in names or () if (given.get(name) or {}).get("type") == kind]
        if len(uses) > most:
            problems.add((path, "substitution"), f"At most {most} {kind}s can be specified")


substituted = by_type(
    {
        "mention": Shape(
            {
                "type": anything,
                "mentionee": by_type(
                    {
                        "user": Shape({"type": anything, "userId": matching(USER_ID.pattern)}, ("userId",)),
                        "all": Shape({"type": anything}),
                    }
                ),
            },
            ("mentionee",),
        ),
        "emoji": Shape(
            {"type": anything, "productId": text(100), "emojiId": text(100)},
            ("productId", "emojiId"),
        ),
    }
)


def substitution(value: Any, path: Path, problems: Problems) -> None:
    """The table of substitutions: well-formed names, mentions or emoji."""
    if not isinstance(value, dict):
        problems.wrong_type(path)
        return
    for key, item in value.items():
        if SUBSTITUTION_KEY.fullmatch(key) is None:
            problems.add((path, key), "invalid property")
        substituted(item, (path, key), problems)


emoji = Shape(
    {"index": number(0), "productId": text(100), "emojiId": text(100)},
    ("index", "productId", "emojiId"),
)
quick_reply_item = by_type(
    {"action": Shape({"type": anything, "imageUrl": https_url, "action": quick_reply_action}, ("action",))}
)
COMMON: dict[str, Check] = {
    "type": anything,
    "quickReply": Shape({"items": list_of(quick_reply_item, MOST_QUICK_REPLIES)}, ("items",)),
    "sender": Shape({"name": not_line, "iconUrl": https_url}),
}
DIGITS = matching(r"[0-9]{1,20}")
TWO_URLS: dict[str, Check] = {"originalContentUrl": https_url, "previewImageUrl": https_url}
KINDS: dict[str, Check] = {
    "text": Shape(
        COMMON | {"text": text(5000), "emojis": list_of(emoji, MOST_EMOJIS, 0), "quoteToken": text(10**4)},
        ("text",),
        emojis_at_dollars,
        "May not be empty",
    ),
    "textV2": Shape(
        COMMON | {"text": text(5000), "substitution": substitution, "quoteToken": text(10**4)},
        ("text",),
        substitutions_fit,
        "May not be empty",
    ),
    "sticker": Shape(
        COMMON | {"packageId": DIGITS, "stickerId": DIGITS, "quoteToken": text(10**4)},
        ("packageId", "stickerId"),
    ),
    "image": Shape(COMMON | TWO_URLS, ("originalContentUrl", "previewImageUrl")),
    "video": Shape(
        COMMON | TWO_URLS | {"trackingId": matching(r"[-a-zA-Z0-9.=,+*()%$&;:@{}!?<>\[\]]{1,100}")},
        ("originalContentUrl", "previewImageUrl"),
    ),
    "audio": Shape(
        COMMON | {"originalContentUrl": https_url, "duration": number(1)},
        ("originalContentUrl", "duration"),
    ),
    "location": Shape(
        COMMON
        | {
            "title": text(100),
            "address": text(100),
            "latitude": number(-90, 90, whole=False),
            "longitude": number(-180, 180, whole=False),
        },
        ("title", "address", "latitude", "longitude"),
    ),
    "coupon": Shape(
        COMMON | {"couponId": label(200), "deliveryTag": matching(r"[a-zA-Z0-9_]{1,30}")},
        ("couponId",),
    ),
    "imagemap": Shape(COMMON | IMAGEMAP, ("baseUrl", "altText", "baseSize", "actions")),
    "template": Shape(COMMON | {"altText": text(1500), "template": template}, ("altText", "template")),
    "flex": Shape(COMMON | {"altText": text(1500), "contents": anything}, ("altText", "contents")),
}
messages = list_of(by_type(KINDS), MOST_MESSAGES)
REQUEST = Shape({"messages": messages}, ("messages",), missing="May not be empty")


def check_flex(sent: list[dict[str, Any]], body: bytes) -> None:
    """Refuses the first Flex Message that LINE could not show. Raises LineError."""
    for index, message in enumerate(sent):
        if message["type"] == "flex":
            problems = check_contents(message["contents"], body)
            if problems.found:
                raise invalid_flex(f"messages[{index}]", problems.details())


def check_request(shape: Check, request: Any, body: bytes) -> None:
    """Checks a request with a list of messages; `body` is its raw form. Raises LineError."""
    problems = Problems()
    shape(request, None, problems)
    if problems.found:
        raise invalid_body(problems.details())
    check_flex(request["messages"], body)


def mentions(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The mentionees of a (valid) textV2 message."""
    parts = (message.get("substitution") or {}).values() if message["type"] == "textV2" else ()
    return [part["mentionee"] for part in parts if part["type"] == "mention"]
