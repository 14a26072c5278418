"""Workbooks that came back: what Excel made of texts is told, not guessed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from bot.errors import DataError
from bot.exchange.table import Column, Fault, Row, Sheet, columns, row_of

LARGEST = 200_000_000  # bytes unpacked: more is no sheet of ours
_HEAD = 5  # rows in which the headings are looked for
_ESCAPE = re.compile("_x((?![dD][89a-fA-F])[0-9a-fA-F]{4})_")  # halves of a pair stay as they are
# What a damaged or locked workbook raises, in unpacking, in its XML, and in what openpyxl makes of it.
_DAMAGE = (
    BadZipFile, InvalidFileException, zlib.error, EOFError, OSError, RuntimeError, SyntaxError, LookupError,
    ValueError, TypeError, AttributeError,
)  # fmt: skip
_READ: tuple[Column, ...] = ("key", "text", "state", "comment", "base")


def read(path: Path) -> Sheet:
    """The rows of all sheets with our headings; hidden ones too, other columns not."""
    try:
        with ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST:
                raise DataError(f"{path} is too large to be a sheet of ours")
        book = load_workbook(path, read_only=True)
        try:
            return _read(path, book)
        finally:
            book.close()
    except _DAMAGE as error:
        raise DataError(f"{path} is no Excel workbook that can be read (a password?): {error}") from error


def _read(path: Path, book: Any) -> Sheet:
    sheet = Sheet(path)
    for page in book.worksheets:
        page.reset_dimensions()  # other programs write wrong ones
        rows = enumerate(page.iter_rows(), 1)
        if not (head := _head(rows)):
            continue
        tag, places = head
        if sheet.tag and tag and tag != sheet.tag:
            sheet.faults.append(
                Fault(f"{path.name} {page.title}", f"is in {tag}, other sheets in {sheet.tag}")
            )
        sheet.tag = sheet.tag or tag
        for number, cells in rows:
            sheet.rows.append(_row(cells, places, f"{path.name} {page.title}!", number))
    if not sheet.tag:
        raise DataError(f"{path}: no sheet has our headings; export a new one and keep its first row")
    return sheet


def _head(rows: Iterable[tuple[int, Any]]) -> tuple[str, Mapping[Column, int]] | None:
    for number, cells in rows:
        if found := columns([_text(cell) for cell in cells]):
            return found
        if number == _HEAD:
            break
    return None


def _row(cells: Any, places: Mapping[Column, int], page: str, number: int) -> Row:
    wanted = {places[column] for column in _READ if column in places}
    texts = [_text(cell) if place in wanted else "" for place, cell in enumerate(cells)]
    place = places.get("text", 0)
    row = row_of(texts, places, f"{page}{get_column_letter(place + 1)}{number}")
    doubts = list(_doubts(cells[place])) if "text" in places and place < len(cells) else []
    return Row(row.key, row.text, row.base, row.state, row.comment, row.where, *doubts)


def _doubts(cell: Any) -> Iterator[str]:
    """Why a cell's value may not be what was meant: at most one reason."""
    if cell.value is None:
        return
    match cell.data_type:
        case "f":
            yield "holds a formula; type the text itself (put ' before a = at its beginning)"
        case "e":
            yield f"shows the error {cell.value}; type the text again"
        case "n" | "d" | "b":
            yield f"Excel made a number or a date of it ({cell.value}); put ' before it"


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(value))
