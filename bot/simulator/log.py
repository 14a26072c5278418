"""The last API calls and webhook deliveries, for the inspector."""

from __future__ import annotations

import time
from collections import deque
from typing import Any


class Log:
    """A bounded log; "in" is a call of LINE's API, "out" a webhook to the bot."""

    def __init__(self, length: int) -> None:
        self.lines: deque[tuple[float, str, str, int, float]] = deque(maxlen=length)

    def add(self, direction: str, what: str, status: int, started: float) -> None:
        """Notes one exchange that began at `started` (time.perf_counter) and ends now."""
        took = (time.perf_counter() - started) * 1000
        self.lines.append((time.time(), direction, what, status, took))

    def newest(self, limit: int) -> list[dict[str, Any]]:
        """The newest lines, newest first; `time` and `ms` in milliseconds, status 0: no answer."""
        lines = list(self.lines)[::-1][: max(limit, 0)]
        return [
            {
                "time": round(at * 1000),
                "direction": direction,
                "what": what,
                "status": status,
                "ms": round(took, 2),
            }
            for at, direction, what, status, took in lines
        ]
