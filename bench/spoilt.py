"""The words in memory, copies of them with one thing changed, and what a seeded fault is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot import texts
from bot.cards import Cards
from bot.check import beside
from bot.check.beside import Beside
from bot.data import Answer, State, Wording
from bot.language import Languages

T = TypeVar("T")


@dataclass(frozen=True)
class House:
    """The words and what stands beside them."""

    cards: Cards
    around: Beside

    def with_answer(self, id: str, answer: Answer) -> House:
        library = self.cards.library
        changed = replace(library, answers={**library.answers, (id, answer.language): answer})
        return replace(self, cards=Cards(changed, self.cards.phrasebook, self.cards.versions))

    def with_text(self, id: str, tag: str, text: str, state: State = "draft") -> House:
        book = self.cards.phrasebook
        changed = replace(book, wordings={**book.wordings, (id, tag): Wording(text, state)})
        return replace(self, cards=Cards(self.cards.library, changed, self.cards.versions))


@dataclass(frozen=True)
class Fault:
    """A changed house; `tags` are the languages to look at, `claimed` whether a rule promises to find it."""

    kind: str
    told: str
    house: House
    tags: frozenset[str]
    claimed: bool = True
    slow: bool = False
    rules: frozenset[str] = frozenset()  # those that are meant to find it; none: any


def load(root: Path, local: Path) -> House:
    cards, _ = texts.read(root, local)
    return House(cards, beside.read(root, local, cards.library.languages))


def narrowed(house: House, tags: frozenset[str]) -> House:
    """Only these languages: the others are as they were."""
    library, book = house.cards.library, house.cards.phrasebook
    languages = Languages(tuple(row for row in library.languages if row.tag in tags))
    small = replace(
        library,
        languages=languages,
        answers=_of(library.answers, tags),
        questions=_of(library.questions, tags),
        danger_words=_of(library.danger_words, tags),
    )
    words = replace(book, languages=languages, wordings=_of(book.wordings, tags))
    return replace(house, cards=Cards(small, words, house.cards.versions))


def _of(rows: Mapping[tuple[str, str], T], tags: frozenset[str]) -> dict[tuple[str, str], T]:
    return {key: row for key, row in rows.items() if key[1] in tags}
