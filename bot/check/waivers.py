"""`# waive RULE: reason` in or directly above a row waives a warning there; errors cannot be waived."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.data import Problem

NAME = "waiver"
SAYS = "A waiver (# waive RULE: reason) has a reason, and waives a warning that is really there."
_WAIVER = re.compile(r"#\s*waive\s+(?P<rule>[\w.]+)\s*(?::\s*(?P<reason>\S.*))?$")
_ROW = re.compile(r"[^\s#\-]")  # a row begins where a line is not indented


@dataclass(frozen=True)
class Waiver:
    """Where it stands, which row it is for (line from 1), and why."""

    path: str
    line: int
    row: int
    rule: str
    reason: str


def of_file(path: Path, shown: str) -> Iterator[Waiver]:
    """The waivers of one file; a comment directly above a row belongs to it, one inside to the row around."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if "waive" not in text:
        return
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if found := _WAIVER.search(line):
            row = _row_of(lines, number)
            yield Waiver(shown, number, row, found["rule"], (found["reason"] or "").strip())


def _row_of(lines: list[str], number: int) -> int:
    """The line on which the row of a waiver begins."""
    if lines[number - 1].startswith("#"):
        below = number
        while below < len(lines) and lines[below].startswith("#"):
            below += 1
        return below + 1
    while number > 1 and not _ROW.match(lines[number - 1]):
        number -= 1
    return number


def read(root: Path, local: Path) -> list[Waiver]:
    """All waivers in the words of `root` and of the municipality's folder."""
    paths = {
        path
        for folder in (root / "knowledge", root / "phrasebook", local)
        for path in folder.rglob("*.yaml")
        if local in path.parents or "local" not in path.relative_to(root).parts
    }
    return [waiver for path in sorted(paths) for waiver in of_file(path, _shown(path, root))]


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def apply(problems: Iterable[Problem], waivers: list[Waiver], ran: frozenset[str]) -> Iterator[Problem]:
    """The problems that are left, and waivers that waive nothing; `ran` are the rules that looked."""
    used: set[Waiver] = set()
    by_row = {(waiver.path, waiver.row, waiver.rule): waiver for waiver in waivers}
    for problem in problems:
        waiver = by_row.get((problem.path, problem.line, problem.rule))
        if waiver and waiver.reason and problem.level == "warning":
            used.add(waiver)
        else:
            yield problem
    for waiver in waivers:
        if not waiver.reason:
            yield Problem(waiver.path, waiver.line, NAME, f"say why: # waive {waiver.rule}: reason")
        elif waiver not in used and waiver.rule in ran:
            message = f"no warning {waiver.rule!r} is here; take it out (errors cannot be waived)"
            yield Problem(waiver.path, waiver.line, NAME, message)
