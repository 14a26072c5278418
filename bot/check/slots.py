"""Slots: all known, the same in every language, levels in the same order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.check.rule import Fault, rule
from bot.check.view import Text, View
from bot.data import Phrase
from bot.phrasebook import SLOT

# Values whose name is a number are levels, heights, ages in a row: swapped, they kill.
LEVELS = frozenset(("zero", "one", "two", "three", "four", "five", "six", "seven", "level"))
_JAPANESE_SIGN = re.compile(r"[(（「『][^)）」』\n]*[ぁ-ヺ一-鿿][^)）」』\n]*[)）」』]")
HAN = ("Jpan", "Hans", "Hant")  # scripts whose own brackets look like those of a sign
FREE = "municipality"  # a notice may name the city; then it does so in every language


@rule("slot")
def slots(view: View) -> Iterator[Fault]:
    """Every slot is known and stands in all languages alike; a phrase has just its own slots."""
    library, book = view.cards.library, view.cards.phrasebook
    for row in view.texts.values():
        if row.kind == "answers":
            known = library.slots(library.entries.get(row.id), row.tag)
            for slot in sorted(slot for slot in set(row.slots) if slot not in known):
                yield Fault(*row.spot, f"{{{slot}}} is no value of the entry and no contact")
        elif row.id in book.phrases:
            for slot in sorted(_wrong(row, book.phrases[row.id])):
                yield Fault(*row.spot, f"{{{slot}}} is not both in the text and in phrases.yaml")
    for row, main in view.pairs:
        declared = book.phrases[row.id].slots if row.kind == "text" and row.id in book.phrases else {}
        for slot in sorted((set(row.slots) ^ set(main.slots)) - set(declared)):
            yield Fault(*row.spot, f"{{{slot}}} is not in this and the Japanese text alike")


def _wrong(row: Text, phrase: Phrase) -> set[str]:
    free = {FREE, "level"} if phrase.level else {FREE}
    return {slot for slot in set(row.slots) ^ set(phrase.slots) if slot in phrase.slots or slot not in free}


@rule("slot.order")
def order(view: View) -> Iterator[Fault]:
    """Levels come in the same order as in Japanese, and no slot stands much more or less often."""
    for row, main in view.pairs:
        if not main.slots:
            continue
        levels, wanted = _levels(row), _levels(main)
        if levels != wanted and sorted(levels) == sorted(wanted):
            yield Fault(*row.spot, f"levels come as {_list(levels)}, in Japanese as {_list(wanted)}")
        told = row.slots if view.script(row.tag) in HAN else _told(row)
        often, there = Counter(told), Counter(main.slots)
        for slot in sorted(often.keys() & there.keys()):
            if abs(often[slot] - there[slot]) > 1:
                yield Fault(*row.spot, f"{{{slot}}} stands {often[slot]} times, in Japanese {there[slot]}")


def _told(row: Text) -> list[str]:
    """The slots outside of brackets with Japanese: a sign beside its translation repeats them."""
    return (
        SLOT.findall(_JAPANESE_SIGN.sub("", row.whole))
        if len(set(row.slots)) < len(row.slots)
        else [*row.slots]
    )


def _levels(row: Text) -> list[str]:
    return list(dict.fromkeys(slot for slot in row.slots if slot in LEVELS))


def _list(levels: list[str]) -> str:
    return " ".join(f"{{{level}}}" for level in levels)


RULES = (slots, order)
