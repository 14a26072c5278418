"""Numbers and links come from data, so that they change in one place and are equal in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.check.rule import Fault, rule
from bot.check.view import View

# Besides digits: superscripts, fractions, circled and Roman numbers, three kanji digits in a row (一一九).
_NUMBERS = r"[\d²³¹¼-¾⁰-⁹₀-₉⅐-↉①-⓿❶-➓㉈-㉟㊱-㊿]"
_KANJI_NUMBER = "[〇一二三四五六七八九]{3,}"
_LINK = re.compile(r"https?:|www\.|[@＠]|\.(?:jp|com|org|net|info|gov)(?![\w])", re.IGNORECASE)
_LINK_SIGNS = ("http", "www.", "@", "＠", ".jp", ".com", ".org", ".net", ".info", ".gov")  # quick to look for


# Every decimal digit of Unicode; \d of `re` is just that.
_DIGIT = re.compile(f"{_NUMBERS}|{_KANJI_NUMBER}")


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


RULES = (digits, links)
