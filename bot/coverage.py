"""What is written in which language: entries, phrases, menu words; drafts, reviewed, machine, missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from bot.cards import Cards

Row = dict[str, dict[str, int]]
_MENU = ("menu.", "button.", "topic.", "card.")


def count(cards: Cards) -> dict[str, Row]:
    """Per language and kind (entries, phrases, menu): how many are present, in which state, and missing."""
    library, book = cards.library, cards.phrasebook
    menu = [id for id in book.phrases if id.startswith(_MENU)]
    phrases = [id for id in book.phrases if not id.startswith(_MENU)]
    answers = {key: answer.state for key, answer in library.answers.items()}
    wordings = {key: wording.state for key, wording in book.wordings.items()}
    return {
        tag: {
            "entries": _states(library.entries, tag, answers),
            "phrases": _states(phrases, tag, wordings),
            "menu": _states(menu, tag, wordings),
        }
        for tag in library.languages.tags
    }


def _states(ids: Iterable[str], tag: str, states: Mapping[tuple[str, str], str]) -> dict[str, int]:
    found = Counter(states.get((id, tag), "missing") for id in ids)
    present = found.total() - found["missing"]
    return {
        "present": present,
        **{state: found[state] for state in ("draft", "reviewed", "machine", "missing")},
    }


def table(rows: Mapping[str, Row]) -> str:
    """The same for eyes: one line a language."""
    kinds = ("entries", "phrases", "menu")
    lines = [f"{'language':10}" + "".join(f"{kind:>22}" for kind in kinds)]
    for tag, row in rows.items():
        lines.append(f"{tag:10}" + "".join(f"{_cell(row[kind]):>22}" for kind in kinds))
    return "\n".join(chain(lines, ["present/all, then how many of them are reviewed"]))


def _cell(states: Mapping[str, int]) -> str:
    return f"{states['present']}/{states['present'] + states['missing']} ({states['reviewed']} reviewed)"
