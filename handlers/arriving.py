"""Somebody follows, or the bot comes into a group: who we are, and the choice of language."""

from __future__ import annotations

from bot.here import Here
from bot.language import EASY, FIRST
from bot.model import SILENCE, Event, Resident, Return, Say, SetLanguage, Turn
from handlers import about, choices


def wants(event: Event, resident: Resident, here: Here) -> bool:
    return event.kind in ("follow", "join", "memberJoined")


def answer(event: Event, resident: Resident, here: Here) -> Turn:
    """A person is greeted in the language of the LINE profile and in easy Japanese, again after a block."""
    if event.kind == "memberJoined":
        return SILENCE
    if event.kind == "join":
        return Turn(says=_group_hello(here))
    language = resident.language or here.profile_language
    first = language or FIRST
    hello = [
        Say("talk.greeting", {"name": here.names[0]}, language=tag) for tag in dict.fromkeys((first, EASY))
    ]
    keep = (SetLanguage(language),) if language and not resident.language else ()
    return Turn(
        says=(*hello, about.language_list(here)),
        quick=choices.always(),
        changes=(Return(), *keep),
        language=first,
    )


def _group_hello(here: Here) -> tuple[Say, ...]:
    return tuple(Say("talk.group_hello", {"name": here.names[0]}, language=tag) for tag in (FIRST, EASY))
