"""PO for Poedit and its like: the key is the context, English the source, stale texts are fuzzy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polib

from bot.data import Language
from bot.errors import DataError
from bot.exchange.table import Line, Row, Sheet
from bot.language import FIRST

_TAG = "X-Tomoni-Language"  # ours, since PO knows no easy Japanese
_BASE = re.compile(r"^base: (\S+)$", re.MULTILINE)


def write(path: Path, language: Language, lines: Sequence[Line]) -> None:
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": "Tomoni",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language.locale,
        _TAG: language.tag,
    }
    file.extend([_entry(line, language.tag) for line in lines])
    path.write_text(f"{file}\n", encoding="utf-8")


def _entry(line: Line, tag: str) -> polib.POEntry:
    unit = line.unit
    source, other = (unit.english, unit.japanese) if tag != FIRST else (unit.japanese, "")
    return polib.POEntry(
        msgctxt=str(unit.key),
        msgid=source or unit.japanese or str(unit.key),
        msgstr=unit.text,
        comment="\n".join(filter(None, (other, line.note.text, line.note.limit, f"base: {unit.base}"))),
        flags=["fuzzy"] if unit.stale else [],
    )


def read(path: Path) -> Sheet:
    """The entries of a PO file that are not obsolete; marks of doubt (fuzzy) mean nothing here."""
    try:
        file = polib.pofile(str(path))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise DataError(f"{path} is not a PO file: {error}") from error
    rows = [
        Row(
            entry.msgctxt or "",
            entry.msgstr,
            base[1] if (base := _BASE.search(entry.comment)) else "",
            comment=entry.tcomment,
            where=f"{path.name} line {entry.linenum}",
        )
        for entry in file
        if not entry.obsolete
    ]
    return Sheet(path, file.metadata.get(_TAG) or file.metadata.get("Language", ""), rows)
