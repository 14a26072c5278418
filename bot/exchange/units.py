"""The units of an exchange: every text of a language with its sources, its state and its base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot import texts
from bot.cards import Cards
from bot.errors import TomoniError
from bot.exchange import files
from bot.exchange.cleaning import fingerprint
from bot.exchange.files import Shelf
from bot.exchange.keys import LABEL, LISTS, STATE, TEXT, TITLE, Key, Kind, step
from bot.language import FIRST, JAPANESE


@dataclass(frozen=True)
class Unit:
    """One text: in the sources, in the language ("" when missing), and what was seen when it was read.

    `base` is what an import compares with: fingerprint of the text, version of the Japanese, state.
    """

    key: Key
    japanese: str
    english: str
    text: str
    state: str
    stale: bool
    base: str


@dataclass(frozen=True)
class House:
    """The words in the common folders, and what they are for; a municipality's own stand beside."""

    root: Path
    local: Path
    cards: Cards

    @cached_property
    def japanese(self) -> Shelf:
        return files.shelf(self.root, JAPANESE)

    @cached_property
    def english(self) -> Shelf:
        return files.shelf(self.root, FIRST)

    def shelf(self, tag: str) -> Shelf:
        return {JAPANESE: self.japanese, FIRST: self.english}.get(tag) or files.shelf(self.root, tag)

    @cached_property
    def ids(self) -> dict[Kind, tuple[str, ...]]:
        """What exists, in the order of the common files."""
        entries = self._rows("knowledge/entries.yaml")
        return {
            "answers": entries,
            "phrases": self._rows("phrasebook/phrases.yaml"),
            "questions": entries,
            "danger": self._rows("knowledge/danger.yaml"),
        }

    def _rows(self, name: str) -> tuple[str, ...]:
        return tuple(files.read(self.root / name).rows)

    def known(self, tag: str) -> None:
        """Raises TomoniError when this is not one of our languages."""
        if tag not in self.cards.library.languages:
            raise TomoniError(
                f"{tag!r} is not one of our languages: {' '.join(self.cards.library.languages.tags)}"
            )


def house(root: Path, local: Path) -> House:
    """The words as they are now."""
    cards, _ = texts.read(root, local)
    return House(root, local, cards)


def units(house: House, shelf: Shelf) -> Iterator[Unit]:
    """All units of a language, those that are still missing too, by kind and in the order of the files."""
    for kind, ids in house.ids.items():
        for id in ids:
            yield from _of_row(house, shelf, kind, id)


def _of_row(house: House, shelf: Shelf, kind: Kind, id: str) -> Iterator[Unit]:
    japanese, english = house.japanese.parts(kind, id), house.english.parts(kind, id)
    own = shelf.parts(kind, id)
    state = own.get(STATE, "draft")
    versions = house.cards.versions
    stale = kind in ("answers", "phrases") and versions.stale(kind, id, shelf.tag)
    version = versions.present.get((kind, id), "")  # type: ignore[arg-type]
    for key in _keys(kind, id, max(_steps(own), _steps(japanese))):
        text = own.get(key.part, "")
        base = "/".join([fingerprint(text, key.shape), version, state if key.has_state else ""]).rstrip("/")
        yield Unit(
            key,
            japanese.get(key.part, ""),
            english.get(key.part, ""),
            text,
            state if key.has_state else "",
            stale,
            base,
        )


def _steps(parts: dict[str, str]) -> int:
    return sum(part.startswith("steps/") for part in parts)


def _keys(kind: Kind, id: str, steps: int) -> list[Key]:
    if kind == "phrases":
        return [Key(kind, id, TEXT)]
    if kind == "answers":
        head = [Key(kind, id, LABEL), Key(kind, id, TITLE)]
        return head + [step(id, number) for number in range(1, steps + 1)]
    return [Key(kind, id, part) for part in LISTS[kind]]
