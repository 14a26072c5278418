"""What names something names a thing that exists."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from bot.check.rule import Fault, rule
from bot.check.view import View
from bot.data import Entry
from bot.terms import NEGATION


@rule("refer")
def refers(view: View) -> Iterator[Fault]:
    """Entries, dangers and terms name only what exists: related entries, contacts, sources, headings."""
    for entry in view.cards.library.entries.values():
        for message in _nowhere(view, entry):
            yield Fault("entries.yaml", entry.id, message)
    yield from _dangers(view)
    yield from _terms(view)
    for id, contact in view.cards.library.contacts.items():
        if contact.source and contact.source not in view.cards.library.sources:
            yield Fault("contacts.yaml", id, f"the source {contact.source!r} is nowhere")


def _nowhere(view: View, entry: Entry) -> Iterator[str]:
    library = view.cards.library
    shelves: dict[str, tuple[tuple[str, ...], Container[str]]] = {
        "related": (entry.related, library.entries),
        "dial": (entry.dial, library.contacts),
        "links": (entry.links, library.contacts),
    }
    for field, (names, shelf) in shelves.items():
        for id in names:
            if id not in shelf:
                yield f"{field} names {id!r}, which is nowhere"
    if entry.source and entry.source not in library.sources:
        yield f"the source {entry.source!r} is nowhere"
    if f"topic.{entry.topic}" not in view.cards.phrasebook.phrases:
        yield f"the topic {entry.topic!r} has no heading; write the phrase topic.{entry.topic}"


def _dangers(view: View) -> Iterator[Fault]:
    library = view.cards.library
    for danger in library.dangers.values():
        missing = [id for id in danger.dial if id not in library.contacts]
        if danger.entry not in library.entries:
            missing.append(danger.entry)
        if f"emergency.{danger.kind}" not in view.cards.phrasebook.phrases:
            missing.append(f"emergency.{danger.kind}")
        for id in missing:
            yield Fault("danger.yaml", danger.kind, f"{id!r} is nowhere")


def _terms(view: View) -> Iterator[Fault]:
    terms = view.beside.terms.terms
    for id, term in terms.items():
        if term.source and term.source not in view.cards.library.sources:
            yield Fault("terms.yaml", id, f"the source {term.source!r} is nowhere")
        if term.instead and term.instead not in terms:
            yield Fault("terms.yaml", id, f"instead names {term.instead!r}, which is nowhere")


@rule("button")
def buttons(view: View) -> Iterator[Fault]:
    """Who is to be dialled has a number, what is to be opened an address: else the button is missing."""
    library = view.cards.library
    rows = [("entries.yaml", entry.id, entry.dial, entry.links) for entry in library.entries.values()]
    rows += [("danger.yaml", danger.kind, danger.dial, ()) for danger in library.dangers.values()]
    for part, id, dial, links in rows:
        mute = [name for name in dial if name in library.contacts and not library.contacts[name].phone]
        mute += [name for name in links if name in library.contacts and not library.contacts[name].url]
        for name in mute:
            yield Fault(part, id, f"{name!r} has nothing to dial or to open")


@rule("unknown")
def unknown(view: View) -> Iterator[Fault]:
    """Words, terms and stamps whose id is nowhere are usually a misspelt id."""
    library, book, terms = view.cards.library, view.cards.phrasebook, view.beside.terms
    stamped = {(f"{kind}.{id}", tag): stamp for (kind, id, tag), stamp in view.cards.versions.stamps.items()}
    known = {f"answers.{id}" for id in library.entries} | {f"phrases.{id}" for id in book.phrases}
    shelves: tuple[tuple[str, Mapping[tuple[str, str], object], Container[str]], ...] = (
        ("answers", library.answers, library.entries),
        ("questions", library.questions, library.entries),
        ("danger", library.danger_words, library.dangers),
        ("text", book.wordings, book.phrases),
        ("terms", terms.words, {*terms.terms, NEGATION}),
        ("versions", stamped, known),
    )
    for part, found, ids in shelves:
        for id, tag in found:
            if id not in ids:
                where = f"knowledge/text/{tag}/versions.yaml" if part == "versions" else f"{part}/{tag}"
                yield Fault(where, id, "nothing has this id; is it misspelt?")


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


RULES = (refers, buttons, unknown, local)
