"""knowledge/ → Library: entries, their words in every language, contacts, dangers. Loading is validating."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, TypeAdapter

from bot import language as languages
from bot.errors import UnknownId
from bot.language import Languages
from bot.model import (
    Answer,
    Contact,
    Danger,
    DangerWords,
    Entry,
    Hours,
    Language,
    Problem,
    Questions,
    Source,
    State,
)
from bot.shapes import Row, fit
from bot.yamlfile import read

T = TypeVar("T")
Shown = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
Names = Annotated[tuple[str, ...], Field(strict=False)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$")]


class _Entry(Row):
    topic: str
    pictogram: str
    dial: Names = ()
    links: Names = ()
    related: Names = ()
    values: dict[str, Shown] = {}
    source: str | None = None
    checked: date | None = None


class _Hours(Row):
    days: Annotated[tuple[Day, ...], Field(strict=False)]
    open: Clock
    close: Clock


class _Contact(Row):
    phone: str = ""
    url: str = ""
    text: str = ""
    hours: _Hours | Literal["always"] | None = None
    free: bool | None = None
    source: str = ""
    checked: date | None = None


class _Source(Row):
    name: str
    url: str


class _Answer(Row):
    label: str = ""
    title: str
    steps: Names
    state: State = "draft"


class _Questions(Row):
    examples: Names
    keywords: Names


class _DangerWords(Row):
    words: Names
    excepted: Names = Field((), alias="except")


class _Say(Row):
    ja: str
    latin: str


class _Danger(Row):
    entry: str
    dial: Names = ()
    say: _Say | None = None


@dataclass(frozen=True)
class Library:
    """The knowledge base in service. Words are keyed by (id, language); what is missing is simply absent."""

    languages: Languages
    entries: Mapping[str, Entry]
    answers: Mapping[tuple[str, str], Answer]
    questions: Mapping[tuple[str, str], Questions]
    dangers: Mapping[str, Danger]
    danger_words: Mapping[tuple[str, str], DangerWords]
    contacts: Mapping[str, Contact]
    sources: Mapping[str, Source]
    municipality: Mapping[str, str]  # "ja" and "other" → name
    where: Mapping[tuple[str, str], tuple[str, int]]  # ("answers/vi", id) → file and line
    problems: tuple[Problem, ...] = ()
    _common: dict[str, dict[str, str]] = field(default_factory=dict, compare=False)  # slots, per language

    def entry(self, id: str) -> Entry:
        """The entry with this id, or UnknownId."""
        if id not in self.entries:
            raise UnknownId(f"No entry has the id {id!r}.")
        return self.entries[id]

    def answer(self, id: str, tag: str) -> Answer:
        """The words of an entry in the language, or in the nearest of its fallbacks that has them."""
        self.entry(id)
        for language in self.languages.chain(tag):
            if answer := self.answers.get((id, language)):
                return answer
        raise UnknownId(f"The entry {id!r} has no words in {tag} or its fallbacks.")

    def slots(self, entry: Entry | None, tag: str) -> Mapping[str, str]:
        """All slots that a text may use in this language: contacts, their hours, the entry's own values."""
        if tag not in self._common:
            self._common[tag] = self._common_slots(self.languages[tag])
        return ChainMap(dict(entry.values), self._common[tag]) if entry else self._common[tag]

    def _common_slots(self, language: Language) -> dict[str, str]:
        slots = {id: contact.shown for id, contact in self.contacts.items()}
        for id, contact in self.contacts.items():
            if contact.hours:
                slots[f"{id}_hours"] = languages.show_hours(contact.hours, language)
        slots["languages"] = ", ".join(row.name for row in self.languages)
        slots["municipality"] = self.municipality.get(language.tag, self.municipality["other"])
        return slots

    def topics(self) -> tuple[str, ...]:
        """Topics that have entries, in the order of entries.yaml."""
        return tuple(dict.fromkeys(entry.topic for entry in self.entries.values()))

    def of_topic(self, topic: str) -> tuple[str, ...]:
        return tuple(entry.id for entry in self.entries.values() if entry.topic == topic)


@dataclass
class _Reader:
    """Reads files one after the other and collects what is wrong with them."""

    base: Path
    problems: list[Problem] = field(default_factory=list)
    where: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def rows(self, path: Path, shape: type[T], part: str) -> dict[str, T]:
        """The rows of one file; where each stands is noted under (part, id)."""
        if not path.exists():
            return {}
        document = read(path, self.shown(path))
        rows = fit(document, TypeAdapter(dict[str, shape]))  # type: ignore[valid-type]
        self.problems += document.problems
        self.where |= {(part, id): (document.path, document.line(id)) for id in rows}
        return rows

    def over(self, places: tuple[Path, ...], name: str, shape: type[T]) -> Iterable[tuple[str, T]]:
        """Rows of the same file in several folders; a later folder (the municipality's) wins."""
        rows: dict[str, T] = {}
        for place in places:
            rows |= self.rows(place / name, shape, name)
        return rows.items()

    def words(self, places: tuple[Path, ...], tag: str, part: str, shape: type[T]) -> Iterable[tuple[str, T]]:
        """Rows of all files under text/<language>/<part>/; within one folder an id stands once."""
        rows: dict[str, T] = {}
        for place in places:
            paths = sorted((place / "text" / tag / part).glob("*.yaml"))
            rows |= self._once(paths, shape, f"{part}/{tag}")
        return rows.items()

    def _once(self, paths: list[Path], shape: type[T], part: str) -> dict[str, T]:
        rows: dict[str, T] = {}
        for path in paths:
            for id, row in self.rows(path, shape, part).items():
                if id in rows:
                    fault = f"{id!r} stands in another file of this folder too; keep one"
                    self.problems.append(Problem(*self.where[part, id], "id.twice", fault))
                rows.setdefault(id, row)
        return rows

    def shown(self, path: Path) -> str:
        return str(path.relative_to(self.base)) if path.is_relative_to(self.base) else str(path)


def load(folder: Path, local: Path) -> Library:
    """Read the knowledge base and a municipality's own folder over it; faults are in `problems`."""
    reader = _Reader(folder.parent)
    tags = languages.load(folder / "languages.yaml")
    places = (folder, local)
    library = Library(
        languages=tags,
        entries={k: Entry(k, **dict(row)) for k, row in reader.over(places, "entries.yaml", _Entry)},
        answers={
            (k, tag): Answer(tag, row.label or row.title, row.title, row.steps, row.state)
            for tag in tags.tags
            for k, row in reader.words(places, tag, "answers", _Answer)
        },
        questions={
            (k, tag): Questions(row.examples, row.keywords)
            for tag in tags.tags
            for k, row in reader.words(places, tag, "questions", _Questions)
        },
        dangers={k: _danger(k, row) for k, row in reader.over(places, "danger.yaml", _Danger)},
        danger_words={
            (k, tag): DangerWords(row.words, row.excepted)
            for tag in tags.tags
            for k, row in reader.rows(
                folder / "text" / tag / "danger.yaml", _DangerWords, f"danger/{tag}"
            ).items()
        },
        contacts={k: _contact(k, row) for k, row in reader.over(places, "contacts.yaml", _Contact)},
        sources={k: Source(k, row.name, row.url) for k, row in reader.over(places, "sources.yaml", _Source)},
        municipality=reader.rows(local / "municipality.yaml", dict[str, str], "municipality").get("name", {}),
        where=reader.where,
    )
    if "other" not in library.municipality:
        path, fault = reader.shown(local / "municipality.yaml"), "the municipality has no name under `other`"
        return replace(
            library, municipality={"other": ""}, problems=(*reader.problems, Problem(path, 1, "name", fault))
        )
    return replace(library, problems=tuple(reader.problems))


def _danger(kind: str, row: _Danger) -> Danger:
    japanese, latin = (row.say.ja, row.say.latin) if row.say else ("", "")
    return Danger(kind, row.entry, row.dial, japanese, latin)


def _contact(id: str, row: _Contact) -> Contact:
    hours = Hours() if row.hours == "always" else None
    if isinstance(row.hours, _Hours):
        hours = Hours(row.hours.days, row.hours.open, row.hours.close)
    return Contact(id, row.phone, row.url, row.text, hours, row.source, row.checked)
