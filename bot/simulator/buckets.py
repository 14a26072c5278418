"""Token buckets: how LINE limits the rate of requests per endpoint.

Source: Messaging API reference, "How rate limits work". The sizes of the buckets are not
published; here a bucket holds as many requests as its period refills.
"""

from __future__ import annotations

import threading
from collections.abc import Callable


class Bucket:
    """Holds up to `size` requests and refills in `seconds`."""

    def __init__(self, size: float, seconds: float, now: float) -> None:
        self.size = size
        self.per_second = size / seconds
        self.level = size
        self.at = now

    def take(self, now: float) -> bool:
        """Takes one request out, if there is one."""
        self.level = min(self.size, self.level + (now - self.at) * self.per_second)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


class Rates:
    """One bucket per endpoint name."""

    def __init__(self, clock: Callable[[], float], rates: dict[str, tuple[int, float]]) -> None:
        self.clock = clock
        self.rates = dict(rates)
        self.buckets: dict[str, Bucket] = {}
        self.lock = threading.Lock()

    def allow(self, name: str, size: int, seconds: float) -> bool:
        """Whether one more request may pass; `size` and `seconds` hold unless set otherwise."""
        with self.lock:
            now = self.clock()
            bucket = self.buckets.get(name)
            if bucket is None:
                size, seconds = self.rates.get(name, (size, seconds))
                bucket = self.buckets[name] = Bucket(size, seconds, now)
            return bucket.take(now)

    def change(self, rates: dict[str, tuple[int, float]]) -> None:
        """Sets other rates; their buckets start full."""
        with self.lock:
            self.rates.update(rates)
            for name in rates:
                self.buckets.pop(name, None)
