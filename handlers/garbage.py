"""Which day is garbage day: the calendar of a district, once we know which."""

from __future__ import annotations

from dataclasses import replace

from bot.here import Here
from bot.language import JAPAN
from bot.matching.normal import compact, fold, normalise
from bot.model import Choice, Match, Say, Turn
from bot.postback import make
from handlers import choices

ENTRY = "garbage.day"
_GARBAGE = {ENTRY, "garbage.sort"}


def turn(general: Turn, here: Here) -> Turn:
    """The general answer, and under it the districts to choose from."""
    if not here.library.garbage:
        return general
    return replace(general, says=(*general.says, _districts(here)))


def asked(text: str, match: Match, here: Here) -> Turn | None:
    """The calendar at once, when a message about garbage names the district."""
    about_garbage = match.entry in _GARBAGE or ENTRY in match.choices
    area = mentioned(text, here) if about_garbage else None
    return calendar(area, here) if area else None


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
