"""The words as they are in the files, and what is wrong with their form."""

from __future__ import annotations

from pathlib import Path

from bot import knowledge, phrasebook, versions
from bot.cards import Cards
from bot.data import Problem


def read(root: Path, local: Path) -> tuple[Cards, tuple[Problem, ...]]:
    """Library, phrasebook and versions of the common folders, with the municipality's over them."""
    library = knowledge.load(root / "knowledge", local)
    book = phrasebook.load(root / "phrasebook", library.languages, local)
    stamps = versions.read(root / "knowledge", library, book)
    return Cards(library, book, stamps), (*library.problems, *book.problems, *stamps.problems)
