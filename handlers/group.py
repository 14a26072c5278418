"""Groups and rooms: people talk to one another there; we answer only when mentioned or addressed by name."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.here import Here
from bot.model import SILENCE, Event, Resident, Say, Turn


def wants(event: Event, resident: Resident, here: Here) -> bool:
    """What is not for us, and a bare mention; an addressed question goes on to the other handlers."""
    if event.chat_kind == "user":
        return False
    return not addressed(event, here) or not question(event, here).text


def answer(event: Event, resident: Resident, here: Here) -> Turn:
    if not addressed(event, here):
        return SILENCE
    return Turn(says=(Say("talk.group_how", {"name": here.names[0]}),))


def addressed(event: Event, here: Here) -> bool:
    return bool(event.text) and (event.mentioned or bool(_called(here).search(event.text)))


def question(event: Event, here: Here) -> Event:
    """The event without our name in its text."""
    if event.chat_kind == "user":
        return event
    return replace(event, text=_called(here).sub(" ", event.text).strip(" ,:、，：\n"))


def _called(here: Here) -> re.Pattern[str]:
    """Our name at the beginning or the end, by itself: "Tomoni, where …", "… @Tomoni", not "tomonidae"."""
    name = "|".join(re.escape(name) for name in here.names)
    return re.compile(
        rf"^\s*@?(?:{name})(?=$|[\s,:;!?、，：！？。])|(?:^|[\s,、])@?(?:{name})\s*[?!？！。]?\s*$|@(?:{name})\b",
        re.IGNORECASE,
    )
