"""All words in service, built once: library, phrasebook, and what is made from them."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path

from bot import knowledge, phrasebook, versions
from bot.cards import Cards
from bot.data import Problem
from bot.errors import DataError
from bot.identify import Identifier
from bot.matching import Matcher


@dataclass(frozen=True)
class Words:
    """A complete, good set of words; it is replaced as a whole or not at all."""

    cards: Cards
    matcher: Matcher
    identifier: Identifier


def read(root: Path, local: Path) -> tuple[Cards, tuple[Problem, ...]]:
    """The words as they are in the files, and what is wrong with their form."""
    library = knowledge.load(root / "knowledge", local)
    book = phrasebook.load(root / "phrasebook", library.languages, local)
    stamps = versions.read(root / "knowledge", library, book)
    return Cards(library, book, stamps), (*library.problems, *book.problems, *stamps.problems)


def load(root: Path, local: Path) -> Words:
    """The words ready for service; raises DataError with the first error, for a bad set never serves."""
    # Loading makes millions of objects and no garbage: looking for it would take a tenth of the time.
    gc.disable()
    try:
        return _load(root, local)
    finally:
        gc.enable()


def _load(root: Path, local: Path) -> Words:
    cards, problems = read(root, local)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise DataError(f"{errors[0]} ({len(errors)} in all; run `python -m bot check`)")
    return Words(cards, Matcher(cards.library), Identifier(cards.library.languages, cards.library))
