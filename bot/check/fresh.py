"""Facts and translations that time has passed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from bot.check.rule import Fault, rule
from bot.check.view import View
from bot.data import Answer, State, Wording
from bot.language import JAPANESE
from bot.versions import Kind

OLD = timedelta(days=548)  # 18 months


def _checked(view: View) -> Iterator[tuple[str, str, timedelta]]:
    """Where, which, and how long ago it was compared with its source."""
    for id, contact in view.cards.library.contacts.items():
        if contact.checked:
            yield "contacts.yaml", id, view.today - contact.checked
    for id, entry in view.cards.library.entries.items():
        if entry.checked:
            yield "entries.yaml", id, view.today - entry.checked


@rule("old", "warning")
def old(view: View) -> Iterator[Fault]:
    """A number or entry was compared with its source in the last 18 months."""
    for part, id, age in _checked(view):
        if age > OLD:
            yield Fault(part, id, f"compared {age.days} days ago; compare with the source, then set checked")


@rule("future")
def future(view: View) -> Iterator[Fault]:
    """Nothing was compared on a day that is still to come."""
    for part, id, age in _checked(view):
        if age < timedelta():
            yield Fault(part, id, f"checked is {-age.days} days in the future")
    for (kind, id, tag), stamp in view.cards.versions.stamps.items():
        if stamp.on and stamp.on > view.today:
            yield Fault(_stamps(tag), f"{kind}.{id}", f"signed on {stamp.on}, which is in the future")


@rule("fact", "error", "warning")
def fact(view: View) -> Iterator[Fault]:
    """A number, link, office hour or value changes only together with the day on which it was compared."""
    for facts in view.beside.facts:
        for kind, id in facts.changed():
            part = "contacts.yaml" if kind == "contacts" else "entries.yaml"
            yield Fault(part, id, "has changed, its day has not: compare with the source, then set checked")
        if new := [id for _, id in facts.unknown()]:
            message = f"not remembered yet: {', '.join(new[:5])}… ({len(new)}); run with --accept-facts"
            yield Fault(facts.shown, "", message, "warning")


def _states(view: View) -> Iterator[tuple[Kind, str, str, State]]:
    shelves: dict[Kind, Mapping[tuple[str, str], Answer | Wording]] = {
        "answers": view.cards.library.answers,
        "phrases": view.cards.phrasebook.wordings,
    }
    for kind, shelf in shelves.items():
        for (id, tag), words in shelf.items():
            yield kind, id, tag, words.state


def _part(kind: Kind, tag: str) -> str:
    return f"answers/{tag}" if kind == "answers" else f"text/{tag}"


def _stamps(tag: str) -> str:
    return f"knowledge/text/{tag}/versions.yaml"


@rule("stale", "warning")
def stale(view: View) -> Iterator[Fault]:
    """A translation was made from the Japanese text as it is now."""
    versions = view.cards.versions
    for kind, id, tag in versions.stamps:
        if versions.stale(kind, id, tag):
            yield Fault(_part(kind, tag), id, "the Japanese text has changed since; look at it again")


@rule("unsigned")
def unsigned(view: View) -> Iterator[Fault]:
    """What is marked as reviewed has a stamp: of which Japanese text, by which role, on which day."""
    for kind, id, tag, state in _states(view):
        if state == "reviewed" and tag != JAPANESE:
            stamp = view.cards.versions.stamp(kind, id, tag)
            if not (stamp and stamp.by and stamp.on):
                yield Fault(_part(kind, tag), id, f"reviewed, but nobody signed it in {_stamps(tag)}")


@rule("machine", "warning")
def machine(view: View) -> Iterator[Fault]:
    """No text of a language of the house is left to a machine."""
    for kind, id, tag, state in _states(view):
        if state == "machine" and view.cards.library.languages[tag].hard:
            yield Fault(_part(kind, tag), id, "a machine translated this; somebody must read it")


RULES = (old, future, fact, stale, unsigned, machine)
