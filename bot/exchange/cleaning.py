"""What spreadsheets and keyboards do to texts, undone; and fingerprints that do not see it."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from bot.exchange.keys import Shape

# Joiners (U+200C, U+200D) are letters in Nepali, Burmese and others, so they are not in here.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# French keeps its no-break space before : ; ? ! » and after «: there it is no accident.
_HARD_SPACE = re.compile("(?<!«)\u00a0(?![:;?!»%])")
_SPACES = re.compile("[ \t]+")
_SLOT = re.compile(r"[{｛]\s*([A-Za-zＡ-Ｚａ-ｚ][A-Za-z0-9_Ａ-Ｚａ-ｚ０-９＿]*)\s*[}｝]")
_CORRECTED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "…": "...", "\u00a0": " ", "\u202f": " "}
)


def clean(text: str, shape: Shape) -> str:
    """The text as it is meant: plain spaces and line ends, composed letters, slots in plain braces."""
    text = re.sub(r"_x000D_\n?|\r\n?", "\n", text)
    text = _HARD_SPACE.sub(" ", _INVISIBLE.sub("", text))
    text = _SLOT.sub(_plain_slot, unicodedata.normalize("NFC", text))
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    if shape == "text":
        return "\n".join(lines).strip()
    return ("\n" if shape == "lines" else " ").join(filter(None, lines))


def _plain_slot(found: re.Match[str]) -> str:
    """｛ Ｄesk ｝ → {desk}: input methods widen letters, Excel makes the first one large."""
    return f"{{{unicodedata.normalize('NFKC', found[1]).lower()}}}"


def fingerprint(text: str, shape: Shape) -> str:
    """Eight digits that stay the same when Excel "corrects" quotes and dots; "" has one too."""
    folded = clean(text, shape).translate(_CORRECTED)
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def lost_letters(text: str, current: str) -> bool:
    """Whether `text` is `current` with letters lost to "?": saved in a character set that lacks them."""
    if "?" not in text or len(text) != len(current) or text == current:
        return False
    return all(a in (b, "?") for a, b in zip(text, current, strict=True))
