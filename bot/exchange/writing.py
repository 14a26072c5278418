"""A plan becomes files: made beside the present ones, looked over by the data gate, then put in place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot import check
from bot.data import Problem
from bot.errors import DataError
from bot.exchange import rows
from bot.exchange.files import File, Shelf, home, read
from bot.exchange.keys import KINDS, Kind
from bot.exchange.patch import Edit, inserted, patched
from bot.exchange.plan import Plan
from bot.exchange.units import House
from bot.language import JAPANESE

Texts = dict[Path, str]  # whole contents of files
_COMMON = ("knowledge", "phrasebook")


def texts(house: House, plan: Plan) -> Texts:
    """What each file is after the plan; files that stay as they are do not appear."""
    made: Texts = {}
    for tag in dict.fromkeys([change.tag for change in plan.texts] + [row[0] for row in plan.states]):
        made |= _Language(house, plan, tag).texts()
    return made


class _Language:
    """The files of one language under a plan."""

    def __init__(self, house: House, plan: Plan, tag: str) -> None:
        self.house, self.tag, self.shelf = house, tag, house.shelf(tag)
        self.states = {row[1:]: state for row, state in plan.states.items() if row[0] == tag}
        self.new: dict[tuple[Kind, str], dict[str, str]] = {row: {} for row in self.states}
        for change in plan.texts:
            if change.tag == tag:
                self.new.setdefault((change.key.kind, change.key.id), {})[change.key.part] = change.new

    def texts(self) -> Texts:
        files: dict[Path, File] = {}
        edits: dict[Path, list[Edit]] = {}
        for file, found in (*self._changes(), *self._additions(files)):
            files[file.path] = file
            edits.setdefault(file.path, []).extend(found)
        return {path: patched(file.text, edits[path]) for path, file in files.items()}

    def _changes(self) -> Iterator[tuple[File, list[Edit]]]:
        for (kind, id), new in self.new.items():
            if found := self.shelf.find(kind, id):
                file, row = found
                yield file, list(rows.changed(file, kind, row, new, self.states.get((kind, id))))

    def _additions(self, files: dict[Path, File]) -> Iterator[tuple[File, list[Edit]]]:
        """New rows, each behind the nearest one before it in the Japanese file that is here already."""
        for kind, name, ids in _order(self.house):
            path = home(self.house.root, self.tag, kind, name)
            for number, id in enumerate(ids):
                if (kind, id) not in self.new or self.shelf.find(kind, id):
                    continue
                file = (
                    files.get(path)
                    or _here(self.shelf, kind, path)
                    or _begun(self.house, self.tag, kind, path)
                )
                files[path] = file
                after = next((each for each in reversed(ids[:number]) if each in file.rows), None)
                state = self.states.get((kind, id), "draft")
                block = rows.fresh(kind, id, self.new[kind, id], state)
                yield file, [inserted(file, after, block, loose=kind == "answers")]


def _here(shelf: Shelf, kind: Kind, path: Path) -> File | None:
    return next((file for file in shelf.files[kind] if file.path == path), None)


def _begun(house: House, tag: str, kind: Kind, path: Path) -> File:
    return (
        read(path) if path.exists() else File(path, f"# {house.cards.library.languages[tag].name}: {kind}.\n")
    )


def _order(house: House) -> Iterator[tuple[Kind, str, tuple[str, ...]]]:
    """The Japanese files: kind, name, ids in their order; what has no Japanese yet goes into the last."""
    for kind in KINDS:
        shelf = house.japanese.files[kind]
        found = {id for file in shelf for id in file.rows}
        rest = tuple(id for id in house.ids[kind] if id not in found)
        names = [file.path.name for file in shelf] or [f"{JAPANESE}.yaml"]
        lists = [tuple(file.rows) for file in shelf] or [()]
        lists[-1] += rest
        yield from ((kind, name, ids) for name, ids in zip(names, lists, strict=True))


def new_faults(house: House, made: Mapping[Path, str]) -> list[Problem]:
    """The errors that the data gate finds with these files and does not find without them."""
    after = _errors_with(house, made)
    rules = {each.rule for each in after}
    before = check.errors(house.root, house.local, rules) if after else []
    known = {(each.path, each.rule, each.message) for each in before}
    return [each for each in after if (each.path, each.rule, each.message) not in known]


def _errors_with(house: House, made: Mapping[Path, str]) -> list[Problem]:
    """The errors in a copy of the words that has these files in it."""
    with tempfile.TemporaryDirectory(prefix="tomoni-words-") as folder:
        copy = Path(folder)
        for name in _COMMON:
            shutil.copytree(house.root / name, copy / name)
        for path, text in made.items():
            there = copy / path.relative_to(house.root)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(text.encode())
        local = house.local
        there = copy / local.relative_to(house.root) if _common(house, local) else local
        return check.errors(copy, there)


def _common(house: House, local: Path) -> bool:
    """Whether the municipality's folder lies in a folder that is copied."""
    return any(local.is_relative_to(house.root / name) for name in _COMMON)


def replace(made: Mapping[Path, str], before: Mapping[Path, bytes | None]) -> None:
    """Put the files in their places, each whole or not at all.

    Raises DataError when somebody else has changed one since it was read: then nothing is written.
    """
    for path in made:
        if content(path) != before[path]:
            raise DataError(f"{path} was changed by somebody else just now; nothing is written, try again")
    halves = {path: _beside(path, text) for path, text in made.items()}
    for path, half in halves.items():
        os.replace(half, path)


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _beside(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, half)
    return half
