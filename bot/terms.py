"""terms.yaml of knowledge/ and of each language → Terms: the official words, and those that are retired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from bot.data import Problem
from bot.language import Languages
from bot.rows import Names
from bot.shapes import Row, fit
from bot.yamlfile import read

T = TypeVar("T")

NEGATION = "negation"  # a row of text/<language>/terms.yaml that is no term: how the language says "not"


class Term(Row):
    """A row of terms.yaml: an official Japanese term; `retired` is the day on which it went out of use."""

    ja: str
    source: str | None = None
    retired: date | None = None
    instead: str | None = None


class TermWords(Row):
    """A term in one language: forms to use (any of them), and forms that must not be written."""

    use: Names = ()
    avoid: Names = ()


_READINGS = re.compile(r"《[^》]*》|｜")
_TERMS = TypeAdapter(dict[str, Term])
_WORDS = TypeAdapter(dict[str, TermWords])


@dataclass(frozen=True)
class Terms:
    """The glossary; words are keyed by (id, language)."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    words: Mapping[tuple[str, str], TermWords] = field(default_factory=dict)
    where: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)  # ("terms/vi", id) → place
    problems: tuple[Problem, ...] = ()

    def forms(self, id: str, tag: str) -> tuple[str, ...]:
        """All ways in which a text of this language may write the term; the Japanese word is always one."""
        use = tuple(map(without_readings, self.words[id, tag].use)) if (id, tag) in self.words else ()
        return (*use, self.terms[id].ja) if id in self.terms else use

    def avoided(self, id: str, tag: str) -> tuple[str, ...]:
        """What a text of this language must not write; of a retired term also the Japanese word."""
        avoid = tuple(map(without_readings, self.words[id, tag].avoid)) if (id, tag) in self.words else ()
        term = self.terms.get(id)
        return (*avoid, term.ja) if term and term.retired else avoid

    def negations(self, tag: str) -> tuple[str, ...]:
        """The language's own words for "not", when its folder names them."""
        row = self.words.get((NEGATION, tag))
        return row.use if row else ()


def load(folder: Path, languages: Languages, local: Path | None = None) -> Terms:
    """Read knowledge/ (`folder`), then a municipality's own rows over it; faults are in `problems`."""
    reader = _Reader(folder.parent)
    terms: dict[str, Term] = {}
    words: dict[tuple[str, str], TermWords] = {}
    for place in (folder, local) if local else (folder,):
        terms |= reader.rows(place / "terms.yaml", _TERMS, "terms.yaml")
        for tag in languages.tags:
            rows = reader.rows(place / "text" / tag / "terms.yaml", _WORDS, f"terms/{tag}")
            words |= {(id, tag): row for id, row in rows.items()}
    return Terms(terms, words, reader.where, tuple(reader.problems))


def without_readings(text: str) -> str:
    """A text without the readings of easy Japanese, as rules look at it: 避難所《ひなんじょ》 → 避難所."""
    return _READINGS.sub("", text) if "《" in text or "｜" in text else text


@dataclass
class _Reader:
    base: Path
    where: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def rows(self, path: Path, shape: TypeAdapter[dict[str, T]], part: str) -> dict[str, T]:
        if not path.exists():
            return {}
        shown = path.relative_to(self.base) if path.is_relative_to(self.base) else path
        document = read(path, str(shown))
        rows = fit(document, shape)
        self.where |= {(part, id): (document.path, document.line(id)) for id in rows}
        self.problems += document.problems
        return rows


def named_in(terms: Terms, japanese: str) -> Iterator[str]:
    """The terms that a Japanese text names; of 津波警報 and 警報 only the longer one, where both fit."""
    for id, term in sorted(terms.terms.items(), key=lambda row: -len(row[1].ja)):
        if term.ja in japanese:
            yield id
            japanese = japanese.replace(term.ja, "\n")
