"""A button was pressed: postback data → what it does. Buttons of old versions get the menu, never silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.here import Here
from bot.language import FIRST
from bot.model import Event, Forget, Resident, Say, SetLanguage, SetNotices, Turn
from bot.postback import read
from handlers import about, choices, entry, garbage


def wants(event: Event, resident: Resident, here: Here) -> bool:
    return event.kind == "postback"


def answer(event: Event, resident: Resident, here: Here) -> Turn:
    values = read(event.data)
    language = resident.language or FIRST
    match values:
        case {"do": "entry", "id": id} if id in here.library.entries:
            turn = entry.turn(id, resident, here, language)
        case {"do": "show", "id": id} if id in here.library.entries:
            turn = entry.show(id)
        case {"do": "language", "tag": tag} if tag in here.library.languages:
            turn = _language(tag, here)
        case {"do": "topic", "id": name}:
            turn = about.topic(name, here)
        case {"do": "garbage", "area": area} if area in here.library.garbage:
            turn = garbage.calendar(area, here)
        case {"do": "notices", "to": "on" | "off" as to}:
            turn = _notices(to == "on")
        case {"do": do} if do in _PLAIN:
            turn = _PLAIN[do](here)
        case _:
            turn = _old(here)
    return turn


def _language(tag: str, here: Here) -> Turn:
    name = here.library.languages[tag].name
    return Turn(
        says=(Say("talk.language_set", {"language": name}), about.topic_list(here)),
        quick=choices.always(),
        changes=(SetLanguage(tag),),
        language=tag,
    )


def _notices(on: bool) -> Turn:
    says = Say("talk.notices_turned_on" if on else "talk.notices_turned_off")
    return Turn(says=(says,), quick=choices.always(), changes=(SetNotices(on),))


def _old(here: Here) -> Turn:
    return Turn(
        says=(Say("talk.old_button"), about.topic_list(here)),
        quick=choices.always(),
        matters=timedelta(minutes=10),
    )


def _languages(here: Here) -> Turn:
    return Turn(says=(about.language_list(here),), quick=choices.always())


def _delete_now(here: Here) -> Turn:
    return Turn(says=(Say("talk.delete_done"),), changes=(Forget(),))


def _delete_not(here: Here) -> Turn:
    return Turn(says=(Say("talk.delete_kept"),), quick=choices.always())


_PLAIN: dict[str, Callable[[Here], Turn]] = {
    "menu": about.menu,
    "languages": _languages,
    "unknown": about.unknown,
    "delete": lambda here: about.delete_ask(),
    "delete_now": _delete_now,
    "delete_not": _delete_not,
}
