"""Each language in its own letters: no other script, no letters that only look alike, no broken Burmese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.check.rule import Fault, rule
from bot.check.view import View

# Letters by ISO 15924; Jpan, Kore, Hans and Hant are mixtures.
_LATIN = "A-Za-zÀ-ɏḀ-ỿ"
_JAPANESE = "\u3041-\u30fa\u30fc\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
_LETTERS = {
    "Latn": _LATIN,
    "Cyrl": "Ѐ-ԯ",
    "Deva": "\u0900-\u0963\u0970-\u097f",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Mymr": "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
    "Kore": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "Jpan": _JAPANESE,
    "Hans": "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff",
    "Hant": "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff",
}
# Blocks of letters that none of our texts quotes unless they are its own.
_BLOCKS = {
    "": "\u0250-\u02af\u0370-\u03ff\u0530-\u08ff\u0980-\u0dff\u0e80-\u0fff"
    "\u10a0-\u10ff\u1200-\u1cff\uff21-\uff5a",
    **{script: _LETTERS[script] for script in ("Cyrl", "Deva", "Thai", "Mymr", "Kore")},
}
_CJK = {"Jpan", "Hans", "Hant"}
_FEWEST = 12  # letters from which a part must show its own script; fewer may be a name (AED, Wi-Fi)
_LONGEST_QUOTE = 16  # Japanese letters in a row outside brackets: longer than any sign
_LONG_QUOTE = re.compile(f"[{_JAPANESE}]{{{_LONGEST_QUOTE},}}")
# Four lower-case Latin words in a row are a sentence; names of services have capitals, quotes stand in marks.
_LATIN_SENTENCE = re.compile(r"(?<![(（\"“'「『A-Za-z])\b[A-Za-z'’]+(?:,? [a-z][a-z'’]*){3,}")
_BRACKETS = re.compile(r"[^，。：；、\s（]*[＝=]|[(（「『\"“〈《【][^)）」』\"”〉》】\n]*[)）」』\"”〉》】]")
_KANA = re.compile("[ぁ-ゖァ-ヺー]{2,}")
_HAN = re.compile(f"[^{_LETTERS['Hans']}]+")
_CHARSETS = {"Hans": "gb2312", "Hant": "big5"}  # the sets of before Unicode hold what their country wrote
# Letters of everyday words that the old sets left out.
_ALSO = {"Hans": frozenset("啰喆瞭噁"), "Hant": frozenset("着裏啟麪綫羣衞産説")}
_LOOKALIKE = re.compile("[Ѐ-ԯ](?:(?=[A-Za-z])|(?<=[A-Za-z].))")

# Zawgyi, a Burmese encoding of before Unicode, looks well on old phones only. It writes what Unicode never
# does: letters of other languages as stacked forms, ေ and the ra sign before their consonant, 1039 as asat
# (it does not stack), 103a as ya sign (vowels follow).
# Unicode stacks only consonants of one row (k, c, ṭ, t, p): Zawgyi's asat seems to stack any two.
_ROWS = ("\u1000-\u1003", "\u1005-\u100a", "\u100b-\u100f", "\u1010-\u1014", "\u1015-\u1019")
_STACKS = "|".join(f"[{row}]\u1039(?![{row}])" for row in _ROWS)
_CONSONANT = "\u1000-\u102a\u103f\u104e"
_ZAWGYI = re.compile(
    f"[\u1060-\u1097]|(?<![{_CONSONANT}\u103b-\u103e\u1037])\u1031|\u1031[\u103b\u1031]"
    f"|\u1039(?![\u1000-\u1021])|\u1004\u1039|{_STACKS}|\u103a[\u102d\u102e\u103c-\u103e]|(?<![{_CONSONANT}\u103a])\u103b"
)


@cache
def _without_own(script: str) -> re.Pattern[str]:
    """A line without a letter of the script."""
    return re.compile(f"^[^{_LETTERS.get(script, _LATIN)}\n]{{{_FEWEST},}}$", re.MULTILINE)


@cache
def _other(script: str) -> re.Pattern[str]:
    """Letters that a text in this script never has."""
    return re.compile(f"[{''.join(letters for name, letters in _BLOCKS.items() if name != script)}]")


def _outside_brackets(quote: re.Match[str]) -> bool:
    return quote.string[quote.start() - 1 : quote.start()] not in tuple('(（「『"“')


@rule("script")
def script(view: View) -> Iterator[Fault]:
    """A text is written in its language's script; Japanese may be quoted, and names may be Latin."""
    for tag, run in view.bare.items():
        for spot, found in run.find(_other(view.script(tag))):
            yield Fault(*spot, f"{found[0][:20]!r} is in another script")
        if view.script(tag) not in _CJK:
            for spot, found in run.find(_LONG_QUOTE, _outside_brackets):
                yield Fault(*spot, f"{found[0][:20]!r} is in another script")
        if view.script(tag) != "Latn":
            for spot, found in run.find(_LATIN_SENTENCE):
                yield Fault(*spot, f"{found[0][:40]!r} was left in Latin letters")
        for spot, found in run.find(_without_own(view.script(tag)), _many_letters):
            yield Fault(*spot, f"{found[0][:30]!r} has no letter of the language's script")


def _many_letters(line: re.Match[str]) -> bool:
    return sum(map(str.isalpha, line[0])) >= _FEWEST


@rule("han", "error", "warning")
def han(view: View) -> Iterator[Fault]:
    """Simplified and traditional Chinese are not mixed; Japanese signs stand in brackets or quotes."""
    for tag in view.bare:
        if charset := _CHARSETS.get(view.script(tag)):
            for row in view.of(tag):
                bare = _BRACKETS.sub("", row.whole)
                letters = _HAN.sub("", bare)
                if strange := _strange(letters, charset) - _ALSO[view.script(tag)]:
                    shown = "".join(sorted(strange))[:12]
                    yield Fault(*row.spot, f"{shown} is not written in this kind of Chinese")
                elif kana := _KANA.search(bare):
                    yield Fault(
                        *row.spot,
                        f"{kana[0]!r} is Japanese; put it in brackets behind a translation",
                        "warning",
                    )


def _strange(letters: str, charset: str) -> set[str]:
    return set(letters) - set(letters.encode(charset, "ignore").decode(charset))


@rule("lookalike")
def lookalike(view: View) -> Iterator[Fault]:
    """No word mixes Latin and Cyrillic letters, which look alike and match nothing."""
    for runs in (view.bare, view.asked):
        for tag, run in runs.items():
            if view.script(tag) in ("Cyrl", "Latn"):
                for spot, found in run.find(_LOOKALIKE):
                    near = run.blob[max(0, found.start() - 8) : found.end() + 8]
                    yield Fault(*spot, f"{near!r} mixes Latin and Cyrillic letters in one word")


@rule("zawgyi")
def zawgyi(view: View) -> Iterator[Fault]:
    """Burmese is in Unicode, not in the old Zawgyi encoding, which phones show as rubbish."""
    for runs in (view.bare, view.asked):
        for tag, run in runs.items():
            if view.script(tag) == "Mymr":
                for spot, found in run.find(_ZAWGYI):
                    near = run.blob[max(0, found.start() - 6) : found.end() + 6]
                    yield Fault(*spot, f"{near!r} is Zawgyi or misspelt; convert the text to Unicode")


@rule("neighbour")
def neighbour(view: View) -> Iterator[Fault]:
    """No words of a neighbouring language that shares the script, such as Hindi in Nepali."""
    for tag, run in view.bare.items():
        for spot, found in run.words(view.marks.of(tag, "strange")):
            yield Fault(*spot, f"{found[0]!r} is a word of another language")


@rule("katakana")
def katakana(view: View) -> Iterator[Fault]:
    """No Japanese step is in katakana alone: nobody writes so, it comes from a converter."""
    for tag, run in view.bare.items():
        if view.script(tag) == "Jpan":
            for spot, found in run.find(re.compile(r"^[ァ-ヺー・、。 　]{16,}$", re.MULTILINE)):
                yield Fault(*spot, f"{found[0][:20]!r} is in katakana alone")


RULES = (script, han, lookalike, zawgyi, neighbour, katakana)
