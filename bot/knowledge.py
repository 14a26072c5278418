"""knowledge/ → Library: entries, their words in every language, contacts, dangers. Loading is validating."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from bot import language as languages
from bot import rows
from bot.data import (
    Answer,
    Area,
    Contact,
    Danger,
    DangerWords,
    Entry,
    Language,
    Pickup,
    Problem,
    Questions,
    Source,
)
from bot.errors import UnknownId
from bot.language import Languages
from bot.rows import (
    AnswerRow,
    AnyValue,
    AreaRow,
    ContactRow,
    DangerRow,
    DangerWordsRow,
    EntryRow,
    PickupRow,
    QuestionsRow,
    SourceRow,
)
from bot.shapes import fit
from bot.yamlfile import read

T = TypeVar("T")
Keyed = tuple[tuple[str, str], T]  # (id, language) and what stands under it


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
    areas: Mapping[str, Area]
    shelters: Mapping[str, Area]  # `parent` is the district
    garbage: Mapping[str, Mapping[str, Pickup]]  # area → kind of garbage → when
    where: Mapping[tuple[str, str], tuple[str, int]]  # ("answers/vi", id) → file and line
    problems: tuple[Problem, ...] = ()
    _common: dict[str, dict[str, str]] = field(default_factory=dict, compare=False)  # slots, per language
    _own: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict, compare=False)  # … and entry

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
        if entry is None:
            return self._common[tag]
        if (entry.id, tag) not in self._own:
            self._own[entry.id, tag] = self._own_slots(entry, self.languages[tag])
        return ChainMap(self._own[entry.id, tag], self._common[tag])

    def place(self, id: str, tag: str) -> str:
        """The name of an area or a shelter; the Japanese one beside a Latin one, as it stands on signs."""
        names = (self.areas.get(id) or self.shelters[id]).names
        if tag in names:
            return names[tag]
        return f"{names['latin']} ({names[languages.JAPANESE]})"

    @staticmethod
    def _own_slots(entry: Entry, language: Language) -> dict[str, str]:
        return {name: languages.show_value(value, language) for name, value in entry.values.items()}

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
        entries=_entries(reader, places),
        answers=dict(_answers(reader, places, tags)),
        questions=dict(_questions(reader, places, tags)),
        dangers={k: rows.danger(k, row) for k, row in reader.over(places, "danger.yaml", DangerRow)},
        danger_words=dict(_danger_words(reader, folder, tags)),
        contacts={k: rows.contact(k, row) for k, row in reader.over(places, "contacts.yaml", ContactRow)},
        sources={
            k: Source(k, row.name, row.url) for k, row in reader.over(places, "sources.yaml", SourceRow)
        },
        areas=_areas(reader, local, "areas.yaml"),
        shelters=_areas(reader, local, "shelters.yaml"),
        garbage=_garbage(reader, local),
        municipality=_municipality(reader, local),
        where=reader.where,
    )
    return replace(library, problems=tuple(reader.problems))


def _entries(reader: _Reader, places: tuple[Path, ...]) -> dict[str, Entry]:
    """The entries, with the municipality's own numbers (values.yaml) over the common ones."""
    entries = {k: rows.entry(k, row) for k, row in reader.over(places, "entries.yaml", EntryRow)}
    for id, own in reader.over(places[1:], "values.yaml", dict[str, AnyValue]):
        if id in entries:
            values = {**entries[id].values, **own}
            entries[id] = replace(entries[id], values=values)
    return entries


def _answers(reader: _Reader, places: tuple[Path, ...], tags: Languages) -> Iterator[Keyed[Answer]]:
    for tag in tags.tags:
        for k, row in reader.words(places, tag, "answers", AnswerRow):
            yield (k, tag), Answer(tag, row.label or row.title, row.title, row.steps, row.state)


def _questions(reader: _Reader, places: tuple[Path, ...], tags: Languages) -> Iterator[Keyed[Questions]]:
    for tag in tags.tags:
        for k, row in reader.words(places, tag, "questions", QuestionsRow):
            yield (k, tag), Questions(row.examples, row.keywords)


def _danger_words(reader: _Reader, folder: Path, tags: Languages) -> Iterator[Keyed[DangerWords]]:
    for tag in tags.tags:
        path = folder / "text" / tag / "danger.yaml"
        for k, row in reader.rows(path, DangerWordsRow, f"danger/{tag}").items():
            yield (k, tag), DangerWords(row.words, row.excepted)


def _areas(reader: _Reader, local: Path, name: str) -> dict[str, Area]:
    return {k: Area(k, row.name, row.parent) for k, row in reader.over((local,), name, AreaRow)}


def _garbage(reader: _Reader, local: Path) -> dict[str, dict[str, Pickup]]:
    areas = reader.over((local,), "garbage.yaml", dict[str, PickupRow])
    return {area: {kind: Pickup(row.days, row.weeks) for kind, row in kinds.items()} for area, kinds in areas}


def _municipality(reader: _Reader, local: Path) -> dict[str, str]:
    """Its name in Japanese (`ja`), and as all other languages write it (`other`)."""
    path = local / "municipality.yaml"
    name = reader.rows(path, dict[str, str], "municipality").get("name", {})
    if "other" not in name:
        fault = "the municipality has no name under `other`"
        reader.problems.append(Problem(reader.shown(path), 1, "name", fault))
    return {"other": ""} | name
