"""What a rule of the gate is: a name, what it wants, and a look at the words that finds faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from bot.data import Problem

if TYPE_CHECKING:
    from bot.check.view import View

Level = Literal["error", "warning"]
Speed = Literal["fast", "slow", "deep"]


class Fault(NamedTuple):
    """What a rule found: in which row of which part, and what to do; no level means the rule's own."""

    part: str  # "answers/vi", "text/vi", "entries.yaml" … or a path
    id: str
    message: str
    level: Level | None = None


Look = Callable[["View"], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """A named rule. Fast rules run before every change goes into service, deep ones only when asked for."""

    name: str
    levels: tuple[Level, ...]  # what it may report; the first is the usual one
    speed: Speed
    look: Look

    @property
    def says(self) -> str:
        """What the rule wants, in one line."""
        return (self.look.__doc__ or "").strip().splitlines()[0]

    def __call__(self, view: View) -> Iterator[Problem]:
        """The problems of this rule in these words."""
        for fault in self.look(view):
            path, line = view.place(fault.part, fault.id)
            message = f"{fault.id}: {fault.message}" if fault.id else fault.message
            yield Problem(path, line, self.name, message, fault.level or self.levels[0])


def rule(name: str, *levels: Level, speed: Speed = "fast") -> Callable[[Look], Rule]:
    """Make a rule of a function; without levels it finds errors."""
    return lambda look: Rule(name, levels or ("error",), speed, look)
