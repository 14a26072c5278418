"""Buttons that several handlers offer."""

from __future__ import annotations

from collections.abc import Iterable

from bot.here import Here
from bot.model import Choice, Say
from bot.postback import make


def press(phrase: str, do: str, sign: str = "", **values: str) -> Choice:
    """A button with the words of a phrase that does `do` when pressed."""
    return Choice(Say(phrase), make(do, **values), sign=sign)


def entry(id: str) -> Choice:
    """A button with an entry's short label that answers with the entry."""
    return Choice(Say(id), make("entry", id=id))


def entries(ids: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(entry(id) for id in ids)


def always() -> tuple[Choice, ...]:
    """What every answer ends with: the way to the menu, and out of a wrong language (readable in any)."""
    return (press("menu.menu", "menu", "☰"), press("menu.language", "languages", "🌐"))


def language(tag: str) -> Choice:
    """A button that changes to a language, with its own name."""
    return Choice(Say("language", {"tag": tag}), make("language", tag=tag))


def always_in(here: Here, tag: str) -> Choice:
    """A button that asks for all further answers in a language."""
    name = here.library.languages[tag].name
    return Choice(Say("button.always", {"language": name}, language=tag), make("language", tag=tag))
