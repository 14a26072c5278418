"""A rich message as somebody would read it aloud: its words in order, and what its buttons do."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from bot.line.limits_flex import BLOCKS

Json = dict[str, Any]

# Google's documented address for "show this point", opened by a phone's map app.
MAP = "https://www.google.com/maps/search/?api=1&query={},{}"


def words_of(message: Json) -> str:
    """All that a message of any kind says, as text; "" when it says nothing in words."""
    kind = message.get("type")
    if kind == "flex":
        return _flex(message.get("contents")) or _text(message.get("altText"))
    if kind == "template":
        return _template(message.get("template")) or _text(message.get("altText"))
    if kind == "location":
        return _location(message)
    if kind == "textV2":
        bare = re.sub(r"(?<!\{)\{\w{1,20}\}(?!\})", "", _text(message.get("text")))
        return bare.replace("{{", "{").replace("}}", "}")
    if kind == "imagemap":
        links = [_target(action, "linkUri") for action in _list(message.get("actions"))]
        return _joined([_text(message.get("altText")), *links])
    return _text(message.get("text")) or _text(message.get("originalContentUrl"))


def actions_of(value: Any) -> list[Json]:
    """Every action inside a message's contents or template, in reading order."""
    if isinstance(value, list):
        return [action for item in value for action in actions_of(item)]
    if not isinstance(value, dict):
        return []
    found = [action for part in _children(value) for action in actions_of(part)]
    own = value.get("action")
    return [*found, own] if isinstance(own, dict) else found


def name_of(action: Json) -> str:
    """What a button is called when it was given no label, from what it does; "" if unknown."""
    names = (action.get("displayText"), action.get("text"), _target(action))
    return next((name for name in map(_text, names) if name), "")


def with_target(text: str, action: Any) -> str:
    """The text with the number or address that a tap would open, unless it already shows it."""
    target = _target(action)
    if not target or re.search(rf"(?<![\d-]){re.escape(target)}(?![\d-])", text):
        return text
    return f"{text}: {target}" if text else target


def _children(value: Json) -> Iterable[Any]:
    named = [*BLOCKS, "contents", "template", "columns", "actions", "altContent"]
    parts = [value[key] for key in named if key in value]
    # A template's actions stand in a list by themselves, not under "action".
    return [{"action": part} for part in _list(value.get("actions"))] + [
        part for part in parts if part is not value.get("actions")
    ]


def _flex(part: Any) -> str:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "carousel":
        said = _joined(map(_flex, _list(part.get("contents"))), "\n\n")
    elif kind == "bubble":
        said = _joined((_flex(part.get(block)) for block in BLOCKS), "\n\n")
    elif kind == "box":
        said = _box(part)
    elif kind == "text":
        spans = [_text(span.get("text")) for span in _list(part.get("contents"))]
        said = "".join(spans).strip() or _text(part.get("text"))
    elif kind == "button":
        return _button(part.get("action"))
    elif kind == "video":
        said = _text(part.get("url")) or _flex(part.get("altContent"))
    elif isinstance(part, dict):  # whatever it is: its words are not lost
        said = _joined([_text(part.get("text")), _box(part)])
    else:
        return ""
    return with_target(said, part.get("action"))


def _box(box: Json) -> str:
    said = [text for text in map(_flex, _list(box.get("contents"))) if text]
    beside = box.get("layout") != "vertical" and not any("\n" in text for text in said)
    return (" " if beside else "\n").join(said)


def _button(action: Any) -> str:
    """A link in words. What other buttons do cannot be written: they become quick replies."""
    return with_target(_text(action.get("label")), action) if _target(action) else ""


def _template(template: Any) -> str:
    if not isinstance(template, dict):
        return ""
    own = [_text(template.get("title")), _text(template.get("text"))]
    links = map(_button, _list(template.get("actions")))
    columns = map(_template, _list(template.get("columns")))
    return _joined([_joined([*own, _button(template.get("action")), *links]), *columns], "\n\n")


def _location(message: Json) -> str:
    point = (message.get("latitude"), message.get("longitude"))
    known = all(isinstance(value, int | float) and abs(value) <= 180 for value in point)
    lines = [_text(message.get("title")), _text(message.get("address"))]
    return _joined([*lines, MAP.format(*point) if known else ""])


def _target(action: Any, key: str = "uri") -> str:
    """Where a link leads, as a reader would write it: 119 for tel:119, #7119 for tel:%237119."""
    address = _text(action.get(key)) if isinstance(action, dict) else ""
    return unquote(address[4:]) if address.lower().startswith("tel:") else address


def _text(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _list(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _joined(lines: Iterable[str], between: str = "\n") -> str:
    return between.join(line for line in lines if line)
