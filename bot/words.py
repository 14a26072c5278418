"""All words in service, built once: library, phrasebook, and what is made from them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import check, snapshot
from bot.cards import Cards
from bot.check import beside
from bot.errors import DataError
from bot.identify import Identifier
from bot.matching import Matcher
from bot.texts import read

TEXTS, WHOLE = "texts", "whole"  # the parts that are kept: the texts are ready long before the rest


@dataclass(frozen=True)
class Words:
    """A complete, good set of words; it is replaced as a whole or not at all."""

    cards: Cards
    matcher: Matcher
    identifier: Identifier


def load(root: Path, local: Path) -> Words:
    """The words ready for service; raises DataError with the first error, for a bad set never serves."""
    return _made(_good(root, local))


def ready(root: Path, local: Path, *folders: Path) -> Words:
    """The words, from a kept set when there is one for just these files, else loaded."""
    kept: Words | None = snapshot.load(folders, WHOLE, snapshot.version(root, local))
    return kept or load(root, local)


def build(root: Path, local: Path, folder: Path, ready: Callable[[str], None] = lambda part: None) -> str:
    """Check the words, build what serves them, keep both in `folder`; returns the version.

    `ready` is told when the texts are kept, and when all is. Raises DataError when there is an error.
    """
    version = snapshot.version(root, local)
    cards = _good(root, local)
    cards.prepare()
    snapshot.keep(folder, TEXTS, version, cards)
    ready(TEXTS)
    snapshot.keep(folder, WHOLE, version, _made(cards))
    ready(WHOLE)
    return version


def _good(root: Path, local: Path) -> Cards:
    """The words in the files; DataError with the first fault of form, or else of content."""
    with _without_collecting():
        cards, problems = read(root, local)
        around = beside.read(root, local, cards.library.languages)
        for found in (problems, check.of(cards, (), fast=True, around=around)):
            if errors := [problem for problem in found if problem.level == "error"]:
                raise DataError(f"{errors[0]} ({len(errors)} in all; run `python -m bot check`)")
    return cards


def _made(cards: Cards) -> Words:
    with _without_collecting():
        return Words(cards, Matcher(cards.library), Identifier(cards.library.languages, cards.library))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Loading makes millions of objects and no garbage: looking for it would take a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
