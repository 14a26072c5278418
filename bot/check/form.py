"""What must not be typed: strange characters, digits, links; and what reading itself refuses: READING."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.check.rule import Fault, rule
from bot.check.view import Run, View

# What reading a file may find, before any rule looks at the words.
READING = {
    "file.unreadable": "A file is there and is UTF-8 text.",
    "file.bom": "A file does not begin with a byte order mark.",
    "yaml.syntax": "A file is YAML: quotes closed, no tabs before a key, lists and rows well indented.",
    "yaml.duplicate": "A key stands once in its row.",
    "yaml.alias": "No aliases (*name): a row says itself what it holds.",
    "yaml.tag": "No YAML tags (!name).",
    "yaml.value": "A date is a day of the calendar.",
    "shape": "A row has just the fields that it may have, a text is a text, a yes or no is true or false.",
    "id.twice": "An id stands in one file of a folder only.",
    "name": "The municipality has a name.",
}

# Control and bidi characters, soft hyphen, byte order mark, zero-width and word joiners, private use,
# the sign of broken decoding, half-width katakana, no-break space. Joiners (200c, 200d) see _JOINERS.
_NEVER = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ue000-\uf8ff\ufff0-\uffff\uff61-\uff9f]"
)
_JOINERS = re.compile("[\u200c\u200d]")
_JOINING = {"Deva", "Mymr"}  # scripts that need joiners; in others they join emoji only
_EMOJI_JOINER = re.compile("(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
_FRENCH = re.compile("\u00a0(?=[?!:;»])|(?<=[«}])\u00a0")  # wanted: French marks, a value and its unit
_SPACE_SIGNS = ("  ", " \n", "\n ", "\u3000")  # quick to look for; the pattern says whether it is one
_SPACES = re.compile(r"^[ \u3000]+|[ \u3000]+$|[ \u3000]{2,}", re.MULTILINE)
_LEFT = ("TODO", "FIXME", "TBD", "XXX", "lorem ipsum", "Lorem ipsum", "???", "？？？", "{}")
_LEFT_IN_QUESTIONS = ("TODO", "FIXME", "lorem ipsum")
# \d is every decimal digit of Unicode. Besides: superscripts, fractions, circled and Roman numbers, three
# kanji digits in a row (一一九).
_NUMBERS = r"[\d²³¹¼-¾⁰-⁹₀-₉⅐-↉①-⓿❶-➓㉈-㉟㊱-㊿]"
_KANJI_NUMBER = "[〇一二三四五六七八九]{3,}"
_LINK = re.compile(r"https?:|www\.|[@＠]|\.(?:jp|com|org|net|info|gov)(?![\w])", re.IGNORECASE)
_LINK_SIGNS = ("http", "www.", "@", "＠", ".jp", ".com", ".org", ".net", ".info", ".gov")  # quick to look for
_DIGIT = re.compile(f"{_NUMBERS}|{_KANJI_NUMBER}")


def _runs(view: View) -> Iterator[tuple[str, Run]]:
    for runs in (view.words, view.asked):
        yield from runs.items()


@rule("composed")
def composed(view: View) -> Iterator[Fault]:
    """Letters with accents are one character (Unicode NFC), so that the same word is the same text."""
    for _, run in _runs(view):
        if not unicodedata.is_normalized("NFC", run.blob):
            for spot, row in run.rows():
                if not unicodedata.is_normalized("NFC", row):
                    yield Fault(*spot, "letters and accents are apart; convert the text to Unicode form NFC")


@rule("character")
def characters(view: View) -> Iterator[Fault]:
    """No control, bidi, zero-width, private-use or half-width kana characters; joiners only where needed."""
    for tag, run in _runs(view):
        joining = view.script(tag) in _JOINING
        for spot, found in run.find(_NEVER, lambda hit: not _FRENCH.match(hit.string, hit.start())):
            yield Fault(*spot, f"U+{ord(found[0]):04X} ({_name(found[0])}) is in the text; take it out")
        if not joining:
            for spot, found in run.find(_JOINERS, _outside_emoji):
                yield Fault(*spot, f"U+{ord(found[0]):04X}: this script needs no joiner; take it out")


def _outside_emoji(joiner: re.Match[str]) -> bool:
    return not _EMOJI_JOINER.match(joiner.string, joiner.start())


def _name(char: str) -> str:
    return unicodedata.name(char, "control").lower()


@rule("space")
def spaces(view: View) -> Iterator[Fault]:
    """No spaces before, behind or twice in a text."""
    for _, run in _runs(view):
        if run.blob[:1] == " " or run.blob[-1:] == " " or any(sign in run.blob for sign in _SPACE_SIGNS):
            for spot, found in run.find(_SPACES):
                near = run.blob[max(0, found.start() - 12) : found.end() + 12]
                yield Fault(*spot, f"a space too much in {near!r}")


@rule("leftover")
def leftovers(view: View) -> Iterator[Fault]:
    """Nothing is left to be written: no TODO, XXX, ???, lorem ipsum."""
    for runs, left in ((view.words, _LEFT), (view.asked, _LEFT_IN_QUESTIONS)):
        for run in runs.values():
            there = [sign for sign in left if sign in run.blob]
            for spot, found in run.find(re.compile("|".join(map(re.escape, there)) or "(?!)")):
                yield Fault(*spot, f"{found[0]!r} is left over; write what belongs there")


@rule("digit")
def digits(view: View) -> Iterator[Fault]:
    """No digits of any script are typed: numbers come by slots, or as words."""
    for run in view.bare.values():
        for spot, found in run.find(_DIGIT):
            yield Fault(*spot, f"{found[0]!r} is typed; use a slot, or a word")


@rule("link.typed")
def links(view: View) -> Iterator[Fault]:
    """No links, addresses or names with @ are typed: they come by slots."""
    for run in view.bare.values():
        if not any(sign in run.lower for sign in _LINK_SIGNS):
            continue
        for spot, found in run.find(_LINK):
            yield Fault(*spot, f"{found[0]!r} is typed; put it into contacts.yaml and use its slot")


RULES = (composed, characters, spaces, leftovers, digits, links)
