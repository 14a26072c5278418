"""A lost "not" kills: how many steps of a translation say "not", against the Japanese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.check.marks import pattern
from bot.check.rule import Fault, rule
from bot.check.view import Text, View
from bot.terms import without_readings

# What a Japanese text forbids; in every language that takes a word for "not".
_FORBIDS = re.compile(
    r"ないでください|ないで(?=[。、！]|$)|禁止|厳禁|禁煙|てはいけ|使えません|ではありません|(?<=[るうくすつむ])な(?=[。！]|$)"
)
SEVERAL = 2  # one thing may be forbidden without a "not" ("leave it on"), not several


def negates(view: View, text: str, tag: str) -> bool:
    """Whether a text says "not" in its language."""
    find, innocent = _patterns(view, tag)
    if not find.search(text):
        return False
    return not innocent.search(text) or find.search(innocent.sub(" ", text)) is not None


def _patterns(view: View, tag: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    own = view.beside.terms.negations(tag) or view.marks.of(tag, "negation")
    return pattern(tuple(own)), pattern(tuple(view.marks.of(tag, "affirmed")))


def _steps(text: Text) -> tuple[str, ...]:
    return tuple(map(without_readings, text.steps))


@rule("negation", "warning", "error")
def negation(view: View) -> Iterator[Fault]:
    """What the Japanese text forbids, the translation forbids: a lost "not" sends people there."""
    for text, main in view.pairs:
        wanted = forbidden(main.steps)
        if not wanted or not _known(view, text.tag):
            continue
        steps = _steps(text)
        if len(steps) == len(main.steps):
            lost = [index for index in wanted if not negates(view, steps[index], text.tag)]
        else:
            said = sum(negates(view, step, text.tag) for step in steps)
            lost = list(wanted[: max(0, len(wanted) - said)])
        if lost:
            none = not any(negates(view, step, text.tag) for step in steps)
            message = f'nothing here says "not" as in Japanese: {main.steps[lost[0]][:40]}'
            yield Fault(*text.spot, message, "error" if none and len(lost) >= SEVERAL else None)


def _known(view: View, tag: str) -> bool:
    return bool(view.beside.terms.negations(tag) or view.marks.of(tag, "negation"))


@cache
def forbidden(steps: tuple[str, ...]) -> tuple[int, ...]:
    """The steps of a Japanese text, from 0, that forbid something."""
    return tuple(index for index, step in enumerate(steps) if _FORBIDS.search(step))


RULES = (negation,)
