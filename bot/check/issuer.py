"""Whose word a notice is: the weather agency tells what comes, only the city orders to leave."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check.marks import pattern
from bot.check.negation import negates
from bot.check.rule import Fault, rule
from bot.check.view import Text, View
from bot.data import Phrase

AGENCY = "気象庁"
DRILL = "訓練"
ORDER_FROM = 3  # the level from which a warning of the agency may be taken for an order of the city
LAST = 5  # the level at which going out may kill


@rule("issuer")
def issuer(view: View) -> Iterator[Fault]:
    """A notice of the agency names it and says that it is no order of the city; one of the city names it."""
    for text, phrase in view.notices:
        if phrase.issuer == "city" and "municipality" not in text.slots:
            yield Fault(*text.spot, "a notice of the city must name it: {municipality}")
        if phrase.issuer == "agency":
            yield from _agency(view, text, phrase)


def _agency(view: View, text: Text, phrase: Phrase) -> Iterator[Fault]:
    if AGENCY not in text.plain:
        yield Fault(*text.spot, f"a notice of the weather agency must name it ({AGENCY})")
    orders = _orders(view, text.tag)
    if (phrase.level or 0) >= ORDER_FROM and not _no_order(view, text, orders):
        yield Fault(*text.spot, "say in one line that this is not the order of {municipality}")
    if found := pattern(orders).search(text.plain.split("\n", 1)[0]):
        yield Fault(*text.spot, f"line one says {found[0]!r}, which only the city may order")


def _orders(view: View, tag: str) -> tuple[str, ...]:
    terms = view.beside.terms
    return tuple(form for id in view.marks.orders for form in terms.forms(id, tag))


def _no_order(view: View, text: Text, orders: tuple[str, ...]) -> bool:
    lines = text.plain.split("\n")[1:]
    about = [line for line in lines if "{municipality}" in line or pattern(orders).search(line)]
    return any(negates(view, line, text.tag) for line in about)


@rule("level5", "warning")
def level5(view: View) -> Iterator[Fault]:
    """At level 5 nobody is sent to a shelter: the way there may kill."""
    terms = view.beside.terms
    for text, phrase in view.notices:
        if phrase.level == LAST:
            forms = (*terms.forms("shelter", text.tag), *terms.forms("evacuation_site", text.tag))
            if forms and (found := pattern(forms).search(text.plain)):
                yield Fault(*text.spot, f"{found[0]!r} at level {LAST}: send to the safest place close by")


@rule("drill")
def drill(view: View) -> Iterator[Fault]:
    """A notice of a drill says in its first and in its last line that it is a drill."""
    forms = {tag: (*view.beside.terms.forms("drill", tag), DRILL) for tag in view.words}
    for text in view.texts.values():
        if text.kind == "text" and text.id.startswith("drill."):
            lines = text.plain.split("\n")
            for line in dict.fromkeys((lines[0], lines[-1])):
                if not pattern(forms[text.tag]).search(line):
                    yield Fault(*text.spot, f"{line[:40]!r} does not say that this is a drill ({DRILL})")


RULES = (issuer, level5, drill)
