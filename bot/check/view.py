"""The words as the rules look at them: read once, normalised once, searched as one long string a language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal, NamedTuple

from bot.cards import Cards
from bot.check.beside import Beside
from bot.check.marks import MARKS, Marks, pattern
from bot.data import Phrase
from bot.language import JAPAN, JAPANESE
from bot.phrasebook import SLOT
from bot.terms import without_readings


class Spot(NamedTuple):
    """Where words stand: ("answers/vi", id)."""

    part: str
    id: str


@dataclass(frozen=True)
class Text:
    """What a resident reads under one id in one language: an answer's label, title and steps, or a phrase."""

    kind: Literal["answers", "text"]
    id: str
    tag: str
    parts: tuple[str, ...]  # label, title and steps, or the lines of a phrase
    whole: str  # the parts, one a line
    plain: str  # without the readings of easy Japanese
    slots: tuple[str, ...]  # in the order in which they stand, as often as they stand
    steps: tuple[str, ...]  # what says something on its own: the steps, or the lines

    @property
    def spot(self) -> Spot:
        return Spot(f"{self.kind}/{self.tag}", self.id)


def text(kind: Literal["answers", "text"], id: str, tag: str, parts: tuple[str, ...]) -> Text:
    """A text with its views."""
    whole = "\n".join(parts)
    plain = without_readings(whole)
    slots = tuple(SLOT.findall(whole)) if "{" in whole else ()
    return Text(kind, id, tag, parts, whole, plain, slots, parts[2:] if kind == "answers" else parts)


class Run:
    """Many rows as one string, so that one search looks at all of them."""

    def __init__(self, rows: Iterable[tuple[Spot, str]]) -> None:
        self.spots: list[Spot] = []
        self._starts: list[int] = []
        texts, start = [], 0
        for spot, row in rows:
            self.spots.append(spot)
            self._starts.append(start)
            texts.append(row)
            start += len(row) + 1
        self.blob = "\n".join(texts)

    @cached_property
    def lower(self) -> str:
        """The same without regard to case: only to see whether a word is there at all."""
        return self.blob.casefold()

    def words(self, words: Iterable[str]) -> Iterator[tuple[Spot, re.Match[str]]]:
        """The first of these words in each row that has one; most are nowhere, which is soon seen."""
        there = tuple(word for word in words if word.rstrip("*").casefold() in self.lower)
        return self.find(pattern(there)) if there else iter(())

    def rows(self) -> Iterator[tuple[Spot, str]]:
        """Each row again."""
        ends = (*self._starts[1:], len(self.blob) + 1)
        for spot, start, end in zip(self.spots, self._starts, ends, strict=True):
            yield spot, self.blob[start : end - 1]

    def find(
        self, pattern: re.Pattern[str], fits: Callable[[re.Match[str]], bool] = bool
    ) -> Iterator[tuple[Spot, re.Match[str]]]:
        """The first hit that fits in each row that has one."""
        last = -1
        for found in pattern.finditer(self.blob):
            row = bisect_right(self._starts, found.start()) - 1
            if row != last and fits(found):
                last = row
                yield self.spots[row], found


@dataclass(frozen=True)
class View:
    """Everything that the rules look at; nothing changes after construction."""

    cards: Cards
    beside: Beside = field(default_factory=Beside)
    today: date = field(default_factory=lambda: datetime.now(JAPAN).date())
    marks: Marks = MARKS

    def place(self, part: str, id: str) -> tuple[str, int]:
        """File and line of a row; a part that is a path itself stands for the whole file."""
        for where in (self.cards.library.where, self.cards.phrasebook.where, self.beside.terms.where):
            if found := where.get((part, id)):
                return found
        return part, 1

    @cached_property
    def texts(self) -> Mapping[tuple[str, str, str], Text]:
        """By kind, id and language: all answers and phrases whose id is known."""
        library, book = self.cards.library, self.cards.phrasebook
        rows = [
            text("answers", id, tag, (answer.label, answer.title, *answer.steps))
            for (id, tag), answer in library.answers.items()
        ]
        rows += [
            text("text", id, tag, tuple(wording.text.split("\n")))
            for (id, tag), wording in book.wordings.items()
        ]
        return {(row.kind, row.id, row.tag): row for row in rows}

    @cached_property
    def pairs(self) -> tuple[tuple[Text, Text], ...]:
        """Each translation with the Japanese text from which it is made."""
        return tuple(
            (row, main)
            for row in self.texts.values()
            if row.tag != JAPANESE and (main := self.texts.get((row.kind, row.id, JAPANESE)))
        )

    @cached_property
    def notices(self) -> tuple[tuple[Text, Phrase], ...]:
        """The texts of all notices."""
        phrases = self.cards.phrasebook.phrases
        return tuple(
            (row, phrases[row.id])
            for row in self.texts.values()
            if row.kind == "text" and row.id in phrases and phrases[row.id].kind == "notice"
        )

    def of(self, tag: str) -> tuple[Text, ...]:
        """All texts of a language."""
        return self._by_tag.get(tag, ())

    @cached_property
    def _by_tag(self) -> dict[str, tuple[Text, ...]]:
        found: dict[str, list[Text]] = {}
        for row in self.texts.values():
            found.setdefault(row.tag, []).append(row)
        return {tag: tuple(rows) for tag, rows in found.items()}

    @cached_property
    def words(self) -> Mapping[str, Run]:
        """Per language, all that a resident reads, with its slots."""
        return {tag: Run((row.spot, row.whole) for row in rows) for tag, rows in self._by_tag.items()}

    @cached_property
    def plain(self) -> Mapping[str, Run]:
        """The same without the readings of easy Japanese."""
        return {tag: Run((row.spot, row.plain) for row in rows) for tag, rows in self._by_tag.items()}

    @cached_property
    def bare(self) -> Mapping[str, Run]:
        """The same with {} for every slot: what somebody typed."""
        return {
            tag: Run((row.spot, SLOT.sub("{}", row.whole) if row.slots else row.whole) for row in rows)
            for tag, rows in self._by_tag.items()
        }

    @cached_property
    def asked(self) -> Mapping[str, Run]:
        """Per language, all that a resident may ask: example questions, search words, words of danger."""
        rows: dict[str, list[tuple[Spot, str]]] = {}
        for (id, tag), asked in self.cards.library.questions.items():
            said = "\n".join((*asked.examples, *asked.keywords))
            rows.setdefault(tag, []).append((Spot(f"questions/{tag}", id), said))
        for (id, tag), danger in self.cards.library.danger_words.items():
            said = "\n".join((*danger.words, *danger.excepted))
            rows.setdefault(tag, []).append((Spot(f"danger/{tag}", id), said))
        return {tag: Run(found) for tag, found in rows.items()}

    def script(self, tag: str) -> str:
        """The ISO 15924 code of a language's script."""
        return self.cards.library.languages[tag].script
