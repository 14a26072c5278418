"""What changed since a version: how the page learns news cheaply."""

from __future__ import annotations

from collections import deque
from typing import Any

LENGTH = 20_000


class Journal:
    """The last changes, newest last. Callers hold the platform's lock.

    Versions begin at the clock's milliseconds, so that a restarted simulator is always ahead of
    what a page has seen.
    """

    def __init__(self, start: int) -> None:
        self.version = start
        self.changes: deque[tuple[int, Any]] = deque(maxlen=LENGTH)
        self.forgotten = start

    def note(self, thing: Any) -> None:
        """Something was made or changed."""
        self.version += 1
        if len(self.changes) == LENGTH:
            self.forgotten = self.changes[0][0]
        self.changes.append((self.version, thing))

    def since(self, version: int) -> tuple[list[Any], bool]:
        """Everything changed after a version, each once and oldest change first, and whether
        that is all (False: the page must read everything again)."""
        seen: dict[int, Any] = {}
        for number, thing in reversed(self.changes):
            if number <= version:
                break
            seen.setdefault(id(thing), thing)
        return list(seen.values())[::-1], version >= self.forgotten
