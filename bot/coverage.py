"""What is written in which language: entries, phrases, menu words; drafts, reviewed, machine, missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from bot.cards import Cards
from bot.versions import Kind

Row = dict[str, dict[str, int]]
_MENU = ("menu.", "button.", "topic.", "card.")


def count(cards: Cards) -> dict[str, Row]:
    """Per language and kind (entries, phrases, menu): how many are present, in which state, and missing.

    `stale`: present, but the Japanese text has changed since; signed ones count as drafts again.
    """
    library, book = cards.library, cards.phrasebook
    menu = [id for id in book.phrases if id.startswith(_MENU)]
    phrases = [id for id in book.phrases if not id.startswith(_MENU)]
    return {
        tag: {
            "entries": _states(cards, "answers", library.entries, tag),
            "phrases": _states(cards, "phrases", phrases, tag),
            "menu": _states(cards, "phrases", menu, tag),
        }
        for tag in library.languages.tags
    }


def _states(cards: Cards, kind: Kind, ids: Iterable[str], tag: str) -> dict[str, int]:
    texts = cards.library.answers if kind == "answers" else cards.phrasebook.wordings
    ids = tuple(ids)
    present = [id for id in ids if (id, tag) in texts]
    states = Counter(cards.state(kind, id, tag) for id in present)
    return {
        "present": len(present),
        **{state: states[state] for state in ("draft", "reviewed", "machine")},
        "missing": len(ids) - len(present),
        "stale": sum(cards.versions.stale(kind, id, tag) for id in present),
    }


def table(rows: Mapping[str, Row]) -> str:
    """The same for eyes: one line a language."""
    kinds = ("entries", "phrases", "menu")
    lines = [f"{'language':10}" + "".join(f"{kind:>22}" for kind in kinds)]
    for tag, row in rows.items():
        lines.append(f"{tag:10}" + "".join(f"{_cell(row[kind]):>22}" for kind in kinds))
    return "\n".join(chain(lines, ["present/all, then how many of them are reviewed, and stale if any"]))


def _cell(states: Mapping[str, int]) -> str:
    stale = f", {states['stale']} stale" if states["stale"] else ""
    return (
        f"{states['present']}/{states['present'] + states['missing']} ({states['reviewed']} reviewed{stale})"
    )
