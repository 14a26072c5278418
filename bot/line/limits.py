"""Everything LINE would refuse in outgoing messages; every message passes `problems` first.

The numbers are from LINE's Messaging API reference ("Message objects", "Action objects") and
its page on counting characters. Where LINE leaves a measure open, ours is the stricter one.
"""

import re
from collections.abc import Sequence
from typing import Any

from bot.line.counting import grapheme_count, graphemes, label_width, utf16_units
from bot.line.limits_actions import (
    MOST_QUICK_REPLIES,
    QUICK_REPLY,
    QUICK_REPLY_ITEM,
    actions,
)
from bot.line.limits_checks import (
    Check,
    Found,
    Kinds,
    Problem,
    Shape,
    choice,
    exactly,
    form,
    graphemes_up_to,
    media,
    number,
    openable,
    several,
    whole,
    words,
)
from bot.line.limits_flex import COLOUR, CONTAINER

__all__ = [
    "MESSAGE",
    "MOST_MESSAGES",
    "MOST_QUICK_REPLIES",
    "MOST_UNITS",
    "QUICK_REPLY_ITEM",
    "Problem",
    "grapheme_count",
    "graphemes",
    "problems",
    "utf16_units",
]

MOST_MESSAGES = 5
MOST_UNITS = 5000
ALT_TEXT = words(1500)
TOKEN = exactly(1000)


def _sender_rules(sender: Any, path: str, found: Found) -> None:
    if not sender:
        found.append(Problem(path, "empty", "needs a name or an icon"))
    # The reference only says that some words are refused and names this one.
    if re.search(r"\bLINE\b", str(sender.get("name", "")), re.IGNORECASE):
        found.append(Problem(f"{path}/name", "reserved", "may not hold the word LINE"))


COMMON: dict[str, Check] = {
    "quickReply": QUICK_REPLY,
    "sender": Shape({"name": words(20), "iconUrl": media()}, (), (_sender_rules,)),
}


def _emoji_rules(message: Any, path: str, found: Found) -> None:
    text, emojis = message.get("text"), message.get("emojis")
    if not isinstance(text, str) or not isinstance(emojis, list):
        return
    dollar = "$".encode("utf-16-le")
    units = text.encode("utf-16-le", "surrogatepass")
    for place, emoji in enumerate(emojis):
        index = emoji.get("index") if isinstance(emoji, dict) else None
        if isinstance(index, int) and units[2 * index : 2 * index + 2] != dollar:
            found.append(Problem(f"{path}/emojis/{place}/index", "emoji", "must point at $"))


def _substitution_rules(message: Any, path: str, found: Found) -> None:
    text, given = message.get("text"), message.get("substitution", {})
    if not isinstance(text, str) or not isinstance(given, dict):
        return
    bare = text.replace("{{", "").replace("}}", "")
    keys = re.findall(r"\{([0-9A-Za-z_]{1,20})\}", bare)
    if re.search(r"[{}]", re.sub(r"\{[0-9A-Za-z_]{1,20}\}", "", bare)):
        found.append(Problem(f"{path}/text", "braces", "holds a brace that is no {key} or {{"))
    for key in set(keys) - given.keys():
        found.append(Problem(f"{path}/text", "braces", f"{{{key}}} has no substitution"))


def _substitution(value: Any, path: str, found: Found) -> None:
    if not isinstance(value, dict):
        found.append(Problem(path, "object", "must be an object"))
        return
    kinds = [part.get("type") for part in value.values() if isinstance(part, dict)]
    for kind, most in ((None, 100), ("mention", 20), ("emoji", 20)):
        if len([k for k in kinds if kind in (None, k)]) > most:
            found.append(Problem(path, "count", f"must hold at most {most}", most))
    for key, part in value.items():
        SUBSTITUTE(part, f"{path}/{key}", found)


EMOJI: dict[str, Check] = {"productId": TOKEN, "emojiId": TOKEN}
MENTIONEE = Kinds({"all": Shape({}), "user": Shape({"userId": TOKEN}, ("userId",))})
SUBSTITUTE = Kinds(
    {
        "emoji": Shape(EMOJI, ("productId", "emojiId")),
        "mention": Shape({"mentionee": MENTIONEE}, ("mentionee",)),
    }
)

AREA = Shape(
    dict.fromkeys(("x", "y"), whole(0)) | dict.fromkeys(("width", "height"), whole(1)),
    ("x", "y", "width", "height"),
)
SPOT: dict[str, Check] = {"label": words(100), "area": AREA}
IMAGEMAP_ACTION = Kinds(
    {
        "uri": Shape(SPOT | {"linkUri": openable()}, ("linkUri", "area")),
        "message": Shape(SPOT | {"text": exactly(400)}, ("text", "area")),
        "clipboard": Shape(SPOT | {"clipboardText": exactly(1000)}, ("clipboardText", "area")),
    }
)
IMAGEMAP_VIDEO = Shape(
    {
        "originalContentUrl": media(),
        "previewImageUrl": media(),
        "area": AREA,
        "externalLink": Shape({"linkUri": openable(), "label": words(30)}, ("linkUri", "label")),
    },
    ("originalContentUrl", "previewImageUrl", "area"),
)


def _short_with_picture(most: int) -> Check:
    """Limit of a template's text where a title or a picture takes the room (reference)."""

    def check(template: Any, path: str, found: Found) -> None:
        text = template.get("text")
        taken = template.get("title") or template.get("thumbnailImageUrl")
        if taken and isinstance(text, str) and label_width(text) > most:
            rule, message = "too-many-graphemes", f"is longer than {most} beside title or picture"
            found.append(Problem(f"{path}/text", rule, message, most))

    return check


def _equal_columns(template: Any, path: str, found: Found) -> None:
    columns = template.get("columns")
    columns = [c for c in columns if isinstance(c, dict)] if isinstance(columns, list) else []
    counts = {len(c["actions"]) for c in columns if isinstance(c.get("actions"), list)}
    if len(counts) > 1:
        found.append(Problem(f"{path}/columns", "sizes", "must all have as many actions"))


TEMPLATE_ACTION = actions(20)
PICTURED: dict[str, Check] = {
    "thumbnailImageUrl": media(),
    "imageBackgroundColor": COLOUR,
    "title": graphemes_up_to(40),
    "defaultAction": actions(20, label_required=False),
}
PICTURE_STYLE: dict[str, Check] = {
    "imageAspectRatio": choice("rectangle", "square"),
    "imageSize": choice("cover", "contain"),
}
BUTTONS = Shape(
    PICTURED | PICTURE_STYLE | {"text": graphemes_up_to(160), "actions": several(TEMPLATE_ACTION, 1, 4)},
    ("text", "actions"),
    (_short_with_picture(60),),
)
CONFIRM = Shape(
    {"text": graphemes_up_to(240), "actions": several(TEMPLATE_ACTION, 2, 2)},
    ("text", "actions"),
)
COLUMN = Shape(
    PICTURED | {"text": graphemes_up_to(120), "actions": several(TEMPLATE_ACTION, 1, 3)},
    ("text", "actions"),
    (_short_with_picture(60),),
)
IMAGE_COLUMN = Shape(
    {"imageUrl": media(), "action": actions(12, label_required=False)}, ("imageUrl", "action")
)
TEMPLATES: dict[str, Shape] = {
    "buttons": BUTTONS,
    "confirm": CONFIRM,
    "carousel": Shape(PICTURE_STYLE | {"columns": several(COLUMN, 1, 10)}, ("columns",), (_equal_columns,)),
    "image_carousel": Shape({"columns": several(IMAGE_COLUMN, 1, 10)}, ("columns",)),
}

TEXT_MESSAGE: dict[str, Check] = {"text": words(MOST_UNITS), "quoteToken": TOKEN}
MESSAGES: dict[str, Shape] = {
    "text": Shape(
        COMMON
        | TEXT_MESSAGE
        | {"emojis": several(Shape(EMOJI | {"index": whole(0)}, ("index", *EMOJI)), 0, 20)},
        ("text",),
        (_emoji_rules,),
    ),
    "textV2": Shape(
        COMMON | TEXT_MESSAGE | {"substitution": _substitution}, ("text",), (_substitution_rules,)
    ),
    "sticker": Shape(
        COMMON | dict.fromkeys(("packageId", "stickerId"), form(r"\d+", "digits")) | {"quoteToken": TOKEN},
        ("packageId", "stickerId"),
    ),
    "image": Shape(
        COMMON | {"originalContentUrl": media(), "previewImageUrl": media()},
        ("originalContentUrl", "previewImageUrl"),
    ),
    "video": Shape(
        COMMON
        | {
            "originalContentUrl": media(),
            "previewImageUrl": media(),
            "trackingId": form(r"[A-Za-z0-9\-.=,+*()%$&;:@{}!?<>\[\]]{1,100}", "1 to 100 signs"),
        },
        ("originalContentUrl", "previewImageUrl"),
    ),
    "audio": Shape(
        COMMON | {"originalContentUrl": media(), "duration": whole(1)},
        ("originalContentUrl", "duration"),
    ),
    "location": Shape(
        COMMON
        | {
            "title": words(100),
            "address": words(100),
            "latitude": number(-90, 90),
            "longitude": number(-180, 180),
        },
        ("title", "address", "latitude", "longitude"),
    ),
    "coupon": Shape(COMMON | {"couponId": TOKEN, "deliveryTag": words(30)}, ("couponId",)),
    "imagemap": Shape(
        COMMON
        | {
            "baseUrl": media(),
            "altText": ALT_TEXT,
            "baseSize": Shape({"width": whole(1040, 1040), "height": whole(1)}, ("width", "height")),
            "video": IMAGEMAP_VIDEO,
            "actions": several(IMAGEMAP_ACTION, 0, 50),
        },
        ("baseUrl", "altText", "baseSize", "actions"),
    ),
    "template": Shape(COMMON | {"altText": ALT_TEXT, "template": Kinds(TEMPLATES)}, ("altText", "template")),
    "flex": Shape(COMMON | {"altText": ALT_TEXT, "contents": CONTAINER}, ("altText", "contents")),
}
MESSAGE = Kinds(MESSAGES)


def problems(messages: Sequence[Any]) -> list[Problem]:
    """What LINE would refuse in one request's messages; an empty list means it will accept them.

    Not checked, because only LINE can: whether a sticker or coupon exists, what is behind an
    address, whether a mentioned person is in the group.
    """
    found: Found = []
    if not 1 <= len(messages) <= MOST_MESSAGES:
        limit = MOST_MESSAGES
        found.append(Problem("messages", "count", f"must be 1 to {limit} messages", limit))
    for place, message in enumerate(messages):
        MESSAGE(message, f"messages[{place}]", found)
    return found
