"""From files that came back to the words of the house: planned, looked over, then written or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.data import Problem
from bot.exchange import formats, merge, stamps, writing
from bot.exchange.plan import Plan
from bot.exchange.stamps import Row
from bot.exchange.units import House
from bot.exchange.writing import Texts
from bot.versions import KINDS, Stamp


@dataclass(frozen=True)
class Import:
    """What files would do: the plan, the files as they would be, and what the data gate has against them."""

    plan: Plan
    made: Texts = field(default_factory=dict)
    before: dict[Path, bytes | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return self.plan.good and not self.problems

    def write(self) -> None:
        """Write all files; only for a good import."""
        assert self.good
        writing.replace(self.made, self.before)


def look(house: House, paths: Sequence[Path], by: str | None = None) -> Import:
    """What these files would change; `by` is the role that signs what is reviewed. Nothing is written."""
    by = stamps.role(by) if by else None
    plan = merge.plan(house, formats.read_all(paths), by)
    if not plan.good:
        return Import(plan)
    made = writing.texts(house, plan)
    made |= stamps.stamped(house, _stamps(house, plan, by)) if made else {}
    return looked_over(house, plan, made)


def looked_over(house: House, plan: Plan, made: Texts) -> Import:
    """The data gate has a look at the files as they would be."""
    before = {path: writing.content(path) for path in made}
    return Import(plan, made, before, writing.new_faults(house, made) if made else [])


def _stamps(house: House, plan: Plan, by: str | None) -> dict[Row, Stamp]:
    """New signatures, and former ones that no longer hold."""
    signed = [(tag, kind, id) for tag, kind, id in plan.signed if kind in KINDS]
    touched = [(change.tag, change.key.kind, change.key.id) for change in plan.texts]
    left = [row for row in (*touched, *plan.states) if row[1] in KINDS and row not in signed]
    seen = {row: version for row, version in plan.seen.items() if version}
    made = stamps.unsigned(house, left)  # type: ignore[arg-type]
    return made | (stamps.signed(house, signed, by, seen) if by else {})  # type: ignore[arg-type]
