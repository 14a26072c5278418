"""CSV as Excel writes and reads it: cells that look like formulas are guarded with an apostrophe."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from bot.data import Language
from bot.errors import DataError
from bot.exchange.table import Column, Line, Sheet, columns, heading, row_of, sources

_GUARD = re.compile(r"'*[=+\-@\t]")
_GUARDED = re.compile(r"'+[=+\-@\t]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t"


def write(path: Path, language: Language, lines: Sequence[Line]) -> None:
    """UTF-8 with BOM, or Excel takes it for another character set."""
    shown: list[Column] = [
        "key",
        "note",
        *sources(language.tag),
        "text",
        "limit",
        "state",
        "stale",
        "comment",
        "base",
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow([heading(column, language) for column in shown])
        table.writerows([_guarded(line.cell(column)) for column in shown] for line in lines)


def read(path: Path) -> Sheet:
    """Rows of a CSV in UTF-8, UTF-16 or Japanese Windows' character set, with comma, semicolon or tab."""
    text = _decoded(path)
    for delimiter in _DELIMITERS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            found = columns(next(rows, []))
            if found:
                tag, places = found
                return Sheet(
                    path,
                    tag,
                    [
                        row_of([_plain(cell) for cell in cells], places, f"{path.name} row {number}")
                        for number, cells in enumerate(rows, 2)
                    ],
                )
        except csv.Error as error:
            raise DataError(f"{path} is not a CSV file: {error}") from error
    raise DataError(f'{path}: the first row has no heading "key"; export a new sheet and keep its first row')


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    marked = [name for mark, name in _BOMS if content.startswith(mark)]
    for encoding in marked or ("utf-8", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(f"{path} is in an unknown character set; save it as “CSV UTF-8”")


def _guarded(text: str) -> str:
    return f"'{text}" if _GUARD.match(text) else text


def _plain(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
