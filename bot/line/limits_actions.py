"""What LINE accepts as an action of a button, and as quick replies (reference: Action objects)."""

import re
from typing import Any

from bot.line.counting import label_width
from bot.line.limits_checks import (
    Check,
    Found,
    Kinds,
    Problem,
    Shape,
    choice,
    exactly,
    graphemes_up_to,
    media,
    openable,
    several,
)

MOST_QUICK_REPLIES = 13
QUICK_REPLY_LABEL = 20

# Sent in the resident's name: shortened, it would tell the bot something else.
SENT_TEXT = exactly(300, label_width)


def _postback_rules(action: Any, path: str, found: Found) -> None:
    if "displayText" in action and "text" in action:
        found.append(Problem(f"{path}/text", "conflict", "may not stand beside displayText"))
    if "fillInText" in action and action.get("inputOption") != "openKeyboard":
        found.append(Problem(f"{path}/fillInText", "conflict", "needs inputOption openKeyboard"))


_MOMENTS = {
    "date": re.compile(r"(19\d\d|20\d\d|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
}
_MOMENTS["datetime"] = re.compile(f"{_MOMENTS['date'].pattern}[Tt]{_MOMENTS['time'].pattern}")


def _picker_rules(action: Any, path: str, found: Found) -> None:
    pattern = _MOMENTS.get(str(action.get("mode")))
    if pattern is None:
        return
    good = {}
    for key in ("initial", "min", "max"):
        if key in action and not pattern.fullmatch(str(action[key])):
            found.append(Problem(f"{path}/{key}", "form", f"must be a {action['mode']}"))
        elif key in action:
            good[key] = str(action[key])
    if {"min", "max"} <= good.keys() and good["min"] >= good["max"]:
        found.append(Problem(f"{path}/min", "conflict", "must be before max"))


def _any(value: Any, path: str, found: Found) -> None:
    """Accepts everything: a rule of the whole object looks at the value."""


ALT_URI = Shape({"desktop": openable()})


def actions(label: int, *, label_required: bool = True, quick_reply: bool = False) -> Kinds:
    """The actions of one kind of button; `label` is its limit in grapheme clusters."""
    name: dict[str, Check] = {"label": graphemes_up_to(label, blank=not label_required)}
    named = ("label",) if label_required else ()
    kinds: dict[str, Check] = {
        "postback": Shape(
            name
            | {
                "data": exactly(300),
                "displayText": graphemes_up_to(300),
                "text": SENT_TEXT,
                "inputOption": choice("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"),
                "fillInText": SENT_TEXT,
            },
            (*named, "data"),
            (_postback_rules,),
        ),
        "message": Shape(name | {"text": SENT_TEXT}, (*named, "text")),
        "uri": Shape(name | {"uri": openable(), "altUri": ALT_URI}, (*named, "uri")),
        "datetimepicker": Shape(
            name
            | {
                "data": exactly(300),
                "mode": choice("date", "time", "datetime"),
                "initial": _any,
                "max": _any,
                "min": _any,
            },
            (*named, "data", "mode"),
            (_picker_rules,),
        ),
        "clipboard": Shape(name | {"clipboardText": exactly(1000)}, (*named, "clipboardText")),
    }
    if quick_reply:
        kinds |= dict.fromkeys(("camera", "cameraRoll", "location"), Shape(name, ("label",)))
    return Kinds(kinds)


QUICK_REPLY_ITEM = Shape(
    {
        "type": choice("action"),
        "imageUrl": media(),
        "action": actions(QUICK_REPLY_LABEL, quick_reply=True),
    },
    ("type", "action"),
)
QUICK_REPLY = Shape({"items": several(QUICK_REPLY_ITEM, 1, MOST_QUICK_REPLIES)}, ("items",))
