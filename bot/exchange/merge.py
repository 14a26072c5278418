"""Three-way merge: what a file changes against the text it was made from, and against the text of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import get_args

from bot.data import State
from bot.exchange.cleaning import clean, fingerprint, lost_letters
from bot.exchange.keys import NEEDED, STEPS, Key, Kind
from bot.exchange.plan import Change, Conflict, Plan
from bot.exchange.table import Fault, Row, Sheet
from bot.exchange.units import House, Unit, units

_STATES = get_args(State)


@dataclass(frozen=True)
class _Base:
    """What an exported row remembers of the moment it was made."""

    text: str
    version: str
    state: str


def _base(text: str) -> _Base:
    parts = [*text.split("/"), "", ""]
    return _Base(parts[0], parts[1], parts[2])


def plan(house: House, sheets: Sequence[Sheet], by: str | None = None) -> Plan:
    """What these files would change; nothing is written. `by`: the role that signs what is reviewed."""
    made = Plan()
    for tag in dict.fromkeys(sheet.tag for sheet in sheets):
        ours = [sheet for sheet in sheets if sheet.tag == tag]
        made.faults += [fault for sheet in ours for fault in sheet.faults]
        if tag not in house.cards.library.languages:
            made.faults.append(
                Fault(ours[0].path.name, f"is in {tag or 'no language'!r}, which is none of ours")
            )
            continue
        present = {str(unit.key): unit for unit in units(house, house.shelf(tag))}
        _Merge(made, tag, present).take((row for sheet in ours for row in sheet.rows), by)
    return made


@dataclass
class _Merge:
    """The files of one language against its present texts."""

    plan: Plan
    tag: str
    units: dict[str, Unit]
    taken: dict[str, Change] = field(default_factory=dict)

    def take(self, rows: Iterable[Row], by: str | None) -> None:
        """Go through the rows; what is to be done is in the plan."""
        for row in rows:
            if row.key in self.units:
                self._row(row, self.units[row.key])
            elif row.key:
                advice = "no text has this key; keep the first column as it was exported"
                self._fault(row, f"{row.key}: {advice}")
            elif row.text.strip():
                self._fault(row, "words without a key; put them into a row that was exported")
        self._complete()
        self._sign(by)
        self.plan.texts += self.taken.values()

    def _row(self, row: Row, unit: Unit) -> None:
        if row.comment:
            self.plan.comments.append(Fault(f"{row.where} {row.key}", row.comment))
        self._state(row, unit)
        if row.base == unit.base and row.text == unit.text and not row.doubt:
            self.plan.unchanged += bool(unit.text)  # most rows of most files: no need to look closer
            return
        new, base, print_ = clean(row.text, unit.key.shape), _base(row.base), self._print
        if not new:
            if unit.text:
                self.plan.empty.append(self._change(row, unit, ""))
        elif print_(unit, new) == base.text:
            self.plan.unchanged += 1
        elif row.doubt:
            self._fault(row, f"{row.key}: {row.doubt}")
        elif print_(unit, new) == print_(unit, unit.text):
            self.plan.unchanged += 1
        elif lost_letters(new, clean(unit.text, unit.key.shape)):
            self._fault(
                row,
                f"{row.key}: letters were lost (“?”) when the file was saved; save as “CSV UTF-8” or xlsx",
            )
        elif not base.text:
            self._fault(
                row, f"{row.key}: the hidden column “base” is missing, so nobody can tell who changed what"
            )
        elif print_(unit, unit.text) != base.text:
            self._conflict(row, unit.text, new)
        else:
            self._text(row, unit, new)

    def _text(self, row: Row, unit: Unit, new: str) -> None:
        other = self.taken.get(row.key)
        if other and other.new != new:
            self._conflict(row, f"{other.new} ({other.where})", new)
            return
        self.taken[row.key] = self._change(row, unit, new)
        self._see(row, unit)

    def _state(self, row: Row, unit: Unit) -> None:
        base, wanted = _base(row.base).state, row.state.strip().lower()
        if not unit.key.has_state or not wanted or wanted in (base, unit.state):
            return
        if wanted not in _STATES:
            self._fault(row, f"{row.key}: {row.state!r} is no state; choose {', '.join(_STATES)}")
        elif base != unit.state:
            self._conflict(row, unit.state, wanted)
        elif clean(row.text, unit.key.shape) or unit.text:
            self.plan.states[self.tag, unit.key.kind, unit.key.id] = wanted  # type: ignore[assignment]
            self._see(row, unit)

    def _see(self, row: Row, unit: Unit) -> None:
        self.plan.seen[self.tag, unit.key.kind, unit.key.id] = _base(row.base).version

    def _complete(self) -> None:
        """Leave out new rows of which a needed part is still empty: half an answer helps nobody."""
        for (kind, id), own in self._changed_rows().items():
            missing = [str(unit.key) for unit in own if str(unit.key) not in self.taken and _needed(unit.key)]
            if missing and not any(unit.text for unit in own):
                left_out = f"left out until it is complete: {', '.join(missing)}"
                self.plan.waiting.append(Fault(f"{self.tag} {kind}/{id}", left_out))
                self.plan.states.pop((self.tag, kind, id), None)
                for unit in own:
                    self.taken.pop(str(unit.key), None)

    def _changed_rows(self) -> dict[tuple[Kind, str], list[Unit]]:
        changed = {(change.key.kind, change.key.id) for change in self.taken.values()}
        rows: dict[tuple[Kind, str], list[Unit]] = {}
        for unit in self.units.values():
            if (unit.key.kind, unit.key.id) in changed:
                rows.setdefault((unit.key.kind, unit.key.id), []).append(unit)
        return rows

    def _sign(self, by: str | None) -> None:
        """Rows that are changed and count as reviewed: somebody must have looked at the new words."""
        states = {(u.key.kind, u.key.id): u.state for u in self.units.values() if u.key.has_state}
        touched = [(self.tag, change.key.kind, change.key.id) for change in self.taken.values()]
        touched += [row for row in self.plan.states if row[0] == self.tag]
        for row in dict.fromkeys(touched):
            if self.plan.states.get(row, states.get(row[1:], "")) != "reviewed":
                continue
            self.plan.signed.append(row)
            if not by:
                advice = "is “reviewed”: say whose review it is (--by ROLE), or choose draft in the sheet"
                self.plan.faults.append(Fault(f"{self.tag} {row[1]}/{row[2]}", advice))

    def _change(self, row: Row, unit: Unit, new: str) -> Change:
        return Change(self.tag, unit.key, unit.text, new, row.where)

    def _conflict(self, row: Row, here: str, there: str) -> None:
        self.plan.conflicts.append(Conflict(self.tag, row.key, here, there, row.where))

    def _fault(self, row: Row, message: str) -> None:
        self.plan.faults.append(Fault(row.where, message))

    @staticmethod
    def _print(unit: Unit, text: str) -> str:
        return fingerprint(text, unit.key.shape)


def _needed(key: Key) -> bool:
    return key.part in NEEDED[key.kind] or key.part.startswith(f"{STEPS}/")
