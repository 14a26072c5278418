"""The data gate: small named rules over the words, each fault with its place and what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from bot import texts
from bot.cards import Cards
from bot.check import (
    beside,
    easy,
    facts,
    form,
    fresh,
    gaps,
    glossary,
    issuer,
    length,
    negation,
    numbers,
    refers,
    same,
    script,
    slots,
    tongue,
    waivers,
)
from bot.check.beside import Beside
from bot.check.rule import Rule
from bot.check.view import View
from bot.data import Problem

RULES: tuple[Rule, ...] = (
    *refers.RULES,
    *gaps.RULES,
    *form.RULES,
    *slots.RULES,
    *script.RULES,
    *tongue.RULES,
    *length.RULES,
    *glossary.RULES,
    *issuer.RULES,
    *negation.RULES,
    *same.RULES,
    *easy.RULES,
    *fresh.RULES,
    *numbers.RULES,
)


def problems(root: Path, local: Path, *, deep: bool = False) -> list[Problem]:
    """All problems of form and content that are not waived; errors first, then by file and line.

    `deep` asks the matcher as well, which takes a minute.
    """
    return _of_files(root, local, tuple(rule for rule in RULES if deep or rule.speed != "deep"))


def errors(root: Path, local: Path, only: Collection[str] = ()) -> list[Problem]:
    """The errors among `problems`; slow rules that only warn are not asked.

    `only` names rules: just these look, besides reading itself.
    """
    rules = [
        rule for rule in RULES if rule.speed == "fast" or (rule.speed == "slow" and "error" in rule.levels)
    ]
    if only and waivers.NAME not in only:  # a waiver is judged by what its own rule finds, whichever that is
        rules = [rule for rule in rules if rule.name in only]
    return [problem for problem in _of_files(root, local, tuple(rules)) if problem.level == "error"]


def of(
    cards: Cards,
    problems: tuple[Problem, ...] = (),
    fast: bool = False,
    around: Beside | None = None,
    today: date | None = None,
) -> tuple[Problem, ...]:
    """All problems of words that are already read; `problems` are those that reading found.

    `fast` leaves out the rules that take seconds: what is left is done before every change goes into
    service. `around` is `beside.read(…)`; without it the rules about the glossary and about changed
    numbers have nothing to look at. Waivers are not looked at.
    """
    rules = tuple(rule for rule in RULES if rule.speed == "fast" or (not fast and rule.speed == "slow"))
    view = View(cards, around or Beside(), *((today,) if today else ()))
    return tuple(_sorted((*problems, *_look(view, rules))))


def accept_facts(root: Path, local: Path) -> int:
    """Remember numbers, links, hours and values as they are now; how many are new or changed."""
    return sum(facts.accept(facts.read(folder, root)) for folder in (root / "knowledge", local))


def listed() -> Iterator[str]:
    """Every rule in a line: name, E for errors and W for warnings, when it runs, what it wants."""
    for name, says in (*form.READING.items(), (waivers.NAME, waivers.SAYS)):
        yield f"{name:18} E    fast  {says}"
    for rule in RULES:
        marks = "".join(level[0].upper() for level in sorted(rule.levels))
        yield f"{rule.name:18} {marks:4} {rule.speed:5} {rule.says}"


def _of_files(root: Path, local: Path, rules: tuple[Rule, ...]) -> list[Problem]:
    cards, found = texts.read(root, local)
    around = beside.read(root, local, cards.library.languages)
    every = (*found, *around.problems, *_look(View(cards, around), rules))
    return _sorted(waivers.apply(every, waivers.read(root, local), frozenset(rule.name for rule in rules)))


def _look(view: View, rules: tuple[Rule, ...]) -> Iterator[Problem]:
    for rule in rules:
        yield from rule(view)


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda fault: (fault.level, fault.path, fault.line, fault.rule))
