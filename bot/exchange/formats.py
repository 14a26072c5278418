"""The formats of an exchange by name; each is loaded when it is asked for, for spreadsheets load slowly."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.errors import DataError
from bot.exchange.notes import note
from bot.exchange.table import Line, Sheet
from bot.exchange.units import House, units

SUFFIXES = {"xlsx": ".xlsx", "csv": ".csv", "po": ".po", "xliff": ".xlf"}
NAMED = {suffix: format for format, suffix in SUFFIXES.items()} | {".xliff": "xliff"}
_WRITERS = {
    "xlsx": "bot.exchange.xlsx_write",
    "csv": "bot.exchange.csv_file",
    "po": "bot.exchange.po_file",
    "xliff": "bot.exchange.xliff_file",
}
_READERS = {
    ".xlsx": "bot.exchange.xlsx_read",
    ".csv": "bot.exchange.csv_file",
    ".tsv": "bot.exchange.csv_file",
    ".txt": "bot.exchange.csv_file",  # Excel's “Unicode text”
    ".po": "bot.exchange.po_file",
    ".xlf": "bot.exchange.xliff_file",
    ".xliff": "bot.exchange.xliff_file",
}


def places(tags: Sequence[str], format: str, out: Path) -> dict[str, Path]:
    """Which language goes into which file: `out` itself when it is a file's name, else tomoni-<tag> in it.

    Raises DataError for several languages in one file, and for a name that belongs to another format.
    """
    suffix = out.suffix.lower()
    if suffix in _READERS and not out.is_dir():
        if NAMED.get(suffix) != format:
            raise DataError(f"{out} would hold {format}: end its name with {SUFFIXES[format]}")
        if len(tags) != 1:
            raise DataError(f"{out} is one file, and {len(tags)} languages are wanted: name a folder")
        out.parent.mkdir(parents=True, exist_ok=True)
        return {tags[0]: out}
    out.mkdir(parents=True, exist_ok=True)
    return {tag: out / f"tomoni-{tag}{SUFFIXES[format]}" for tag in tags}


def export(house: House, files: dict[str, Path], format: str) -> None:
    """Write one file a language; many languages share the processors."""
    import_module(_WRITERS[format])
    if len(files) == 1:
        for tag, path in files.items():
            write(house, tag, path, format)
        return
    with ProcessPoolExecutor(initializer=_take, initargs=(house, format)) as pool:
        list(pool.map(_write, files.items()))


_taken: tuple[House, str] | None = None  # of a worker process, so that it is not sent once a language


def _take(house: House, format: str) -> None:
    global _taken  # noqa: PLW0603
    _taken = house, format
    gc.disable()  # short-lived, and looking for garbage would touch all that is shared with the parent


def _write(file: tuple[str, Path]) -> None:
    assert _taken
    house, format = _taken
    write(house, *file, format)


def write(house: House, tag: str, path: Path, format: str) -> None:
    """Write the file of one language."""
    lines = [Line(unit, note(house, unit, tag)) for unit in units(house, house.shelf(tag))]
    _module(_WRITERS[format]).write(path, house.cards.library.languages[tag], lines)


def read_all(paths: Sequence[Path]) -> list[Sheet]:
    """Read files of any format; raises DataError for the first that cannot be read."""
    if len(paths) < 3:
        return [read(path) for path in paths]
    with ProcessPoolExecutor(initializer=gc.disable) as pool:
        return list(pool.map(read, paths))


def read(path: Path) -> Sheet:
    """Read one file; its name says which format."""
    if path.suffix.lower() not in _READERS:
        raise DataError(f"{path}: a file of this kind is not understood; send {_listed(SUFFIXES.values())}")
    if not path.is_file():
        raise DataError(f"{path} is not there")
    sheet: Sheet = _module(_READERS[path.suffix.lower()]).read(path)
    return sheet


def _listed(suffixes: Iterable[str]) -> str:
    return ", ".join(suffixes)


def _module(name: str) -> Any:
    return import_module(name)
