"""The table of languages, how LINE's names map to it, and which language stands in for a missing text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names

from bot.data import Hours, Language, Value
from bot.errors import DataError
from bot.yamlfile import read

EASY = "ja-simple"
JAPANESE = "ja"
FIRST = "en"  # what we speak to somebody of whom we know nothing yet
JAPAN = timezone(timedelta(hours=9), "JST")  # no summer time since 1951: a fixed distance will do


@dataclass(frozen=True)
class Languages:
    """All languages in the order in which residents choose; look one up by its BCP 47 tag."""

    rows: tuple[Language, ...]

    def __iter__(self) -> Iterator[Language]:
        return iter(self.rows)

    def __contains__(self, tag: object) -> bool:
        return any(row.tag == tag for row in self.rows)

    def __getitem__(self, tag: str) -> Language:
        for row in self.rows:
            if row.tag == tag:
                return row
        raise KeyError(tag)

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(row.tag for row in self.rows)

    def chain(self, tag: str) -> tuple[str, ...]:
        """The tag itself and then its fallbacks, in the order in which a text is looked for."""
        return (tag, *self[tag].fallback)

    def of_profile(self, line_tag: str | None) -> str | None:
        """Our tag for what LINE's profile says ("zh-TW", "en-US", …), or None when we have none.

        LINE gives BCP 47, only when the user consented (Messaging API reference, Get profile).
        """
        wanted = (line_tag or "").replace("_", "-").lower()
        best = [
            (len(known), row.tag)
            for row in self.rows
            for known in row.line
            if wanted == known.lower() or wanted.startswith(known.lower() + "-")
        ]
        return max(best)[1] if best else None


def load(path: Path) -> Languages:
    """Read languages.yaml; raises DataError with the first fault, since nothing works without it."""
    document = read(path)
    if document.problems:
        raise DataError(str(document.problems[0]))
    try:
        rows = tuple(_row(row) for row in document.value)
        _agree(rows)
    except (TypeError, ValueError, UnknownLocaleError) as error:
        raise DataError(f"{path}: a row of the language table is wrong: {error}") from error
    return Languages(rows)


def _row(row: dict[str, object]) -> Language:
    language = Language(**row)  # type: ignore[arg-type]  # an unknown or a missing key is a TypeError
    for name, kind in (("fallback", list), ("line", (list, tuple)), ("hard", bool), ("longest", int)):
        if not isinstance(getattr(language, name), kind):
            raise TypeError(f"{language.tag}: {name} is {getattr(language, name)!r}")
    return replace(language, fallback=tuple(language.fallback), line=tuple(language.line))


def _agree(rows: tuple[Language, ...]) -> None:
    """Tags stand once, fallbacks are there, and CLDR knows the locale: else ValueError."""
    tags = [row.tag for row in rows]
    for row in rows:
        if tags.count(row.tag) > 1:
            raise ValueError(f"{row.tag} stands twice")
        if unknown := set(row.fallback) - set(tags):
            raise ValueError(f"{row.tag}: no language has the tag {min(unknown)!r}")
        Locale.parse(row.locale)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def show_date(day: date, language: Language) -> str:
    """A date as CLDR writes it in the language, always with the digits 0–9."""
    return format_date(day, "medium", locale=language.locale)


def show_day(moment: datetime, language: Language) -> str:
    """The day in Japan on which a moment falls."""
    return show_date(moment.astimezone(JAPAN).date(), language)


def show_moment(moment: datetime, language: Language) -> str:
    """Day and time in Japan, on the 24-hour clock; a moment without a zone is already Japan's."""
    local = moment.astimezone(JAPAN) if moment.tzinfo else moment
    return f"{show_date(local.date(), language)} {local:%H:%M}"


def show_month(month: int, language: Language) -> str:
    """The name of a month, 1 to 12, as it stands in a sentence."""
    return str(get_month_names("wide", locale=language.locale)[month])


def show_month_day(month: int, day: int, language: Language) -> str:
    """A day of every year, such as "February 16", with the digits 0–9."""
    return format_skeleton("MMMMd", date(2000, month, day), locale=language.locale)


def show_value(value: Value, language: Language) -> str:
    """A value of an entry as the language writes it."""
    match value.kind:
        case "month":
            return show_month(int(value.raw), language)
        case "day":
            month, day = map(int, value.raw.split("-"))
            return show_month_day(month, day, language)
        case "date":
            return show_date(date.fromisoformat(value.raw), language)
        case "yen":
            return f"¥{int(value.raw):,}"
        case _:
            return value.raw


def show_weekday(day: str, language: Language) -> str:
    """The short name of a day given as mon…sun."""
    return str(get_day_names("abbreviated", locale=language.locale)[DAYS.index(day)])


def show_hours(hours: Hours, language: Language) -> str:
    """Office hours such as "Mon–Fri 08:30–17:15"; "24h" when always open. 24-hour clock everywhere."""
    if not hours.open:
        return "24h"
    names = get_day_names("abbreviated", locale=language.locale)
    shown = [names[DAYS.index(day)] for day in hours.days]
    run = [DAYS.index(day) for day in hours.days]
    joined = run == list(range(run[0], run[-1] + 1)) and len(run) > 2 if run else False
    days = f"{shown[0]}–{shown[-1]}" if joined else ", ".join(shown)
    return f"{days} {hours.open}–{hours.close}".strip()
