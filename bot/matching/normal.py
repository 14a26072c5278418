"""The two views of a text in which matching compares: one without noise, one also without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Easy Japanese writes 避難所《ひなんじょ》, and ｜お湯《おゆ》 when kana belong to the run.
_RUBY = re.compile(r"(?:｜([^｜《》]+)|([々〇\u3400-\u9fff\uf900-\ufaff]+))《([^《》]*)》")
_LOST_RUBY = re.compile(r"《[^《》]*》|[｜《》]")

# French elisions (l'eau, qu'il) are words of their own; an English contraction (don't) is one word.
_ELISION = re.compile(r"\b([b-hj-z]|qu)['’ʼ]", re.IGNORECASE)
_LONG_SOUND = re.compile(r"ー{2,}")
_LONG_LETTER = re.compile(r"([^\W\d]|[\u0e00-\u0e7f\u1000-\u109f\u0900-\u0965])\1{2,}")
_THRICE = re.compile(r"(.)\1\1")  # quick to look for, and rare
_ACCENT = re.compile("[\u0300-\u036f]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u0370-\u052f\u1e00-\u1fff]")
_SPACED = re.compile("[\0-\u052f\u1e00-\u1fff]*")
_NO_DECOMPOSITION = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe"})

_JOINED = "'’ʼ`´"
_KATAKANA = range(0x30A1, 0x30F7)
_TO_HIRAGANA = 0x60
_VARIATION = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_LONE_JAMO = range(0x1100, 0x1200)  # ㅋㅋ, ㅠㅠ: laughing and crying, once NFKC has joined syllables


class _Letters(dict[int, str]):
    """What becomes of each character, found out when it is first met (for `str.translate`)."""

    def __missing__(self, code: int) -> str:
        self[code] = _letter(code)
        return self[code]


def _letter(code: int) -> str:
    char, category = chr(code), unicodedata.category(chr(code))
    if category == "Nd":
        return str(unicodedata.digit(char))
    if code in _KATAKANA:
        return chr(code - _TO_HIRAGANA)
    if char in _JOINED or category in ("Cf", "Me") or any(code in run for run in _VARIATION):
        return ""
    if category[0] in "LMN" and code not in _LONE_JAMO:
        return char
    return " "


_LETTERS = _Letters()


def normalise(text: str) -> str:
    """The first view: words between single spaces, with all their marks, no case, width or noise.

    NFKC, casefold, katakana as hiragana, native digits as 0–9, elongated letters once,
    punctuation, emoji and readings in 《》 left out. Vowel signs of Thai, Burmese … survive.
    """
    if "《" in text or "｜" in text:
        text = _LOST_RUBY.sub("", _RUBY.sub(lambda found: found[1] or found[2], text))
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if "ーー" in text:
            text = _LONG_SOUND.sub("", text)
    if "'" in text or "’" in text:
        text = _ELISION.sub(r"\1 ", text)
    text = text.translate(_LETTERS)
    if _THRICE.search(text):
        text = _LONG_LETTER.sub(r"\1", text)
    return " ".join(text.split())


def fold(view: str) -> str:
    """The second view of a normalised text: Latin and Cyrillic letters without accents, đ as d."""
    if view.isascii() or not _ACCENTED.search(view):
        return view
    bare = _ACCENT.sub("", unicodedata.normalize("NFD", view))
    return unicodedata.normalize("NFC", bare).translate(_NO_DECOMPOSITION)


def compact(view: str) -> str:
    """A view without its spaces: people set them as they like in scripts that need none."""
    return view.replace(" ", "")


def readings(text: str) -> str:
    """Easy Japanese as it sounds: runs with a reading are replaced by the reading."""
    if "《" not in text and "｜" not in text:
        return text
    return _LOST_RUBY.sub("", _RUBY.sub(lambda found: found[3], text))


def marked(word: str) -> str:
    """A word with its accents in one place, so that "hoả" and "hỏa" are the same, "chạy" not "cháy"."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    accents = "".join(sorted("".join(_ACCENT.findall(letters))))
    return _ACCENT.sub("", letters) + accents


def spaced(view: str) -> bool:
    """Whether a text is all in scripts whose words stand between spaces: Latin, Greek, Cyrillic."""
    return view.isascii() or _SPACED.fullmatch(view) is not None


def numbers(view: str) -> Iterator[str]:
    """The numbers that a normalised text names, without leading zeros."""
    for digits in re.findall(r"\d+", view):
        yield digits.lstrip("0") or "0"
