"""Which day is garbage day: the calendar of a district, once we know which."""

from __future__ import annotations

from dataclasses import replace

from bot.here import Here
from bot.language import JAPAN
from bot.matching.normal import compact, fold, normalise
from bot.model import Choice, Say, Turn
from bot.postback import make
from handlers import choices

ENTRY = "garbage.day"


def turn(general: Turn, text: str, here: Here) -> Turn:
    """The calendar when the message names a district; else the general answer and the districts."""
    if not here.library.garbage:
        return general
    area = mentioned(text, here)
    says = _calendar(area, here) if area else (*general.says, _districts(here))
    return replace(general, says=says)


def calendar(area: str, here: Here) -> Turn:
    """The days of all kinds in one district, with the next date of each."""
    return Turn(says=_calendar(area, here), quick=(choices.entry("garbage.sort"), *choices.always()))


def mentioned(text: str, here: Here) -> str | None:
    """The district that a message names, in any language, however it is spaced; the longest name wins."""
    said = compact(fold(normalise(text)))
    found = [
        (len(name), area)
        for area in here.library.garbage
        for name in (compact(fold(normalise(name))) for name in here.library.areas[area].names.values())
        if name in said
    ]
    return max(found)[1] if found else None


def _calendar(area: str, here: Here) -> tuple[Say, ...]:
    today = here.now.astimezone(JAPAN).date().isoformat()
    return (Say("card.garbage_title", {"area": area, "today": today}, form="garbage"),)


def _districts(here: Here) -> Say:
    rows = tuple(
        Choice(Say("area", {"area": area}), make("garbage", area=area)) for area in here.library.garbage
    )
    return Say("talk.garbage_district", buttons=rows)
