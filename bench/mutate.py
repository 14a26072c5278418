"""Faults put into the real words on purpose: how many of them the data gate finds, as a table.

`python -m bench.mutate [--seed N]`. Each fault is put into the words of one language (or into one file) and
counts as found when a rule that is meant for it says something that it did not say before: what another
rule happens to say (a space too much where a word was taken out) does not count. Kinds that no rule
claims to find are shown below the others; there any rule counts. "Not" is taken out by the words that
the rule itself knows, so that row shows that the rule works, not that it knows every way to say "not".
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench import faults, file_faults, spoilt
from bench.spoilt import Fault, House
from bot import check
from bot.data import Problem
from bot.settings import ROOT

LOCAL = ROOT / "knowledge" / "local" / "mihon"
Seen = frozenset[tuple[str, str, str]]


@dataclass
class Row:
    """What became of one kind of fault."""

    claimed: bool
    seeded: int = 0
    found: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.mutate", description="Faults the gate finds.")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--lost", action="store_true", help="also list the faults that were not found")
    given = options.parse_args()
    rng = random.Random(given.seed)
    rows: dict[str, Row] = defaultdict(lambda: Row(True))
    house = spoilt.load(ROOT, LOCAL)
    for fault, new in (*_in_words(house, rng), *_in_files(house, rng)):
        _count(rows[fault.kind], fault, new)
    print(table(rows))
    if given.lost:
        print("\n".join(f"{kind}: {told}" for kind, row in rows.items() for told in row.lost))


def _in_words(house: House, rng: random.Random) -> Iterator[tuple[Fault, frozenset[str]]]:
    before: dict[tuple[frozenset[str], bool], Seen] = {}
    for fault in faults.all_of(house, rng):
        key = (fault.tags, fault.slow)
        if key not in before:
            before[key] = seen(look(spoilt.narrowed(house, fault.tags), slow=fault.slow))
        after = seen(look(spoilt.narrowed(fault.house, fault.tags), slow=fault.slow))
        yield fault, frozenset(rule for rule, _, _ in after - before[key])


def _in_files(house: House, rng: random.Random) -> Iterator[tuple[Fault, frozenset[str]]]:
    with file_faults.copy(ROOT) as root:
        before = seen(file_faults.look(root))
        for fault in file_faults.all_of(root, house, rng):
            yield fault, frozenset(rule for rule, _, _ in seen(file_faults.look(root)) - before)


def look(house: House, *, slow: bool) -> tuple[Problem, ...]:
    """The gate over these words; slow rules only where the fault needs them."""
    return check.of(house.cards, (), fast=not slow, around=house.around)


def seen(problems: tuple[Problem, ...]) -> Seen:
    """Problems without their lines, which a fault in a file may move."""
    return frozenset((problem.rule, problem.path, problem.message) for problem in problems)


def _count(row: Row, fault: Fault, new: frozenset[str]) -> None:
    row.claimed = fault.claimed
    row.seeded += 1
    meant = new & fault.rules if fault.rules else new
    row.found += bool(meant)
    row.rules.update(meant)
    if not meant:
        row.lost.append(fault.told)


def table(rows: dict[str, Row]) -> str:
    """The kinds as a table in Markdown: those that a rule claims first."""
    lines = ["| kind | seeded | found | share | by |", "|---|---:|---:|---:|---|"]
    for claimed in (True, False):
        part = {kind: row for kind, row in rows.items() if row.claimed is claimed}
        lines += [_line(kind, row) for kind, row in part.items()]
        total, found = sum(row.seeded for row in part.values()), sum(row.found for row in part.values())
        name = "claimed" if claimed else "not claimed"
        lines.append(f"| **all {name}** | {total} | {found} | {found / max(total, 1):.1%} | |")
    return "\n".join(lines)


def _line(kind: str, row: Row) -> str:
    rules = ", ".join(rule for rule, _ in row.rules.most_common(3))
    return f"| {kind} | {row.seeded} | {row.found} | {row.found / row.seeded:.0%} | {rules} |"


if __name__ == "__main__":
    main()
