"""phrasebook/ → Phrasebook: ready sentences with typed slots, in every language. Loading is validating."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import TypeAdapter

from bot.data import Phrase, PhraseKind, Problem, State, Wording
from bot.errors import SlotError, UnknownId
from bot.language import Languages
from bot.shapes import Row, fit
from bot.yamlfile import read

T = TypeVar("T")

SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


SlotType = Literal[
    "text", "number", "phone", "url", "contact", "date", "time", "datetime",
    "area", "place", "river", "shelter", "hazard", "foods", "garbage", "intensity",
]  # fmt: skip


class _Phrase(Row):
    says: str
    slots: dict[str, SlotType] = {}
    limit: int | None = None
    kind: PhraseKind = "talk"
    level: Literal[2, 3, 4, 5] | None = None
    issuer: Literal["city", "agency", "operator"] | None = None
    pictogram: str | None = None


class _Wording(Row):
    text: str
    state: State = "draft"


_PHRASES = TypeAdapter(dict[str, _Phrase])
_WORDINGS = TypeAdapter(dict[str, str | _Wording])


@dataclass(frozen=True)
class Phrasebook:
    """The phrasebook in service; words are keyed by (id, language)."""

    languages: Languages
    phrases: Mapping[str, Phrase]
    wordings: Mapping[tuple[str, str], Wording]
    where: Mapping[tuple[str, str], tuple[str, int]]  # ("text/vi", id) → file and line
    problems: tuple[Problem, ...] = ()

    def wording(self, id: str, tag: str) -> tuple[Wording, str]:
        """The words of a phrase and their language: `tag`, or the nearest fallback that has them."""
        if id not in self.phrases:
            raise UnknownId(f"No phrase has the id {id!r}.")
        for language in self.languages.chain(tag):
            if wording := self.wordings.get((id, language)):
                return wording, language
        raise UnknownId(f"The phrase {id!r} has no words in {tag} or its fallbacks.")

    def text(self, id: str, tag: str, slots: Mapping[str, str]) -> str:
        """The filled phrase; raises SlotError when a slot of the phrase has no value."""
        wording, _ = self.wording(id, tag)
        return fill(wording.text, slots)


def fill(text: str, slots: Mapping[str, str]) -> str:
    """Put values into {slots}; raises SlotError naming the slot that has none."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in slots:
            raise SlotError(f"The slot {{{found[1]}}} has no value.")
        return slots[found[1]]

    return SLOT.sub(value, text)


def load(folder: Path, languages: Languages, local: Path | None = None) -> Phrasebook:
    """Read phrases.yaml and text/<language>.yaml, then the municipality's own over them (local/phrasebook).

    Faults are in `problems`.
    """
    reader = _Reader(folder.parent)
    reader.read(folder, languages)
    if local and (local / "phrasebook").is_dir():
        reader.read(local / "phrasebook", languages)
    phrases = {id: Phrase(id, **dict(row)) for id, row in reader.phrases.items()}
    return Phrasebook(languages, phrases, reader.wordings, reader.where, tuple(reader.problems))


@dataclass
class _Reader:
    """Reads one folder after the other; rows of a later one win."""

    base: Path
    phrases: dict[str, _Phrase] = field(default_factory=dict)
    wordings: dict[tuple[str, str], Wording] = field(default_factory=dict)
    where: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, place: Path, languages: Languages) -> None:
        """Take up one folder; a language without a file has no words yet."""
        self.phrases |= self._rows(place / "phrases.yaml", _PHRASES, "phrases")
        for tag in languages.tags:
            path = place / "text" / f"{tag}.yaml"
            rows = self._rows(path, _WORDINGS, f"text/{tag}") if path.exists() else {}
            self.wordings |= {(id, tag): _worded(row) for id, row in rows.items()}

    def _rows(self, path: Path, shape: TypeAdapter[dict[str, T]], part: str) -> dict[str, T]:
        shown = path.relative_to(self.base) if path.is_relative_to(self.base) else path
        document = read(path, str(shown))
        rows = fit(document, shape)
        self.where |= {(part, id): (document.path, document.line(id)) for id in rows}
        self.problems += document.problems
        return rows


def _worded(row: str | _Wording) -> Wording:
    return Wording(row) if isinstance(row, str) else Wording(row.text, row.state)
