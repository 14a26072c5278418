"""The kinds of faults that are put into words: how, in which languages, how often, and which rule is meant."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

from bench import burmese
from bench.spoil import *
from bot.language import EASY, JAPANESE

def _translations(tag: str) -> bool:
    return tag != JAPANESE


def _russian(tag: str) -> bool:
    return tag == "ru"


def _latin(tag: str) -> bool:
    return tag in {"en", "vi", "fil", "id", "pt", "es", "fr"}


_SWAPPED = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}
_NEXT = ("en", "vi", "fil", "id", "pt", "es", "fr")
_LATIN = frozenset((*_NEXT, JAPANESE))


def _neighbour(tag: str) -> str | None:
    """For a language with Latin letters the next one, else English."""
    return (
        _NEXT[(_NEXT.index(tag) + 1) % len(_NEXT)] if tag in _NEXT else "en" if tag not in _SWAPPED else None
    )


def _appended(text: str) -> Callable[[str], str]:
    return lambda step: f"{step} {text}"


# kind, how, in which languages, how often in each, claimed, needs the slow rules
KINDS: tuple[tuple[str, Spoil, Callable[[str], bool], int, bool], ...] = (
    ("level slots swapped", levels_swapped, _translations, 1, True),
    ("a level becomes another", level_changed, _translations, 1, True),
    ("\"not\" dropped where the Japanese forbids", negation_dropped, _translations, 2, True),
    ("slot misspelt", in_a_step(lambda s: SLOT.sub(r"{\1x}", s, count=1), has_slot), bool, 1, True),
    ("slot dropped", slot_dropped, bool, 1, True),
    ("slot three times", in_a_step(three_more, has_slot), _translations, 1, True),
    ("digit typed", in_a_step(lambda s: s + " 5"), bool, 1, True),
    ("link typed", in_a_step(_appended("www.example.jp")), bool, 1, True),
    ("text of another language", as_in(_neighbour), lambda tag: tag not in (JAPANESE, EASY), 1, True),
    ("English step left", step_left, lambda tag: tag not in ("en",), 2, True),
    ("simplified for traditional", as_in(_SWAPPED.get), lambda tag: tag in _SWAPPED, 6, True),
    ("Hindi sentence in Nepali", in_a_step(_appended(HINDI[0])), lambda tag: tag == "ne", 3, True),
    ("Hindi sentence in Nepali", in_a_step(_appended(HINDI[1])), lambda tag: tag == "ne", 3, True),
    ("Hindi sentence in Nepali", in_a_step(_appended(HINDI[2])), lambda tag: tag == "ne", 3, True),
    ("Zawgyi Burmese", in_a_step(burmese.zawgyi, lambda s: len(s) > 20), lambda tag: tag == "my", 8, True),
    ("Cyrillic letter in Latin word", in_a_step(lambda s: s.replace("a", "а", 1), has_a), _latin, 1, True),
    ("Latin letter in Russian word", in_a_step(latin_o, lambda s: latin_o(s) != s), _russian, 5, True),
    ("reading removed", reading_removed, lambda tag: tag == EASY, 8, True),
    ("retired term put in", in_a_step(_appended(f"({JAPANESE_SIGN})")), bool, 1, True),
    ("official term replaced", term_replaced, _translations, 2, True),
    ("first line too long", in_a_notice(is_notice, longer_first_line), bool, 1, True),
    ("label too long", label_too_long, bool, 1, True),
    ("fewer than 3 steps", step_dropped, bool, 1, True),
    ("missing row", row_missing, bool, 1, True),
    ("same example in two entries", same_example, bool, 1, True),
    ("drill word removed", in_a_notice(is_drill, other_last_line), bool, 1, True),
    ("agency's notice without \"no order\"", in_a_notice(is("agency", 3), without_line), bool, 1, True),
    ("city not named", in_a_notice(is("city"), lambda t: t.replace("{municipality}", "x")), bool, 1, True),
    ("stale stamp", stale, _translations, 1, True),
    ("reviewed, not signed", unsigned, _translations, 1, True),
    ("no pictogram", entry({"pictogram": "nothing"}), lambda tag: tag == JAPANESE, 5, True),
    ("checked in the future", entry({"checked": None}), lambda tag: tag == JAPANESE, 5, True),
    ("left to be written", in_a_step(_appended("TODO")), bool, 1, True),
    ("two spaces", in_a_step(_appended(" x")), bool, 1, True),
    ("accents apart (NFD)", in_a_step(lambda s: s + unicodedata.normalize("NFD", "é")), bool, 1, True),
    ("zero-width space", in_a_step(lambda s: s[:3] + "\u200b" + s[3:]), bool, 1, True),
    ("one of several mentions of a level", one_level_changed, _translations, 1, False),
    ("order of steps changed", steps_swapped, bool, 1, False),
    ("a step of another entry", step_of_another, bool, 1, False),
    ("a sentence lost", sentence_lost, bool, 1, False),
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
    for kind, spoil, wanted, often, claimed in KINDS:
        for tag in house.cards.library.languages.tags:
            for _ in range(often if wanted(tag) else 0):
                if made := spoil(house, tag, rng):
                    slow = _latin(tag) and kind in ("text of another language", "English step left")
                    tags = _LATIN if slow else frozenset((tag, JAPANESE, "en"))
                    rules = frozenset(MEANT[kind].split()) if claimed else frozenset[str]()
                    yield Fault(kind, made[0], made[1], tags, claimed, slow, rules)
