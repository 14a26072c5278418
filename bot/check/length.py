"""Short enough for a frightened reader, for LINE's buttons, and for a locked phone."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from bot.cards import Cards, readable
from bot.check.rule import Fault, rule
from bot.check.view import Text, View
from bot.data import Language, Phrase
from bot.language import show_date
from bot.line.counting import label_width
from bot.phrasebook import SLOT
from bot.terms import without_readings

LABEL = 20  # graphemes; LINE's limit on a quick reply
TITLE = 60
FEWEST_STEPS, MOST_STEPS = 3, 7
HEADING = 40  # graphemes of a notice that a locked phone shows
NOTICE = 500  # characters that a frightened reader reads
SHOWN = ("level", "hazard")  # what the first line of a notice must not leave to the second
_NAMED = {"hazard": "hazard", "garbage": "garbage", "foods": "food", "intensity": "intensity"}
_Longest = Mapping[tuple[str, str], str]  # (kind of name, language) → name
_SAMPLE_DAY = date(2026, 12, 28)
# Usual values, rather long than short; a name is as long as names of places are in Latin letters.
_SAMPLES = {
    "number": "12",
    "time": "23:45",
    "phone": "0000-00-0001",
    "text": "x" * 40,
    "area": "Minami-machi",
    "place": "Mihon Community Center",
    "river": "Mihon River",
    "shelter": "Minato Community Center",
}


@rule("length")
def lengths(view: View) -> Iterator[Fault]:
    """Labels of 20 graphemes, titles of 60, 3 to 7 steps, answers and phrases within their limits."""
    library, book = view.cards.library, view.cards.phrasebook
    for (id, tag), answer in library.answers.items():
        if id in library.entries:
            label = _filled(answer.label, library.slots(library.entries[id], tag))
            text = view.texts["answers", id, tag]
            for fault in _too_long(text, label, library.languages[tag].longest):
                yield Fault(f"answers/{tag}", id, fault)
    for (id, tag), wording in book.wordings.items():
        phrase = book.phrases.get(id)
        if phrase and phrase.limit and (shown := _shown(wording.text)) > phrase.limit:
            yield Fault(f"text/{tag}", id, f"{shown} characters, {phrase.limit} fit")


def _too_long(text: Text, label: str, longest: int) -> Iterator[str]:
    shown, title = text.plain.split("\n", 2)[:2]
    whole = len(text.plain) - len(shown) - len(text.parts) + 1
    if (width := _wider(label, LABEL)) > LABEL:
        yield f"the label has {width} characters, {LABEL} fit on a quick reply"
    if (width := _wider(title, TITLE)) > TITLE:
        yield f"the title has {width} characters; at most {TITLE}"
    if whole > longest:
        yield f"{whole} characters in all; at most {longest}"
    if not FEWEST_STEPS <= len(text.steps) <= MOST_STEPS:
        yield f"{len(text.steps)} steps; from {FEWEST_STEPS} to {MOST_STEPS}"


def _wider(text: str, limit: int) -> int:
    """The width of a text; what has no more code points than the limit is never wider than it."""
    return label_width(text) if len(text) > limit else len(text)


@cache
def _shown(text: str) -> int:
    """Graphemes on the button, each slot counted as the least it can be."""
    return label_width(readable(SLOT.sub("x", text)))


def _filled(text: str, slots: Mapping[str, str]) -> str:
    """As `fill`, but a slot that is nowhere stays: another rule tells of it."""
    if "{" in text:
        text = SLOT.sub(lambda found: slots.get(found[1], found[0]), text)
    return readable(text) if "《" in text else text


@rule("heading")
def headings(view: View) -> Iterator[Fault]:
    """The first line of a notice says all that a locked phone shows, in 40 graphemes; all is read in 500."""
    longest = _longest(view.cards)
    for row, phrase in view.notices:
        slots = _usual(view.cards, phrase, row.tag, longest)
        if (width := _wider(_filled(without_readings(row.parts[0]), slots), HEADING)) > HEADING:
            yield Fault(*row.spot, f"line one has {width} characters when filled; {HEADING} are seen")
        if (whole := len(_filled(row.plain, slots))) > NOTICE:
            yield Fault(*row.spot, f"{whole} characters when filled; at most {NOTICE}")
        for slot in SHOWN:
            if slot in row.slots and f"{{{slot}}}" not in row.parts[0]:
                yield Fault(*row.spot, f"{{{slot}}} belongs into line one, which a locked phone shows")


def _usual(
    cards: Cards, phrase: Phrase, tag: str, longest: Mapping[tuple[str, str], str]
) -> Mapping[str, str]:
    """Usual values for the slots of a notice."""
    slots = {"level": "5"}
    for name, type in phrase.slots.items():
        if type in ("date", "datetime"):
            slots[name] = _day(cards.library.languages[tag])
        elif type in _NAMED:
            slots[name] = longest.get((_NAMED[type], tag), "")
        elif type != "contact":
            slots[name] = _SAMPLES.get(type, "")
    return ChainMap(slots, cards.library.slots(None, tag))  # type: ignore[arg-type]


@cache
def _day(language: Language) -> str:
    return show_date(_SAMPLE_DAY, language)


def _longest(cards: Cards) -> _Longest:
    """The longest name of each kind (hazard, food …) in each language."""
    found: dict[tuple[str, str], str] = {}
    for (id, tag), wording in cards.phrasebook.wordings.items():
        if id.startswith("name."):
            name, key = without_readings(wording.text).replace("{number}", "6"), (id.split(".")[1], tag)
            if len(name) > len(found.get(key, "")):
                found[key] = name
    return found


RULES = (lengths, headings)
