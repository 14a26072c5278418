"""Actions: what a button, an area or a quick reply does when it is tapped.

Source: Messaging API reference, "Action objects" and "Specifications of the label".
"""

from __future__ import annotations

import re
from typing import Any

from .checks import (
    Check,
    Path,
    Problems,
    Shape,
    anything,
    by_type,
    label,
    link_url,
    matching,
    one_of,
    text,
)

DATE = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|2100-(?:0[1-9]|1[0-2])-\d\d"
TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
PICKED = {
    "date": re.compile(DATE),
    "time": re.compile(TIME),
    "datetime": re.compile(f"(?:{DATE})[Tt]{TIME}"),
}
EVERYWHERE = ("postback", "message", "uri", "datetimepicker", "clipboard")
QUICK_REPLY_ONLY = ("camera", "cameraRoll", "location")


def postback_rules(value: Any, path: Path, problems: Problems) -> None:
    """displayText and text exclude each other; fillInText needs the keyboard."""
    if value.get("displayText") is not None and value.get("text") is not None:
        problems.add((path, "text"), "displayText and text cannot both be specified")
    if value.get("fillInText") is not None and value.get("inputOption") != "openKeyboard":
        problems.add((path, "fillInText"), "only valid when inputOption is openKeyboard")


def picker_rules(value: Any, path: Path, problems: Problems) -> None:
    """initial, min and max follow the mode; min is before max."""
    mode = value.get("mode")
    form = PICKED.get(mode) if isinstance(mode, str) else None
    if form is None:
        return
    for key in ("initial", "min", "max"):
        moment = value.get(key)
        if moment is not None and (not isinstance(moment, str) or not form.fullmatch(moment)):
            problems.add((path, key), "invalid property")
            return
    low, high = value.get("min"), value.get("max")
    if low and high and not low < high:
        problems.add((path, "min"), "must be less than max")


def shapes(label_high: int, label_required: bool) -> dict[str, Check]:
    """Every kind of action, for a place whose labels have this limit."""
    kind: dict[str, Check] = {"type": anything, "label": label(label_high, int(label_required))}
    needs = ("label",) if label_required else ()
    desktop = Shape({"desktop": link_url})
    return {
        "postback": Shape(
            kind
            | {
                "data": text(300),
                "displayText": label(300),
                "text": label(300),
                "inputOption": one_of("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"),
                "fillInText": label(300),
            },
            (*needs, "data"),
            postback_rules,
        ),
        "message": Shape(kind | {"text": label(300)}, (*needs, "text")),
        "uri": Shape(kind | {"uri": link_url, "altUri": desktop}, (*needs, "uri")),
        "datetimepicker": Shape(
            kind
            | {
                "data": text(300),
                "mode": one_of("date", "time", "datetime"),
                "initial": anything,
                "min": anything,
                "max": anything,
            },
            (*needs, "data", "mode"),
            picker_rules,
        ),
        "clipboard": Shape(kind | {"clipboardText": text(1000)}, (*needs, "clipboardText")),
        "camera": Shape(kind, ("label",)),
        "cameraRoll": Shape(kind, ("label",)),
        "location": Shape(kind, ("label",)),
        "richmenuswitch": Shape(
            kind | {"data": text(300), "richMenuAliasId": matching("[a-z0-9_-]{1,32}")},
            (*needs, "data", "richMenuAliasId"),
        ),
    }


def action(label_high: int, label_required: bool, *more: str) -> Check:
    """An action at a place with this label limit; `more` names kinds only this place takes."""
    return by_type(shapes(label_high, label_required), (*EVERYWHERE, *more))


template_action = action(20, True)
image_carousel_action = action(12, False)
quick_reply_action = action(20, True, *QUICK_REPLY_ONLY)
rich_menu_action = action(20, False, "richmenuswitch")
flex_action = action(40, False)
flex_button_action = action(40, True)
flex_video_action = by_type(shapes(40, True), ("uri",))
