"""An import, told to the person at the keyboard: what changes, what clashes, what is refused and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.exchange.importing import Import
from bot.exchange.plan import Plan
from bot.exchange.stamps import Stale, difference


def told(found: Import) -> str:
    """All of it, and a last line with the numbers."""
    plan = found.plan
    refused = len(plan.faults) + len(found.problems)
    last = (
        f"{len(plan.texts)} changes, {len(plan.states)} states, {plan.unchanged} unchanged, "
        f"{len(plan.empty)} empty, {len(plan.conflicts)} conflicts, {refused} refused."
    )
    return "\n".join((*_lines(found, plan), last))


def _lines(found: Import, plan: Plan) -> Iterator[str]:
    for change in plan.texts:
        yield f"change {change.tag} {change.key}\n  - {_in(change.old) or '(nothing)'}\n  + {_in(change.new)}"
    for (tag, kind, id), state in plan.states.items():
        yield f"state {tag} {kind}/{id}: {state}"
    for clash in plan.conflicts:
        here, there = _in(clash.here), _in(clash.there)
        yield f"CONFLICT {clash.tag} {clash.key} ({clash.where})\n  here:  {here}\n  there: {there}"
    for kept in plan.empty:
        yield f"empty, kept {kept.tag} {kept.key} ({kept.where})"
    for name, notes in (("waiting", plan.waiting), ("comment", plan.comments), ("REFUSED", plan.faults)):
        yield from (f"{name} {note}" for note in notes)
    for problem in found.problems:
        yield f"REFUSED {problem}{_cells(plan, problem.path, problem.message)}"


def _cells(plan: Plan, path: str, message: str) -> str:
    """Where in the sheets a faulty row was changed."""
    id, named = message.partition(":")[0], Path(path).with_suffix("").parts
    cells = [change.where for change in plan.texts if change.key.id == id and change.tag in named]
    return f" ({', '.join(cells)})" if cells else ""


def changed(each: Stale) -> str:
    """A stale translation with the difference of the Japanese."""
    lead = " ".join(each.row)
    if each.old is None:
        return f"{lead}\n  (the former Japanese was not kept)\n  {_in(each.new)}"
    return f"{lead}\n  {_in(difference(each.old, each.new))}"


def _in(text: str) -> str:
    """Further lines as far in as the first one."""
    return text.replace("\n", "\n    ")
