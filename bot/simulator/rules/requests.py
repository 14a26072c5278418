"""What each sending endpoint takes beside its messages.

Source: Messaging API reference, "Message"; a retry key is a UUID and only four endpoints take one.
"""

from __future__ import annotations

import re
from typing import Any

from .checks import (
    USER_ID,
    Check,
    Path,
    Problems,
    Shape,
    anything,
    boolean,
    list_of,
    matching,
    number,
    text,
)
from .messages import messages

MOST_RECIPIENTS = 500
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CHAT_ID = re.compile(r"[UCR][0-9a-f]{32}")
LONGEST_LOADING = 60

units = list_of(matching("[a-zA-Z0-9_]{1,30}"), 1, 0)
COMMON: dict[str, Check] = {"messages": messages, "notificationDisabled": boolean}


def user_ids(value: Any, path: Path, problems: Problems) -> None:
    """Up to 500 strings; whether they are users of this channel is the platform's to say."""
    list_of(text(1000), MOST_RECIPIENTS)(value, path, problems)


def loading_seconds(value: Any, path: Path, problems: Problems) -> None:
    """5, 10, … 60."""
    number(5, LONGEST_LOADING)(value, path, problems)
    if value % 5:
        problems.add(path, "must be a multiple of five")


def user_chat(value: Any, path: Path, problems: Problems) -> None:
    """The id of a one-to-one chat."""
    if not isinstance(value, str) or USER_ID.fullmatch(value) is None:
        problems.add(
            path,
            "Only user id is acceptable, please confirm if there are any group/room ids or illegal ids.",
        )


EMPTY = "May not be empty"
REPLY = Shape(COMMON | {"replyToken": text(1000)}, ("replyToken", "messages"), missing=EMPTY)
PUSH = Shape(COMMON | {"to": text(1000), "customAggregationUnits": units}, ("to", "messages"), missing=EMPTY)
MULTICAST = Shape(
    COMMON | {"to": user_ids, "customAggregationUnits": units},
    ("to", "messages"),
    missing=EMPTY,
)
NARROWCAST = Shape(
    COMMON
    | {
        "recipient": anything,
        "filter": anything,
        "limit": Shape({"max": number(1), "upToRemainingQuota": boolean, "forbidPartialDelivery": boolean}),
    },
    ("messages",),
    missing=EMPTY,
)
BROADCAST = Shape(COMMON, ("messages",), missing=EMPTY)
LOADING = Shape({"chatId": user_chat, "loadingSeconds": loading_seconds}, ("chatId",))
MARK_AS_READ = Shape({"markAsReadToken": text(1000)}, ("markAsReadToken",))
WEBHOOK_ENDPOINT = Shape({"endpoint": text(10000)}, ("endpoint",))
WEBHOOK_TEST = Shape({"endpoint": text(10000)})
