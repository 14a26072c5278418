"""The answer to a question: the card of the entry, with what belongs to it."""

from __future__ import annotations

from bot.here import Here
from bot.language import JAPANESE
from bot.model import Choice, Resident, Say, Turn
from bot.postback import make
from handlers import about, choices, garbage


def turn(id: str, resident: Resident, here: Here, language: str) -> Turn:
    """The card of an entry, "show to a Japanese person" on it, and the related questions below."""
    if here.library.entry(id).topic == "bot":
        return about.turn(id, resident, here, language)
    general = Turn(says=(card(id, language),), quick=related(id, here))
    return garbage.turn(general, here) if id == garbage.ENTRY else general


def card(id: str, language: str) -> Say:
    show = (choices.press("button.show_japanese", "show", id=id),) if language != JAPANESE else ()
    return Say(id, form="card", buttons=show)


def related(id: str, here: Here) -> tuple[Choice, ...]:
    known = [other for other in here.library.entry(id).related if other in here.library.entries]
    return (*choices.entries(known), *choices.always())


def show(id: str) -> Turn:
    """The same in large Japanese, to hold out to somebody."""
    return Turn(
        says=(Say(id, form="show"),), quick=(Choice(Say(id), make("entry", id=id)), *choices.always())
    )
