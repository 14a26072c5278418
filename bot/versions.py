"""Which Japanese text each translation was made from, and who signed it: versions.yaml of each language.

A version is a short hash of the Japanese text. When that text changes, all translations that name
another version are stale: a native speaker signed something else. history.yaml keeps the Japanese
texts themselves, so that a translator is shown what changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from bot.data import Problem
from bot.knowledge import Library
from bot.language import JAPANESE
from bot.phrasebook import Phrasebook
from bot.shapes import Row, fit
from bot.yamlfile import read as read_yaml

Kind = Literal["answers", "phrases"]
Key = tuple[Kind, str]
KINDS: tuple[Kind, ...] = ("answers", "phrases")


class Stamp(Row):
    """Made from this Japanese version (`of`); signed by a role (`by`, never a name) on a day (`on`)."""

    of: str
    by: str | None = None
    on: date | None = None


_FILE = TypeAdapter(dict[str, dict[str, Stamp]])


@dataclass(frozen=True)
class Versions:
    """The stamps of all texts, and the present version of each Japanese text."""

    present: Mapping[Key, str] = field(default_factory=dict)
    stamps: Mapping[tuple[Kind, str, str], Stamp] = field(default_factory=dict)  # kind, id, language
    problems: tuple[Problem, ...] = ()

    def stamp(self, kind: Kind, id: str, tag: str) -> Stamp | None:
        return self.stamps.get((kind, id, tag))

    def stale(self, kind: Kind, id: str, tag: str) -> bool:
        """Whether the Japanese text has changed since this translation was made."""
        stamp = self.stamp(kind, id, tag)
        return stamp is not None and tag != JAPANESE and stamp.of != self.present.get((kind, id))


def read(folder: Path, library: Library, book: Phrasebook) -> Versions:
    """The versions.yaml of every language under knowledge/; a language without one has no stamps."""
    stamps: dict[tuple[Kind, str, str], Stamp] = {}
    problems: list[Problem] = []
    for tag in library.languages.tags:
        path = folder / "text" / tag / "versions.yaml"
        if path.exists():
            document = read_yaml(path, str(path.relative_to(folder.parent)))
            rows = fit(document, _FILE)
            stamps |= {(kind, id, tag): stamp for kind in KINDS for id, stamp in rows.get(kind, {}).items()}
            problems += document.problems
    present = {key: of(text) for key, text in sources(library, book)}
    return Versions(present, stamps, tuple(problems))


def of(text: str) -> str:
    """The version of a Japanese text: the first eight digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def sources(library: Library, book: Phrasebook) -> Iterator[tuple[Key, str]]:
    """Every Japanese text from which translations are made."""
    for (id, tag), answer in library.answers.items():
        if tag == JAPANESE:
            yield ("answers", id), "\n".join((answer.label, answer.title, *answer.steps))
    for (id, tag), wording in book.wordings.items():
        if tag == JAPANESE:
            yield ("phrases", id), wording.text
