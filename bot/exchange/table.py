"""What a file of an exchange holds, whatever its format: rows found by key, columns by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.data import Language
from bot.exchange.notes import Note
from bot.exchange.units import Unit
from bot.language import FIRST, JAPANESE

Column = Literal[
    "key", "note", "japanese", "english", "text", "left", "limit", "state", "stale", "comment", "base"
]
HEADINGS: dict[Column, str] = {
    "key": "key",
    "note": "説明 / what it is for",
    "japanese": "日本語",
    "english": "English",
    "left": "あと何文字 / letters left",
    "limit": "長さ / limit",
    "state": "状態 / state",
    "stale": "日本語が変わった / Japanese changed",
    "comment": "コメント / comment",
    "base": "base",
}
STALE = "変わった / changed"
_TAG = re.compile(r"\[([A-Za-z0-9-]+)\]\s*$")


@dataclass(frozen=True)
class Row:
    """One row as it came back; `where` is its place for eyes, `doubt` why its text may not be meant."""

    key: str
    text: str
    base: str = ""
    state: str = ""
    comment: str = ""
    where: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Fault:
    """Something in a file that cannot be taken up, and what to do about it."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass
class Sheet:
    """A file that came back: whose words it holds, and its rows."""

    path: Path
    tag: str = ""
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """A unit with its note: one row to be written."""

    unit: Unit
    note: Note

    def cell(self, column: Column) -> str:
        unit, note = self.unit, self.note
        match column:
            case "note":
                return note.text
            case "limit":
                return note.limit
            case "stale":
                return STALE if unit.stale else ""
            case "left" | "comment":
                return ""
            case _:
                return str(getattr(unit, column))


def heading(column: Column, language: Language) -> str:
    return f"{language.name} [{language.tag}]" if column == "text" else HEADINGS[column]


def columns(cells: Sequence[str]) -> tuple[str, Mapping[Column, int]] | None:
    """The language and the place of each column, when this row holds the headings; else None."""
    known = {name.casefold(): column for column, name in HEADINGS.items()}
    places: dict[Column, int] = {}
    tag = ""
    for place, cell in enumerate(cells):
        words = " ".join(cell.split()).casefold()
        if words in known:
            places.setdefault(known[words], place)
        elif (found := _TAG.search(cell)) and "text" not in places:
            tag, places["text"] = found[1], place
    return (tag, places) if "key" in places else None


def row_of(cells: Sequence[str], places: Mapping[Column, int], where: str) -> Row:
    """The row of plain cells; a column that is not there is empty."""

    def cell(column: Column) -> str:
        place = places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""

    return Row(
        cell("key").strip(),
        cell("text"),
        cell("base").strip(),
        cell("state").strip(),
        cell("comment").strip(),
        where,
    )


def sources(tag: str) -> list[Column]:
    """The columns of the sources: a language is no source of itself."""
    both: dict[Column, str] = {"japanese": JAPANESE, "english": FIRST}
    return [column for column, source in both.items() if source != tag]
