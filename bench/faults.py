"""The kinds of faults that are put into words: how, in which languages, how often, which rule is meant."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

from bench import burmese, spoil
from bench.spoilt import Fault, House
from bot.language import EASY, JAPANESE

_NEXT = ("en", "vi", "fil", "id", "pt", "es", "fr")  # languages with Latin letters


def _translations(tag: str) -> bool:
    return tag != JAPANESE


def _nepali(tag: str) -> bool:
    return tag == "ne"


def _burmese(tag: str) -> bool:
    return tag == "my"


def _russian(tag: str) -> bool:
    return tag == "ru"


def _latin(tag: str) -> bool:
    return tag in _NEXT


_SWAPPED = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}
_LATIN = frozenset((*_NEXT, JAPANESE))


def _neighbour(tag: str) -> str | None:
    """For a language with Latin letters the next one, else English; Chinese has a fault of its own."""
    if tag in _NEXT:
        return _NEXT[(_NEXT.index(tag) + 1) % len(_NEXT)]
    return None if tag in _SWAPPED else "en"


def _appended(text: str) -> Callable[[str], str]:
    return lambda step: f"{step} {text}"


# kind, how, in which languages, how often in each, whether a rule claims to find it
KINDS: tuple[tuple[str, spoil.Spoil, Callable[[str], bool], int, bool], ...] = (
    ("level slots swapped", spoil.levels_swapped, _translations, 1, True),
    ("a level becomes another", spoil.level_changed, _translations, 1, True),
    ("\"not\" dropped where the Japanese forbids", spoil.negation_dropped, _translations, 2, True),
    ("slot misspelt", spoil.in_a_step(spoil.misspelt, spoil.has_slot), bool, 1, True),
    ("slot dropped", spoil.slot_dropped, bool, 1, True),
    ("slot three times", spoil.in_a_step(spoil.three_more, spoil.has_slot), _translations, 1, True),
    ("digit typed", spoil.in_a_step(lambda s: s + " 5"), bool, 1, True),
    ("link typed", spoil.in_a_step(_appended("www.example.jp")), bool, 1, True),
    ("text of another language", spoil.as_in(_neighbour), lambda tag: tag not in (JAPANESE, EASY), 1, True),
    ("English step left", spoil.step_left, lambda tag: tag not in ("en",), 2, True),
    ("simplified for traditional", spoil.as_in(_SWAPPED.get), lambda tag: tag in _SWAPPED, 6, True),
    ("Hindi sentence in Nepali", spoil.in_a_step(_appended(spoil.HINDI[0])), _nepali, 3, True),
    ("Hindi sentence in Nepali", spoil.in_a_step(_appended(spoil.HINDI[1])), _nepali, 3, True),
    ("Hindi sentence in Nepali", spoil.in_a_step(_appended(spoil.HINDI[2])), _nepali, 3, True),
    ("Zawgyi Burmese", spoil.in_a_step(burmese.zawgyi, lambda s: len(s) > 20), _burmese, 8, True),
    ("Cyrillic letter in Latin word", spoil.in_a_step(spoil.cyrillic_a, spoil.has_a), _latin, 1, True),
    ("Latin letter in Russian word", spoil.in_a_step(spoil.latin_o, spoil.has_o), _russian, 5, True),
    ("reading removed", spoil.reading_removed, lambda tag: tag == EASY, 8, True),
    ("retired term put in", spoil.in_a_step(_appended(f"({spoil.JAPANESE_SIGN})")), bool, 1, True),
    ("official term replaced", spoil.term_replaced, _translations, 2, True),
    ("first line too long", spoil.in_a_notice(spoil.is_notice, spoil.longer_first_line), bool, 1, True),
    ("label too long", spoil.label_too_long, bool, 1, True),
    ("fewer than 3 steps", spoil.step_dropped, bool, 1, True),
    ("missing row", spoil.row_missing, bool, 1, True),
    ("same example in two entries", spoil.same_example, bool, 1, True),
    ("drill word removed", spoil.in_a_notice(spoil.is_drill, spoil.other_last_line), bool, 1, True),
    ("agency's notice without \"no order\"", spoil.agency_says_no_order, bool, 1, True),
    ("city not named", spoil.city_not_named, bool, 1, True),
    ("stale stamp", spoil.stale, _translations, 1, True),
    ("reviewed, not signed", spoil.unsigned, _translations, 1, True),
    ("no pictogram", spoil.entry({"pictogram": "nothing"}), lambda tag: tag == JAPANESE, 5, True),
    ("checked in the future", spoil.entry({"checked": None}), lambda tag: tag == JAPANESE, 5, True),
    ("left to be written", spoil.in_a_step(_appended("TODO")), bool, 1, True),
    ("two spaces", spoil.in_a_step(_appended(" x")), bool, 1, True),
    ("accents apart (NFD)", spoil.in_a_step(lambda s: s + unicodedata.normalize("NFD", "é")), bool, 1, True),
    ("zero-width space", spoil.in_a_step(lambda s: s[:3] + "\u200b" + s[3:]), bool, 1, True),
    ("one of several mentions of a level", spoil.one_level_changed, _translations, 1, False),
    ("order of steps changed", spoil.steps_swapped, bool, 1, False),
    ("a step of another entry", spoil.step_of_another, bool, 1, False),
    ("a sentence lost", spoil.sentence_lost, bool, 1, False),
)  # fmt: skip


# kind → the rules that are meant to find it
MEANT = {
    "level slots swapped": "slot.order",
    "a level becomes another": "slot",
    '"not" dropped where the Japanese forbids': "negation",
    "slot misspelt": "slot",
    "slot dropped": "slot",
    "slot three times": "slot.order",
    "digit typed": "digit",
    "link typed": "link.typed",
    "text of another language": "language script",
    "English step left": "language script",
    "simplified for traditional": "han",
    "Hindi sentence in Nepali": "neighbour",
    "Zawgyi Burmese": "zawgyi",
    "Cyrillic letter in Latin word": "script lookalike",
    "Latin letter in Russian word": "lookalike",
    "reading removed": "reading",
    "retired term put in": "retired",
    "official term replaced": "term sign",
    "first line too long": "heading",
    "label too long": "length",
    "fewer than 3 steps": "length",
    "missing row": "missing",
    "same example in two entries": "same.question",
    "drill word removed": "drill",
    'agency\'s notice without "no order"': "issuer",
    "city not named": "issuer",
    "stale stamp": "stale",
    "reviewed, not signed": "unsigned",
    "no pictogram": "pictogram",
    "checked in the future": "future",
    "left to be written": "leftover",
    "two spaces": "space",
    "accents apart (NFD)": "composed",
    "zero-width space": "character",
}


def all_of(house: House, rng: random.Random) -> Iterator[Fault]:
    """Every kind in every language where it can be."""
    for kind, change, wanted, often, claimed in KINDS:
        for tag in house.cards.library.languages.tags:
            for _ in range(often if wanted(tag) else 0):
                if made := change(house, tag, rng):
                    slow = _latin(tag) and kind in ("text of another language", "English step left")
                    tags = _LATIN if slow else frozenset((tag, JAPANESE, "en"))
                    rules = frozenset(MEANT[kind].split()) if claimed else frozenset[str]()
                    yield Fault(kind, made[0], made[1], tags, claimed, slow, rules)
