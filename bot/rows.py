"""The shapes of rows in knowledge/*.yaml, and what becomes of them in the model."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.data import Contact, Danger, Entry, Hours, State, Value
from bot.shapes import Row

Names = Annotated[tuple[str, ...], Field(strict=False)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$")]


_VALUES = {
    "month": r"[1-9]|1[0-2]",
    "day": r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "yen": r"[0-9]+",
}


def value(row: object) -> Value:
    """A value as it is written: a number, a text, or one of the kinds that languages show their own way."""
    if isinstance(row, str) or type(row) is int:
        return Value(str(row))
    if isinstance(row, dict) and len(row) == 1:
        ((kind, raw),) = row.items()
        if re.fullmatch(_VALUES.get(kind, r"(?!)"), str(raw)):
            return Value(str(raw), kind)
    raise ValueError(
        'expected a number, a text, {month: 6}, {day: "02-16"}, {date: 2026-05-28} or {yen: 500000}'
    )


AnyValue = Annotated[Value, BeforeValidator(value)]


class EntryRow(Row):
    """entries.yaml: what is the same in every language."""

    topic: str
    pictogram: str
    dial: Names = ()
    links: Names = ()
    related: Names = ()
    values: dict[str, AnyValue] = {}
    source: str | None = None
    checked: date | None = None


class HoursRow(Row):
    """Office hours."""

    days: Annotated[tuple[Day, ...], Field(strict=False)]
    open: Clock
    close: Clock


class ContactRow(Row):
    """contacts.yaml: a number, a link, or a name to look for."""

    phone: str = ""
    url: str = ""
    text: str = ""
    hours: HoursRow | Literal["always"] | None = None
    free: bool | None = None
    source: str = ""
    checked: date | None = None


class SourceRow(Row):
    """sources.yaml: name and page of a body."""

    name: str
    url: str


class AreaRow(Row):
    """areas.yaml: names by language; `latin` for all others."""

    parent: str | None = None
    name: dict[str, str]


class PickupRow(Row):
    """garbage.yaml: when one kind is collected."""

    days: Annotated[tuple[Day, ...], Field(strict=False, min_length=1)]
    weeks: Annotated[tuple[Annotated[int, Field(ge=1, le=5)], ...], Field(strict=False)] = ()


class AnswerRow(Row):
    """text/<language>/answers."""

    label: str = ""
    title: str
    steps: Names
    state: State = "draft"


class QuestionsRow(Row):
    """text/<language>/questions."""

    examples: Names
    keywords: Names


class DangerWordsRow(Row):
    """text/<language>/danger.yaml."""

    words: Names
    excepted: Names = Field((), alias="except")


class SayRow(Row):
    """What to say on the telephone, in Japanese and as it sounds."""

    ja: str
    latin: str


class DangerRow(Row):
    """danger.yaml: a kind of mortal danger."""

    entry: str
    dial: Names = ()
    say: SayRow | None = None


def entry(id: str, row: EntryRow) -> Entry:
    """An entry of the model."""
    return Entry(id, **dict(row))


def danger(kind: str, row: DangerRow) -> Danger:
    japanese, latin = (row.say.ja, row.say.latin) if row.say else ("", "")
    return Danger(kind, row.entry, row.dial, japanese, latin)


def contact(id: str, row: ContactRow) -> Contact:
    hours = Hours() if row.hours == "always" else None
    if isinstance(row.hours, HoursRow):
        hours = Hours(row.hours.days, row.hours.open, row.hours.close)
    return Contact(id, row.phone, row.url, row.text, hours, row.source, row.checked)
