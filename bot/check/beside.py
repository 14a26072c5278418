"""What stands beside the words: glossary, drawings and what they show, numbers as they were compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from bot import terms
from bot.check import facts
from bot.check.facts import Facts
from bot.data import Problem
from bot.language import Languages
from bot.settings import ROOT
from bot.shapes import Row, fit
from bot.terms import Terms
from bot.yamlfile import read as read_yaml


class _Sign(Row):
    """pictograms.yaml: the ground of a sign, and what it shows for those who do not see it."""

    shape: str
    says: str


_SIGNS = TypeAdapter(dict[str, _Sign])


@dataclass(frozen=True)
class Beside:
    """Read from the same folders as the words; with nothing read, only the drawings are known."""

    terms: Terms = field(default_factory=Terms)
    facts: tuple[Facts, ...] = ()  # the common folder's, then the municipality's
    says: Mapping[str, str] = field(default_factory=dict)  # by the name of the drawing
    drawn: frozenset[str] = field(default_factory=lambda: _drawn(ROOT / "knowledge" / "pictograms"))
    own_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the municipality's
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # entry → its values
    problems: tuple[Problem, ...] = ()


def read(root: Path, local: Path, languages: Languages) -> Beside:
    """Everything beside the words of `root` and of the municipality's folder."""
    folder = root / "knowledge"
    glossary = terms.load(folder, languages, local)
    signs, problems = _signs(folder / "pictograms.yaml", root)
    both = (facts.read(folder, root), facts.read(local, root))
    return Beside(
        glossary,
        both,
        signs,
        _drawn(folder / "pictograms") or _drawn(ROOT / "knowledge" / "pictograms"),
        _values(local / "values.yaml"),
        _entry_values(folder / "entries.yaml") | _entry_values(local / "entries.yaml"),
        (*glossary.problems, *problems, *both[0].problems, *both[1].problems),
    )


def _drawn(folder: Path) -> frozenset[str]:
    return frozenset(path.stem for path in folder.glob("*.svg"))


def _signs(path: Path, root: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    if not path.exists():
        return {}, ()
    document = read_yaml(path, str(path.relative_to(root)))
    rows = fit(document, _SIGNS)
    return {name: row.says for name, row in rows.items()}, tuple(document.problems)


def _values(path: Path) -> dict[str, tuple[str, ...]]:
    rows = read_yaml(path).value if path.exists() else None
    return {id: tuple(row) for id, row in (rows or {}).items() if isinstance(row, dict)}


def _entry_values(path: Path) -> dict[str, tuple[str, ...]]:
    rows = read_yaml(path).value if path.exists() else None
    if not isinstance(rows, dict):
        return {}
    return {id: tuple(row.get("values") or ()) for id, row in rows.items() if isinstance(row, dict)}
