"""Easy Japanese: readings on every kanji, short sentences, words that a beginner knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.check.marks import pattern
from bot.check.rule import Fault, rule
from bot.check.view import Text, View
from bot.language import EASY
from bot.matching.normal import readings as as_read
from bot.phrasebook import SLOT

BEATS = 40  # a sentence that is longer is two
_UNREAD = re.compile(r"[㐀-鿿々]+(?!《)[^㐀-鿿々《]|[㐀-鿿々]+$")
_BASE = re.compile(r"(?:｜[^《｜]*|[㐀-鿿々]+)《[^》]*》")
_NO_KANA = re.compile(r"《(?![ぁ-ゖァ-ヺー・ 　]+》)[^》]*》?")
_SENTENCE = re.compile(r"[^。：！？\n]+")
_BEAT = re.compile("[ぁ-ゖァ-ヺー]")
_SMALL = re.compile("[ゃゅょぁぃぅぇぉャュョァィゥェォゎヮ]")
_OFFICIAL = re.compile(r"「[^」]*」|（[^）]*）")  # signs and terms are quoted as they are
_FLEE = re.compile(r"避難(?:する|し(?!ょ)|でき|せず)|ひなん(?:する|し(?!ょ)|でき)")


def _easy(view: View) -> tuple[Text, ...]:
    return view.of(EASY)


@rule("reading")
def reading(view: View) -> Iterator[Fault]:
    """In easy Japanese every kanji has its reading: 避難所《ひなんじょ》."""
    for text in _easy(view):
        for part in text.parts:
            if found := _UNREAD.search(_BASE.sub("", part)):
                yield Fault(*text.spot, f"{found[0]!r} has no reading; write 《…》 behind the kanji")
                break


@rule("reading.kana")
def kana(view: View) -> Iterator[Fault]:
    """A reading is all kana, and its marks are closed."""
    for text in _easy(view):
        if found := _NO_KANA.search(text.whole):
            yield Fault(*text.spot, f"{found[0]!r} is no reading; write it in kana")


@rule("beats", "warning")
def beats(view: View) -> Iterator[Fault]:
    """A sentence of easy Japanese has at most 40 beats (kana as they are spoken)."""
    for text in _easy(view):
        spoken = as_read(SLOT.sub("", _OFFICIAL.sub("", text.whole)))
        for sentence in _SENTENCE.findall(spoken):
            if (length := _beats(sentence)) > BEATS:
                yield Fault(*text.spot, f"{length} beats: {sentence[:24]}…; make two sentences of it")
                break


def _beats(sentence: str) -> int:
    """Morae: small ゃゅょ belong to the kana before them, っ and ー count."""
    return len(_BEAT.findall(sentence)) - len(_SMALL.findall(sentence))


@rule("easy.flee", "warning")
def flee(view: View) -> Iterator[Fault]:
    """Easy Japanese says 逃げる, not 避難する."""
    for text in _easy(view):
        if found := _FLEE.search(_OFFICIAL.sub("", text.plain)):
            yield Fault(*text.spot, f"{found[0]}: write 逃《に》げる")


@rule("easy.loan", "warning")
def loans(view: View) -> Iterator[Fault]:
    """Easy Japanese has no loan words for which there are easy words."""
    words = view.marks.easy
    for text in _easy(view):
        if words and (found := pattern(tuple(words)).search(_OFFICIAL.sub("", text.plain))):
            yield Fault(*text.spot, f"{found[0]}: write {words[found[0]]}")


RULES = (reading, kana, beats, flee, loans)
