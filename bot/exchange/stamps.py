"""Stamps: this translation fits this Japanese text; signatures: this role has read it; what is stale."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path

from bot import versions
from bot.errors import DataError, TomoniError
from bot.exchange import files
from bot.exchange.patch import quoted
from bot.exchange.units import House
from bot.language import JAPAN, JAPANESE
from bot.versions import KINDS, Kind, Stamp

ROLES = (
    "native speaker",
    "interpreter",
    "translator",
    "language teacher",
    "consultation staff",
    "international association",
    "city staff",
    "medical staff",
)
_STAMPS_HEAD = """\
# Which Japanese text each translation was made from (of), which role signed it (by), and when (on).
# Written by `python -m bot words stamp` and `sign`.
"""
_HISTORY_HEAD = """\
# Every Japanese text from which a stamped translation was made, by its version.
# Written by `python -m bot words stamp` and `sign`, so that a later change can be shown.
"""
# Japanese has no spaces between words: a run of one kind of letters comes near to one.
_WORD = re.compile(r"\{\w+\}|《[^》]*》|[一-鿿々]+|[ァ-ヶー]+|[ぁ-ん]+|[A-Za-z]+|\d+|\s|.")
Row = tuple[str, Kind, str]  # language, kind, id


@dataclass(frozen=True)
class Stale:
    """A translation whose Japanese text has changed since; `old` is None when it was not kept."""

    row: Row
    old: str | None
    new: str


def role(text: str) -> str:
    """The role as it is kept; raises TomoniError for anything else: a person's name has no place here."""
    if text.strip().lower() not in ROLES:
        raise TomoniError(f"{text!r} is no role that we know; say one of: {', '.join(ROLES)}. Never a name.")
    return text.strip().lower()


def present(house: House, tags: Iterable[str], ids: Iterable[str] = ()) -> list[Row]:
    """The answers and phrases that have words in these languages; raises TomoniError for an unknown id."""
    wanted = set(ids)
    if unknown := wanted - {id for kind in KINDS for id in house.ids[kind]}:
        raise TomoniError(f"no entry or phrase has the id {min(unknown)!r}")
    shelves = [house.shelf(tag) for tag in tags]
    return [
        (shelf.tag, kind, id)
        for shelf in shelves
        for kind in KINDS
        for id in house.ids[kind]
        if (not wanted or id in wanted) and shelf.find(kind, id)
    ]


def stamped(house: House, rows: Mapping[Row, Stamp]) -> dict[Path, str]:
    """The files with these stamps in them, and the Japanese texts they name in the history."""
    made = {}
    for tag in dict.fromkeys(row[0] for row in rows):
        kept = {key[:2]: stamp for key, stamp in house.cards.versions.stamps.items() if key[2] == tag}
        kept |= {row[1:]: stamp for row, stamp in rows.items() if row[0] == tag}
        made[_folder(house, tag) / "versions.yaml"] = _STAMPS_HEAD + "".join(_stamps(house, kept))
    history = read_history(house)
    known = {
        versions.of(text): text for _, text in versions.sources(house.cards.library, house.cards.phrasebook)
    }
    history |= {stamp.of: known[stamp.of] for stamp in rows.values() if stamp.of in known}
    lines = (f"{quoted(of)}: {quoted(text)}\n" for of, text in sorted(history.items()))
    made[_history(house)] = _HISTORY_HEAD + "".join(lines)
    return {path: text for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text}


def _stamps(house: House, stamps: Mapping[tuple[Kind, str], Stamp]) -> Iterator[str]:
    for kind in KINDS:
        place = {id: number for number, id in enumerate(house.ids[kind])}
        ids = sorted(
            (id for each, id in stamps if each == kind), key=lambda id: (place.get(id, len(place)), id)
        )
        if ids:
            yield f"{kind}:\n"
        for id in ids:
            yield f"  {id}: {_written(stamps[kind, id])}\n"


def _written(stamp: Stamp) -> str:
    by = f", by: {quoted(stamp.by)}" if stamp.by else ""
    on = f", on: {stamp.on.isoformat()}" if stamp.on else ""
    return f"{{of: {quoted(stamp.of)}{by}{on}}}"


def fitting(house: House, rows: Iterable[Row]) -> dict[Row, Stamp]:
    """Stamps that say: made from the present Japanese text. A signature for another text goes."""
    stamps = {}
    for tag, kind, id in rows:
        of = house.cards.versions.present.get((kind, id))
        if of and tag != JAPANESE:
            old = house.cards.versions.stamp(kind, id, tag)
            stamps[tag, kind, id] = old if old and old.of == of else Stamp(of=of)
    return stamps


def signed(
    house: House, rows: Iterable[Row], by: str, seen: Mapping[Row, str] | None = None
) -> dict[Row, Stamp]:
    """Stamps of a role, of today in Japan; `seen`: the Japanese that was read, else the present one."""
    today = datetime.now(JAPAN).date()
    stamps = {}
    for row in rows:
        of = (seen or {}).get(row) or house.cards.versions.present.get(row[1:])
        if not of:
            raise DataError(f"{row[2]} has no Japanese text: nothing that a review could compare with")
        stamps[row] = Stamp(of=of, by=role(by), on=today)
    return stamps


def unsigned(house: House, rows: Iterable[Row]) -> dict[Row, Stamp]:
    """The stamps of rows that changed without a review, where somebody had signed the former words."""
    found = {row: house.cards.versions.stamp(row[1], row[2], row[0]) for row in rows}
    return {row: _without_role(stamp) for row, stamp in found.items() if stamp and stamp.by}


def _without_role(stamp: Stamp) -> Stamp:
    return stamp.model_copy(update={"by": None, "on": None})


def stale(house: House, tags: Iterable[str]) -> Iterator[Stale]:
    """The stale translations, with both Japanese texts."""
    history = read_history(house)
    texts = dict(versions.sources(house.cards.library, house.cards.phrasebook))
    for row in present(house, tags):
        tag, kind, id = row
        stamp = house.cards.versions.stamp(kind, id, tag)
        if stamp and house.cards.versions.stale(kind, id, tag):
            yield Stale(row, history.get(stamp.of), texts.get((kind, id), ""))


def difference(old: str, new: str) -> str:
    """Both texts in one, word by word: [-what went-] {+what came+}."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    parts = []
    for name, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        went, came = "".join(a[i1:i2]), "".join(b[j1:j2])
        parts.append(
            went if name == "equal" else (f"[-{went}-]" * bool(went)) + (f"{{+{came}+}}" * bool(came))
        )
    return "".join(parts)


def read_history(house: House) -> dict[str, str]:
    path = _history(house)
    return {of: row[1].value for of, row in files.read(path).rows.items()} if path.exists() else {}


def _history(house: House) -> Path:
    return _folder(house, JAPANESE) / "history.yaml"


def _folder(house: House, tag: str) -> Path:
    return house.root / "knowledge" / "text" / tag
