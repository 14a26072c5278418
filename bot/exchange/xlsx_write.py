"""Workbooks that are pleasant to fill in: one sheet a kind, grey and locked but for what is to be written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from bot.data import Language
from bot.errors import DataError
from bot.exchange import guide
from bot.exchange.keys import KINDS, LABEL, Kind
from bot.exchange.notes import letters, marks
from bot.exchange.table import Column, Line, heading, sources

SHEETS: dict[Kind, str] = {
    "answers": "Answers",
    "phrases": "Phrases",
    "questions": "Questions",
    "danger": "Danger words",
}
MOST = 32_767  # characters that Excel keeps in a cell
STATES = ["draft", "reviewed", "machine"]
_WIDTHS: dict[Column, int] = {
    "key": 14, "note": 34, "japanese": 36, "english": 36, "text": 48, "left": 9, "limit": 12, "state": 11,
    "stale": 12, "comment": 26, "base": 10,
}  # fmt: skip
_FREE: tuple[Column, ...] = ("text", "comment")
_TALLEST = 409  # points of a row
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]")
# Fonts that come with Windows and Office; another system takes its own in their place.
_FONTS = {
    "Jpan": "Yu Gothic", "Hans": "Microsoft YaHei", "Hant": "Microsoft JhengHei", "Kore": "Malgun Gothic",
    "Thai": "Leelawadee UI", "Deva": "Nirmala UI", "Mymr": "Myanmar Text",
}  # fmt: skip
_GREY, _WHITE, _RED, _YELLOW, _DARK, _EDGE = "#EDEDED", "#FFFFFF", "#F8C4BE", "#FFF4C2", "#2F4B66", "#C4C4C4"


def write(path: Path, language: Language, lines: Sequence[Line]) -> None:
    """Write the workbook; raises DataError when a text is longer than a cell can be."""
    for line in lines:
        if (size := max(len(line.unit.text), len(line.unit.japanese), len(line.unit.english))) > MOST:
            raise DataError(f"{line.unit.key} has {size} characters, a cell {MOST}: use csv, po or xliff")
    signs = sorted(set(marks("".join(line.unit.text for line in lines))))
    # Rows go to the disk as they come; no text is ever taken for a formula, a number or a link.
    with Workbook(str(path), {"constant_memory": True}) as book:
        guide.add(book, language, signs)
        for kind in KINDS:
            page = _Page(book, language, kind, len(signs))
            page.fill([line for line in lines if line.unit.key.kind == kind])


class _Page:
    """One sheet of a workbook."""

    def __init__(self, book: Workbook, language: Language, kind: Kind, signs: int) -> None:
        self.book, self.sheet = book, book.add_worksheet(SHEETS[kind])
        self.language, self.signs = language, signs
        before: list[Column] = ["key", "note", *sources(language.tag), "text"]
        middle: list[Column] = ["left", "limit", "state"] if kind in ("answers", "phrases") else []
        self.columns: list[Column] = [*before, *middle, "stale", "comment", "base"]
        self.letters = {name: chr(ord("A") + place) for place, name in enumerate(self.columns)}
        self.looks = {(name, free): self._look(name, free) for name in self.columns for free in (True, False)}

    def fill(self, lines: Sequence[Line]) -> None:
        """Write headings and rows, and what holds for the whole sheet."""
        self._lay_out()
        steps = Counter(line.unit.key.id for line in lines if line.unit.key.step)
        lengths: Counter[str] = Counter()
        for line in lines:
            lengths[line.unit.key.id] += 0 if line.unit.key.part == LABEL else len(line.unit.text)
        for row, line in enumerate(lines, 1):
            self.sheet.set_row(row, _height(line))
            for place, column in enumerate(self.columns):
                free = column in _FREE or (column == "state" and line.unit.key.has_state)
                look = self.looks[column, free]
                if column == "left" and line.note.room is not None:
                    formula = self._left(line, row + 1, steps[line.unit.key.id])
                    self.sheet.write_formula(row, place, formula, look, _now(line, lengths))
                elif text := line.cell(column):
                    self.sheet.write_string(row, place, text, look)
                elif free or column == "state":
                    self.sheet.write_blank(row, place, None, look)
        self._rules(max(len(lines), 1))

    def _lay_out(self) -> None:
        head = {
            "font_name": guide.FONT,
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": _DARK,
            "text_wrap": True,
        }
        look = self.book.add_format({**head, "valign": "vcenter"})
        for place, name in enumerate(self.columns):
            hidden = {"hidden": True} if name == "base" else {}
            self.sheet.set_column(place, place, _WIDTHS[name], self.looks[name, name in _FREE], hidden)
        self.sheet.set_row(0, 34)
        for place, name in enumerate(self.columns):
            self.sheet.write_string(0, place, heading(name, self.language), look)
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_landscape()
        self.sheet.repeat_rows(0)
        self.sheet.protect("", guide.ALLOWED)

    def _rules(self, last: int) -> None:
        """The filter, the choice of states, and colours: red is too long, yellow is empty. Rows from 0."""
        sheet, place = self.sheet, {name: number for number, name in enumerate(self.columns)}
        sheet.autofilter(0, 0, last, len(self.columns) - 1)
        if "left" in place:
            left = f"${self.letters['left']}2"
            red = {"type": "formula", "criteria": f"=AND(ISNUMBER({left}),{left}<0)"}
            for name in ("text", "left"):
                red["format"] = self.book.add_format({"bg_color": _RED})
                sheet.conditional_format(1, place[name], last, place[name], red)
            choice = {"validate": "list", "source": STATES, "ignore_blank": True}
            sheet.data_validation(1, place["state"], last, place["state"], choice)
        empty = {"type": "formula", "criteria": f"=LEN(${self.letters['text']}2)=0"}
        empty["format"] = self.book.add_format({"bg_color": _YELLOW})
        sheet.conditional_format(1, place["text"], last, place["text"], empty)

    def _look(self, column: Column, free: bool) -> Any:
        name = _FONTS.get(self.language.script, guide.FONT) if column in _FREE else guide.FONT
        look = {
            "font_name": name,
            "font_size": 12 if column == "text" else 10,
            "font_color": "#8A8A8A" if column in ("key", "base") else "#000000",
            "bg_color": _WHITE if free else _GREY,
            "border": 1,
            "border_color": _EDGE,
            "text_wrap": column != "base",
            "valign": "top",
            "locked": not free,
            "num_format": "General" if column == "left" else "@",
        }
        return self.book.add_format(look)

    def _left(self, line: Line, row: int, steps: int) -> str:
        """A formula: the room less the letters now written. Rows from 1."""
        text, room = self.letters["text"], line.note.room
        if line.note.whole:  # the title stands above the first step
            return f"={room}-SUMPRODUCT(LEN({text}{row - 1}:{text}{row + steps - 1}))"
        place = f"{text}{row}"
        if line.note.first_line:
            place = f"LEFT({place},IFERROR(FIND(CHAR(10),{place})-1,LEN({place})))"
        formula = f"={room}-LEN({place})"
        if self.signs:
            formula += f'+SUMPRODUCT(LEN({place})-LEN(SUBSTITUTE({place},{guide.MARKS % self.signs},"")))'
        return formula


def _now(line: Line, lengths: Mapping[str, int]) -> int:
    """What the formula gives at first, for programs that do not count."""
    room = line.note.room or 0
    if line.note.whole:
        return room - lengths[line.unit.key.id]
    return room - letters(line.unit.text.split("\n")[0] if line.note.first_line else line.unit.text)


def _height(line: Line) -> float:
    """Points in which the longest cell of a row shows whole."""
    shown: tuple[Column, ...] = ("note", "japanese", "english", "text")
    tall = max(_lines(line.cell(name), _WIDTHS[name]) * (18 if name == "text" else 15) for name in shown)
    return min(_TALLEST, tall + 4)


def _lines(text: str, width: int) -> int:
    if not text:
        return 1
    return sum(ceil((len(part) + len(_WIDE.findall(part))) / width) or 1 for part in text.split("\n"))
