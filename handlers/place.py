"""A location: remembered for this talk only, and answered with what is known about shelters."""

from __future__ import annotations

from datetime import timedelta

from bot.here import Here
from bot.language import FIRST
from bot.model import Event, KeepPlace, Resident, Say, Turn
from handlers import entry

KEPT = timedelta(minutes=30)


def wants(event: Event, resident: Resident, here: Here) -> bool:
    return event.kind == "location"


def answer(event: Event, resident: Resident, here: Here) -> Turn:
    language = resident.language or FIRST
    minutes = str(int(KEPT.total_seconds() // 60))
    return Turn(
        says=(Say("talk.location", {"minutes": minutes}), entry.card("shelter.find", language)),
        quick=entry.related("shelter.find", here),
        changes=(KeepPlace(event.place, here.now + KEPT),) if event.place else (),
    )
