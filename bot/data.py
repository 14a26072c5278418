"""What the files of words hold, as frozen dataclasses: languages, entries, phrases, and problems in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

State = Literal["draft", "reviewed", "machine"]
PhraseKind = Literal["talk", "notice", "reminder", "sheet", "board", "name"]


@dataclass(frozen=True)
class Language:
    """A row of knowledge/languages.yaml; `tag` is BCP 47."""

    tag: str
    name: str
    english: str
    fallback: tuple[str, ...]
    script: str
    locale: str
    detector: str | None = None
    line: tuple[str, ...] = ()
    longest: int = 700  # characters of an answer, title and steps together
    hard: bool = False


@dataclass(frozen=True)
class Hours:
    """Office hours: days as mon…sun, times as HH:MM; no days and no times means always."""

    days: tuple[str, ...] = ()
    open: str = ""
    close: str = ""


@dataclass(frozen=True)
class Contact:
    """A phone number, a link or a name to look for: shown as it is, never translated."""

    id: str
    phone: str = ""
    url: str = ""
    text: str = ""
    hours: Hours | None = None
    source: str = ""
    checked: date | None = None

    @property
    def shown(self) -> str:
        return self.phone or self.url or self.text


@dataclass(frozen=True)
class Source:
    """Where facts come from; the name is shown as it is."""

    id: str
    name: str
    url: str


@dataclass(frozen=True)
class Value:
    """A number of an entry that texts take by slot; `kind` says how each language shows `raw`.

    `shown`: as it is; `month`: 1–12; `day`: MM-DD; `date`: YYYY-MM-DD; `yen`: an amount.
    """

    raw: str
    kind: Literal["shown", "month", "day", "date", "yen"] = "shown"


@dataclass(frozen=True)
class Area:
    """A district of the municipality (or the whole); names by language tag, `latin` for all others."""

    id: str
    names: Mapping[str, str]
    parent: str | None = None


@dataclass(frozen=True)
class Pickup:
    """When one kind of garbage is collected: on these days (mon…sun) of these weeks of the month.

    No weeks means every week. The nth week is that of the nth such weekday of the month.
    """

    days: tuple[str, ...]
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Entry:
    """What is the same in every language of one question-and-answer."""

    id: str
    topic: str
    pictogram: str
    dial: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    source: str | None = None
    checked: date | None = None


@dataclass(frozen=True)
class Answer:
    """The words of an entry in one language, slots still open."""

    language: str
    label: str  # at most 20 graphemes: all that a quick reply shows
    title: str
    steps: tuple[str, ...]
    state: State = "draft"


@dataclass(frozen=True)
class Questions:
    """How residents ask for an entry in one language."""

    examples: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Danger:
    """A kind of mortal danger: the entry that answers, whom to dial, what to say in Japanese."""

    kind: str
    entry: str
    dial: tuple[str, ...]
    say_japanese: str = ""
    say_latin: str = ""


@dataclass(frozen=True)
class DangerWords:
    """Words that give a danger away in one language, and innocent uses to take out first."""

    words: tuple[str, ...]
    excepted: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """What is the same in every language of one ready sentence; slots: name → type.

    `kind` is where it is used, `level` the alert level that it announces, `issuer` whose word it is.
    """

    id: str
    slots: Mapping[str, str]
    says: str
    limit: int | None = None
    kind: PhraseKind = "talk"
    level: int | None = None
    issuer: Literal["city", "agency", "operator"] | None = None
    pictogram: str | None = None


@dataclass(frozen=True)
class Wording:
    """A phrase in one language: its text with open slots, and the state of the text."""

    text: str
    state: State = "draft"


@dataclass(frozen=True)
class Problem:
    """A fault in data: where, which rule, and what to do about it."""

    path: str
    line: int
    rule: str
    message: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line} [{self.rule}] {self.message}"
