"""Burmese as the old Zawgyi encoding writes it: shapes in the order of the eye, other codes for signs."""

from __future__ import annotations

import re

_SYLLABLE = re.compile("([\u1000-\u1021])([\u103b-\u103e]*)(\u1031?)")
_RA, _ZAWGYI_RA = "\u103c", "\u103b"
_SIGNS = str.maketrans({"\u103b": "\u103a", "\u103d": "\u103c", "\u103e": "\u103d", "\u103a": "\u1039"})


def zawgyi(text: str) -> str:
    """Enough of it for a test: vowel ေ and ra before the consonant; asat, ya, wa and ha renumbered."""
    return _SYLLABLE.sub(_syllable, text.replace("\u103a", "\ue000")).replace("\ue000", "\u1039")


def _syllable(found: re.Match[str]) -> str:
    consonant, medials, vowel = found.groups()
    before = vowel + (_ZAWGYI_RA if _RA in medials else "")
    return before + consonant + medials.replace(_RA, "").translate(_SIGNS)
