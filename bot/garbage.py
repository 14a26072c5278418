"""When garbage is collected: the days of each kind in a district, in words, and the next date."""

from __future__ import annotations

from datetime import date, timedelta

from bot.data import Pickup
from bot.language import DAYS, show_weekday
from bot.slots import Slots


def rows(area: str, today: date, slots: Slots) -> tuple[str, ...]:
    """One line a kind: its name, its days, and the next date from `today` on; in the order of the data."""
    return tuple(
        slots.fill(
            "card.garbage_row",
            {"kind": kind, "days": _days(pickup, slots), "date": following(pickup, today).isoformat()},
        )
        for kind, pickup in slots.library.garbage[area].items()
    )


def _days(pickup: Pickup, slots: Slots) -> str:
    days = ", ".join(show_weekday(day, slots.language) for day in pickup.days)
    if not pickup.weeks:
        return days
    return slots.fill("card.garbage_weeks", {"day": days, "weeks": ", ".join(map(str, pickup.weeks))})


def following(pickup: Pickup, today: date) -> date:
    """The first collection on `today` or later; a month without a fifth such day is passed over."""
    day = today
    while not _collected(pickup, day):
        day += timedelta(days=1)
    return day


def _collected(pickup: Pickup, day: date) -> bool:
    nth = (day.day - 1) // 7 + 1
    return DAYS[day.weekday()] in pickup.days and (not pickup.weeks or nth in pickup.weeks)
