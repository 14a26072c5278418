"""Makes any messages acceptable to LINE, by rule, without losing what a resident must know."""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from bot.line.counting import BOUNDARIES, ELLIPSIS, shorten, split, utf16_units
from bot.line.limits import MESSAGE, MOST_MESSAGES, MOST_QUICK_REPLIES, MOST_UNITS, QUICK_REPLY_ITEM
from bot.line.limits_flex import (
    BUBBLE_SIZES,
    DEFAULT_BUBBLE_SIZE,
    HEAVIEST_CAROUSEL,
    MOST_BUBBLES,
    weight,
)
from bot.line.reading import Json, actions_of, with_target, words_of
from bot.line.repair import refused, repaired


def fit(messages: Sequence[Json]) -> list[Json]:
    """New messages that say the same and that LINE accepts; [] if nothing was said at all.

    Long texts are split, rich messages repaired or else said in words, more than 5 messages
    joined. Only beyond 5 full texts (25,000 units) is the end cut off, with "…". Quick replies
    of all messages gather on the last one, its own first, the others in order, at most 13.
    """
    pieces: list[Json] = []
    replies: list[list[Json]] = []
    for message in map(_cleaned, messages):
        own = _reply_items(message.pop("quickReply", None))
        made, buttons = _fitted(message)
        pieces += made
        replies.append(own + buttons)
    pieces, more = _at_most_five(pieces)
    return _with_replies(pieces, [*replies[-1:], *replies[:-1], more])


def plain(messages: Sequence[Json]) -> list[Json]:
    """The same content as texts alone, fitted: the last resort when LINE refuses a rich message.

    Links and numbers are written out; other buttons stay as quick replies without icons. All
    that could be the cause of a refusal (addresses, senders, tokens, emoji) is left out.
    """
    return fit([_plain(message) for message in map(_cleaned, messages)])


def _plain(message: Json) -> Json:
    own = [item["action"] for item in _reply_items(message.get("quickReply")) if "action" in item]
    inside = [item["action"] for item in _buttons(message)]
    # Links of the message's own buttons already stand in its words.
    links = [with_target(str(action.get("label", "")), action) for action in own if _opens(action)]
    kept = [_item(action) for action in own + inside if not _opens(action)]
    text = "\n".join(filter(None, [words_of(message), *links]))
    return {"type": "text", "text": text, "quickReply": {"items": kept}}


def _opens(action: Json) -> bool:
    return action.get("type") == "uri"


def _cleaned(value: Any) -> Any:
    """A deep copy in valid Unicode: half surrogate pairs joined, or replaced when alone."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value


def _fitted(message: Json) -> tuple[list[Json], list[Json]]:
    """Acceptable messages for one message, and the buttons that had to leave it."""
    if not refused(message, MESSAGE):
        return [message], []
    if message.get("type") == "text":
        return _texts(message), []
    pieces: list[Json] = []
    buttons: list[Json] = []
    for part in _carousel_parts(message):
        mended = repaired(part, MESSAGE)
        if mended is not None:
            pieces.append(mended)
            continue
        pieces += _said(part)
        buttons += _buttons(part)
    return pieces, buttons


def _said(message: Json) -> list[Json]:
    kept = {"sender": message["sender"]} if "sender" in message else {}
    return _texts({"type": "text", "text": words_of(message), **kept})


def _texts(message: Json) -> list[Json]:
    text = words_of(message) if not isinstance(message.get("text"), str) else message["text"]
    if not text.strip():
        return []
    made = [{**message, "text": part} for part in _packed(text)]
    for later in made[1:]:
        later.pop("quoteToken", None)
    if len(made) > 1:
        for part in made:  # their places count from the beginning of the whole text
            part.pop("emojis", None)
    return [repaired(part, MESSAGE) or {"type": "text", "text": part["text"]} for part in made]


def _carousel_parts(message: Json) -> list[Json]:
    """A carousel that is too long or heavy as several; every other message as it is."""
    carousel = message.get("contents")
    if not isinstance(carousel, dict) or carousel.get("type") != "carousel":
        return [message]
    bubbles = carousel.get("contents")
    if not isinstance(bubbles, list) or not all(isinstance(b, dict) for b in bubbles):
        return [message]
    groups: list[list[Json]] = []
    room, empty = 0, HEAVIEST_CAROUSEL - weight({**carousel, "contents": []})
    for bubble in _same_size(bubbles):
        needed = weight(bubble) + len(", ")
        if not groups or room < needed or len(groups[-1]) == MOST_BUBBLES:
            groups.append([])
            room = empty
        groups[-1].append(bubble)
        room -= needed
    return [{**message, "contents": {**carousel, "contents": group}} for group in groups]


def _same_size(bubbles: list[Json]) -> list[Json]:
    """LINE wants one size; the widest, so that nothing that had room loses it."""
    sizes = {str(bubble.get("size", DEFAULT_BUBBLE_SIZE)) for bubble in bubbles}
    known = [size for size in BUBBLE_SIZES if size in sizes]
    if len(sizes) < 2 or not known:
        return bubbles
    return [{**bubble, "size": known[-1]} for bubble in bubbles]


def _at_most_five(pieces: list[Json]) -> tuple[list[Json], list[Json]]:
    """At most 5 messages, and the buttons that had to leave: first join texts that fit together,
    then leave out stickers, then say rich messages in words, the last first."""
    buttons: list[Json] = []
    pieces = list(pieces)
    while len(pieces) > MOST_MESSAGES:
        pair = _smallest_pair(pieces)
        stickers = [i for i, piece in enumerate(pieces) if piece["type"] == "sticker"]
        rich = [i for i, piece in enumerate(pieces) if piece["type"] != "text"]
        if pair is not None:
            pieces[pair : pair + 2] = [_joined(pieces[pair], pieces[pair + 1])]
        elif stickers:
            del pieces[stickers[-1]]
        elif rich:
            buttons = _buttons(pieces[rich[-1]]) + buttons
            pieces[rich[-1] : rich[-1] + 1] = _said(pieces[rich[-1]])
        else:
            whole = "\n\n".join(piece["text"] for piece in pieces)
            return [{"type": "text", "text": part} for part in _packed(whole)], buttons
    return pieces, buttons


def _smallest_pair(pieces: list[Json]) -> int | None:
    """Place of the two neighbouring texts that make the shortest joined text, if one fits."""
    sizes = [
        (utf16_units(one["text"]) + len("\n\n") + utf16_units(two["text"]), place)
        for place, (one, two) in enumerate(pairwise(pieces))
        if one["type"] == two["type"] == "text" and not {"emojis"} & (one.keys() | two.keys())
    ]
    size, place = min(sizes, default=(MOST_UNITS + 1, 0))
    return place if size <= MOST_UNITS else None


def _joined(one: Json, two: Json) -> Json:
    return {**one, "text": f"{one['text']}\n\n{two['text']}"}


def _packed(text: str) -> list[str]:
    """A text as at most 5, cut at ever worse places until it fits; else its end is left out."""
    # More than this can never be sent, so it need not be split either.
    text = shorten(text, (MOST_MESSAGES + 1) * MOST_UNITS)
    for first in range(len(BOUNDARIES) + 1):
        parts = split(text, MOST_UNITS, BOUNDARIES[first:])
        if len(parts) <= MOST_MESSAGES:
            return parts
    last = shorten(parts[MOST_MESSAGES - 1] + ELLIPSIS, MOST_UNITS)
    return [*parts[: MOST_MESSAGES - 1], last]


def _reply_items(quick_reply: Any) -> list[Json]:
    items = quick_reply.get("items") if isinstance(quick_reply, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _buttons(message: Json) -> list[Json]:
    parts = [message.get("contents"), message.get("template")]
    return [_item(action) for action in actions_of(parts)]


def _item(action: Json) -> Json:
    # Another address for computers works in Flex only, and computers show no quick replies.
    return {"type": "action", "action": {k: v for k, v in action.items() if k != "altUri"}}


def _with_replies(pieces: list[Json], ranked: Iterable[list[Json]]) -> list[Json]:
    if not pieces:
        return []
    chosen: dict[str, Json] = {}
    for item in (item for items in ranked for item in items):
        mended = repaired(item, QUICK_REPLY_ITEM) if len(chosen) < MOST_QUICK_REPLIES else None
        if mended is not None:
            does = {key: part for key, part in mended["action"].items() if key != "label"}
            chosen.setdefault(json.dumps(does, sort_keys=True), mended)
    if not chosen:
        return pieces
    return [*pieces[:-1], {**pieces[-1], "quickReply": {"items": list(chosen.values())}}]
