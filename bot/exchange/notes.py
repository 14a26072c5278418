"""What a translator must know of a text: what it is for, how long it may be, what its slots hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import regex

from bot.check import length
from bot.data import Phrase
from bot.exchange.keys import LABEL, TITLE
from bot.exchange.units import House, Unit
from bot.language import FIRST, JAPANESE
from bot.line.counting import label_width
from bot.phrasebook import SLOT
from bot.slots import Slots
from bot.terms import without_readings

_MARKS = regex.compile(r"[\p{M}\u200c\u200d]")
_PARTS = {
    "label": "ボタンの言葉 / words on a button",
    "title": "カードの見出し / title of the card",
    "examples": "住民が書く質問、1行に1つ / questions as residents write them, one per line",
    "keywords": "探すための言葉、1行に1つ / search words, one per line",
    "words": "命が危ない時に書く言葉、1行に1つ（= で始まる言葉は、それだけを書いた時だけ）"
    " / words written in mortal danger, one per line (after = a word counts only when it stands alone)",
    "except": "危なくない使い方、1行に1つ / harmless uses of such words, one per line",
}
# What a slot of each type may hold; times and numbers of the sample municipality, not real ones.
_SAMPLES = {
    "text": "…", "number": "5", "phone": "0120-000-000", "url": "https://www.example.jp/",
    "date": "2026-06-01", "time": "17:30", "datetime": "2026-06-01T17:30", "area": "みほん",
    "place": "みほん小学校", "river": "みほん川", "shelter": "みほん小学校", "hazard": "flood",
    "foods": "egg, milk", "garbage": "burnable", "intensity": "5+",
}  # fmt: skip


@dataclass(frozen=True)
class Note:
    """`limit` as it is shown; `room` is how many letters Excel may count in all (None: no limit).

    `whole`: the limit is of title and steps together; `first_line`: of the first line only.
    """

    text: str
    limit: str = ""
    room: int | None = None
    whole: bool = False
    first_line: bool = False


def note(house: House, unit: Unit, tag: str) -> Note:
    """The note of one unit."""
    key = unit.key
    if key.kind == "phrases":
        return _of_phrase(house, unit, tag)
    lead = [_PARTS.get(key.part) or f"{key.step}番目にすること / step {key.step}"]
    slots: dict[str, str] = {}
    if entry := house.cards.library.entries.get(key.id):
        lead.append(_topic(house, entry.topic))
        slots = _used(unit, house.cards.library.slots(entry, tag)) if key.kind == "answers" else {}
    text = _joined(lead, slots)
    if key.part == LABEL:
        return Note(text, str(length.LABEL), _room(unit.text, length.LABEL, slots))
    if key.part == TITLE:
        return Note(text, str(length.TITLE), _room(unit.text, length.TITLE, slots))
    if key.step == 1:
        longest = house.cards.library.languages[tag].longest
        return Note(text, f"全部で / in all: {longest}", longest, whole=True)
    return Note(text)


def _topic(house: House, topic: str) -> str:
    words = house.cards.phrasebook.wordings
    found = [words[id, tag].text for tag in (JAPANESE, FIRST) if (id := f"topic.{topic}", tag) in words]
    return " / ".join(found) or topic


def _of_phrase(house: House, unit: Unit, tag: str) -> Note:
    phrase = house.cards.phrasebook.phrases.get(unit.key.id)
    if not phrase:
        return Note("")
    slots = _used(unit, _slots_of(house, phrase, tag))
    text = _joined([phrase.says], slots)
    if phrase.limit:
        return Note(text, str(phrase.limit), _room(unit.text, phrase.limit, dict.fromkeys(slots, "x")))
    if phrase.kind == "notice":
        room = _room(unit.text.split("\n")[0], length.HEADING, slots)
        return Note(text, f"1行目 / line 1: {length.HEADING}", room, first_line=True)
    return Note(text)


def _slots_of(house: House, phrase: Phrase, tag: str) -> dict[str, str]:
    cards = house.cards
    common = cards.library.slots(None, tag)
    shown = Slots(cards.library, cards.phrasebook, tag).shown
    own = {
        name: common.get(name, "?") if type == "contact" else shown(type, _SAMPLES[type])
        for name, type in phrase.slots.items()
    }
    return {**common, **({"level": str(phrase.level)} if phrase.level else {}), **own}


def _used(unit: Unit, slots: Mapping[str, str]) -> dict[str, str]:
    """The slots that stand in the sources or the text, with what they hold."""
    names = dict.fromkeys(SLOT.findall(" ".join((unit.japanese, unit.english, unit.text))))
    return {name: slots.get(name, "?") for name in names}


def _joined(lead: Iterable[str], slots: Mapping[str, str]) -> str:
    held = (f"{{{name}}} = {value}" for name, value in slots.items())
    return "\n".join([" – ".join(filter(None, lead)), *held])


def _room(text: str, limit: int, slots: Mapping[str, str]) -> int:
    """The limit, corrected by what Excel counts otherwise than LINE: slots, readings, joined letters.

    Exact for the present text, and about right while it is edited.
    """
    filled = SLOT.sub(lambda found: slots.get(found[1], found[0]), without_readings(text))
    if text:
        return limit + letters(text) - label_width(filled)
    return limit + sum(len(name) + 2 - len(value) for name, value in slots.items())


def letters(text: str) -> int:
    """How many letters Excel's formula counts: all characters but combining marks."""
    return len(_MARKS.sub("", text))


def marks(text: str) -> list[str]:
    """The combining marks and joiners of a text."""
    return _MARKS.findall(text)
