"""Webhook events as LINE writes them.

Source: Messaging API reference, "Webhook Event Objects". Properties without a value are left out.
"""

from __future__ import annotations

import re
from typing import Any

from . import ids
from .model import Group, Json
from .rules.checks import utf16

# Kinds of events that can be replied to.
REPLIABLE = frozenset(
    ("message", "messageEdited", "follow", "join", "memberJoined", "postback", "videoPlayComplete")
)
QUOTABLE_WRITTEN = frozenset(("text", "sticker", "image", "video"))
QUOTABLE_SENT = QUOTABLE_WRITTEN | {"textV2", "imagemap", "template", "flex", "coupon"}
PREPARED = ("video", "audio")
# Fields a resident's message takes over as they are given, per type.
TAKEN: dict[str, tuple[str, ...]] = {
    "text": ("text", "emojis", "mention", "quotedMessageId"),
    "sticker": ("packageId", "stickerId", "keywords", "text", "quotedMessageId"),
    "location": ("title", "address", "latitude", "longitude"),
    "image": ("imageSet",),
    "video": ("duration",),
    "audio": ("duration",),
    "file": ("fileName", "fileSize"),
}
PRESET: dict[str, Json] = {
    "sticker": {"stickerResourceType": "STATIC"},
    "image": {"contentProvider": {"type": "line"}},
    "video": {"duration": 1000, "contentProvider": {"type": "line"}},
    "audio": {"duration": 1000, "contentProvider": {"type": "line"}},
    "file": {"fileName": "file.bin", "fileSize": 0},
}


def event(kind: str, source: Json, milliseconds: int, **payload: Any) -> Json:
    """One event; `replyToken` is there when the kind can be replied to."""
    token = {"replyToken": ids.reply_token()} if kind in REPLIABLE else {}
    return {
        "type": kind,
        **payload,
        "webhookEventId": ids.ulid(milliseconds),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": milliseconds,
        "source": source,
        **token,
        "mode": "active",
    }


def user_source(user_id: str) -> Json:
    """The source of an event in a one-to-one chat."""
    return {"type": "user", "userId": user_id}


def group_source(group: Group, user_id: str | None = None) -> Json:
    """The source of an event in a group or a room.

    The reference promises `userId` for message events; its examples show it for edits and unsends
    too, and postbacks carry it in practice.
    """
    source: Json = {"type": group.kind, f"{group.kind}Id": group.id}
    return source | ({"userId": user_id} if user_id else {})


def written(given: Json, message_id: str, seal: str, mark: str, bot: tuple[str, str] | None) -> Json:
    """The message object of a message event, from what a resident wrote.

    `seal` is its quote token, `mark` its read token; `bot` is (name, user id) where the bot can
    be mentioned.
    """
    kind = given["type"]
    message = {"type": kind, "id": message_id} | PRESET.get(kind, {})
    message |= {key: given[key] for key in TAKEN[kind] if given.get(key) not in (None, "")}
    if kind in QUOTABLE_WRITTEN:
        message["quoteToken"] = seal
    mentionees = self_mentions(message["text"], *bot) if kind == "text" and bot else []
    if mentionees and "mention" not in message:
        message["mention"] = {"mentionees": mentionees}
    message["markAsReadToken"] = mark
    return message


def self_mentions(text: str, name: str, user_id: str) -> list[Json]:
    """Where a text says `@name`, in UTF-16 code units; at most 20 mentions."""
    return [
        {
            "index": utf16(text[: found.start()]),
            "length": utf16(found.group()),
            "type": "user",
            "userId": user_id,
            "isSelf": True,
        }
        for found in re.finditer(rf"@{re.escape(name)}(?!\w)", text)
    ][:20]


def members(user_ids: list[str]) -> Json:
    """Who joined or left."""
    return {"members": [user_source(user_id) for user_id in user_ids]}
