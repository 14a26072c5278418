"""Typed slot values → what a resident reads: dates by CLDR, hazards, foods and areas in the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from bot.data import Language
from bot.knowledge import Library
from bot.language import show_date, show_moment
from bot.phrasebook import Phrasebook, fill

T = TypeVar("T")

_NAMES = {"hazard": "hazard", "garbage": "garbage", "foods": "food"}  # type → phrases name.<…>.<value>
_INTENSITY = re.compile(r"([0-7])\s*(弱|強|-|\+|lower|upper)?", re.IGNORECASE)
_HALF = {"弱": "lower", "-": "lower", "lower": "lower", "強": "upper", "+": "upper", "upper": "upper"}


@dataclass(frozen=True)
class Slots:
    """Fills slots in one language."""

    library: Library
    book: Phrasebook
    tag: str

    @property
    def language(self) -> Language:
        return self.library.languages[self.tag]

    def fill(self, id: str, values: Mapping[str, str]) -> str:
        """A phrase with its own slots, its alert level, contacts; SlotError when one has no value."""
        wording, language = self.book.wording(id, self.tag)
        phrase = self.book.phrases[id]
        level = {"level": str(phrase.level)} if phrase.level else {}
        own = {name: self.shown(phrase.slots.get(name, "text"), value) for name, value in values.items()}
        return fill(wording.text, {**self.library.slots(None, language), **level, **own})

    def shown(self, type: str, value: str) -> str:
        """The value of a slot of this type; what is not known to us stays as it was typed.

        hazard, garbage, foods: ids ("flood", "pork, egg"); area, shelter: ids of areas.yaml, shelters.yaml;
        date, datetime: ISO 8601; intensity: "5-", "5+", "5弱", "5 lower" (the weather agency's ten steps).
        """
        show = {
            "hazard": lambda value: self.named("hazard", value),
            "garbage": lambda value: self.named("garbage", value),
            "foods": self._foods,
            "area": self._place,
            "shelter": self._place,
            "date": self._moment,
            "datetime": self._moment,
            "intensity": self._intensity,
        }.get(type)
        return show(value) if show else value

    def named(self, type: str, value: str) -> str:
        """The name of a hazard, a food or a kind of garbage; an unknown one stays as it is."""
        id = f"name.{_NAMES[type]}.{value}"
        return self.book.text(id, self.tag, {}) if id in self.book.phrases else value

    def _foods(self, value: str) -> str:
        return ", ".join(self.named("foods", food.strip()) for food in value.split(","))

    def _place(self, value: str) -> str:
        known = value in self.library.areas or value in self.library.shelters
        return self.library.place(value, self.tag) if known else value

    def _moment(self, value: str) -> str:
        if day := _parsed(date.fromisoformat, value):
            return show_date(day, self.language)
        moment = _parsed(datetime.fromisoformat, value)
        return show_moment(moment, self.language) if moment else value

    def _intensity(self, value: str) -> str:
        found = _INTENSITY.fullmatch(value.strip())
        step = _HALF.get((found[2] or "").lower(), "plain") if found else ""
        id = f"name.intensity.{step}"
        if not found or id not in self.book.phrases:
            return value
        return self.book.text(id, self.tag, {"number": found[1]})


def _parsed(parse: Callable[[str], T], value: str) -> T | None:
    try:
        return parse(value)
    except ValueError:
        return None
