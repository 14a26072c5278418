"""The municipality's own folder: districts, garbage, office hours, values."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check.rule import Fault, rule
from bot.check.view import View


@rule("local")
def local(view: View) -> Iterator[Fault]:
    """The municipality names districts, garbage and entries that exist; offices close after they open."""
    library = view.cards.library
    for id, contact in library.contacts.items():
        if contact.hours and contact.hours.open and contact.hours.open >= contact.hours.close:
            yield Fault(
                "contacts.yaml", id, f"opens at {contact.hours.open}, closes at {contact.hours.close}"
            )
    for id, area in library.areas.items():
        if area.parent and area.parent not in library.areas:
            yield Fault("areas.yaml", id, f"the parent {area.parent!r} is no district")
        for name in {"ja", "latin"} - area.names.keys():
            yield Fault("areas.yaml", id, f"has no name under {name!r}")
    yield from _garbage(view)
    yield from _own_values(view)


def _garbage(view: View) -> Iterator[Fault]:
    library = view.cards.library
    for area, kinds in library.garbage.items():
        if area not in library.areas:
            yield Fault("garbage.yaml", area, "no district has this id (areas.yaml)")
        for kind in kinds:
            if f"name.garbage.{kind}" not in view.cards.phrasebook.phrases:
                yield Fault("garbage.yaml", area, f"the garbage {kind!r} has no name: name.garbage.{kind}")


def _own_values(view: View) -> Iterator[Fault]:
    for id, names in view.beside.own_values.items():
        if id not in view.cards.library.entries:
            yield Fault("values.yaml", id, "no entry has this id")
        for name in names if id in view.beside.values else ():
            if name not in view.beside.values[id]:
                yield Fault("values.yaml", id, f"the entry has no value {name!r}")


RULES = (local,)
