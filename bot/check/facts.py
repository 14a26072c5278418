"""Numbers change only together with the day on which they were compared: checked.yaml remembers both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import TypeAdapter

from bot.data import Problem
from bot.shapes import Row, fit
from bot.yamlfile import read as read_yaml

Kind = Literal["contacts", "values"]
Key = tuple[Kind, str]
_FIELDS = ("phone", "url", "text", "hours")
_HEAD = """\
# Written by `python -m bot check --accept-facts`: a short hash of each number, link, office hours and value,
# and the day on which it was compared with its source. A fact that changes without its day is an error.
"""


class Kept(Row):
    """A fact as it was accepted."""

    hash: str
    checked: date | None = None


_FILE = TypeAdapter(dict[str, dict[str, Kept]])


@dataclass(frozen=True)
class Facts:
    """The facts of one folder as they are, and as they were accepted (None: nothing ever was)."""

    folder: Path
    now: Mapping[Key, Kept] = field(default_factory=dict)
    kept: Mapping[Key, Kept] | None = None
    shown: str = ""
    problems: tuple[Problem, ...] = ()

    def changed(self) -> Iterator[Key]:
        """Facts that are not as they were, though they say that nobody compared them since."""
        for key, fact in self.now.items():
            kept = (self.kept or {}).get(key)
            if kept and kept.hash != fact.hash and kept.checked == fact.checked:
                yield key

    def unknown(self) -> Iterator[Key]:
        """Facts that are new, or compared anew: nothing remembers them yet."""
        if self.kept is not None:
            changed = set(self.changed())
            yield from (key for key in self.now if key not in changed and self.kept.get(key) != self.now[key])


def read(folder: Path, root: Path) -> Facts:
    """The facts of a folder with contacts.yaml and entries.yaml."""
    now = {**_rows("contacts", folder / "contacts.yaml"), **_rows("values", folder / "entries.yaml")}
    path = folder / "checked.yaml"
    shown = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
    if not path.exists():
        return Facts(folder, now, None, shown)
    document = read_yaml(path, shown)
    rows = fit(document, _FILE)
    kinds: tuple[Kind, ...] = ("contacts", "values")
    kept: dict[Key, Kept] = {(kind, id): row for kind in kinds for id, row in rows.get(kind, {}).items()}
    return Facts(folder, now, kept, shown, tuple(document.problems))


def _rows(kind: Kind, path: Path) -> dict[Key, Kept]:
    rows = read_yaml(path).value if path.exists() else None
    if not isinstance(rows, dict):
        return {}
    return {
        (kind, id): Kept(hash=_hash(fact), checked=day if isinstance(day, date) else None)
        for id, row in rows.items()
        if isinstance(row, dict) and (fact := _fact(kind, row))
        for day in (row.get("checked"),)
    }


def _fact(kind: Kind, row: dict[str, Any]) -> object:
    return {name: row[name] for name in _FIELDS if name in row} if kind == "contacts" else row.get("values")


def _hash(fact: object) -> str:
    told = json.dumps(fact, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def accept(facts: Facts) -> int:
    """Write checked.yaml anew; facts that changed without their day keep their old row. How many changed."""
    if not facts.now:
        return 0
    refused = set(facts.changed())
    rows: dict[str, dict[str, Any]] = {"contacts": {}, "values": {}}
    for key, fact in facts.now.items():
        row = (facts.kept or {})[key] if key in refused else fact
        rows[key[0]][key[1]] = row.model_dump()
    body = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    (facts.folder / "checked.yaml").write_text(_HEAD + body, encoding="utf-8")
    return sum(1 for key, fact in facts.now.items() if (facts.kept or {}).get(key) != fact) - len(refused)
