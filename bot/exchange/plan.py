"""What an import would do, and why it would not."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.data import State
from bot.exchange.keys import Key, Kind
from bot.exchange.table import Fault


@dataclass(frozen=True)
class Change:
    """One text of a language, as it is and as it is to be."""

    tag: str
    key: Key
    old: str
    new: str
    where: str


@dataclass(frozen=True)
class Conflict:
    """A text that was changed here and in the file, or in two files, in different ways."""

    tag: str
    key: str
    here: str
    there: str
    where: str


@dataclass
class Plan:
    """What an import would do. Rows: (language, kind, id) → the state it will have, and the version seen."""

    texts: list[Change] = field(default_factory=list)
    states: dict[tuple[str, Kind, str], State] = field(default_factory=dict)
    seen: dict[tuple[str, Kind, str], str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty: list[Change] = field(default_factory=list)  # words that stay, since an empty cell deletes nothing
    waiting: list[Fault] = field(default_factory=list)  # new answers that are not complete yet
    signed: list[tuple[str, Kind, str]] = field(
        default_factory=list
    )  # rows that count as reviewed afterwards
    comments: list[Fault] = field(default_factory=list)
    unchanged: int = 0

    @property
    def good(self) -> bool:
        return not self.conflicts and not self.faults
