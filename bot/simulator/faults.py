"""Faults on demand: what a tester makes the platform do wrong."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from .errors import bad_request

KINDS = ("429", "500", "401", "lost", "reset")
SWITCHES = {
    "duplicateWebhooks": "duplicate_webhooks",
    "shuffleWebhooks": "shuffle_webhooks",
    "redelivery": "redelivery",
}


@dataclass
class Planned:
    """One fault that waits for the next requests to an endpoint ("*": to any)."""

    endpoint: str
    fault: str
    times: int


def planned(item: Any) -> Planned:
    """Reads one planned fault. Raises LineError."""
    if not isinstance(item, dict) or item.get("fault") not in KINDS:
        raise bad_request(f"a fault is one of {', '.join(KINDS)}")
    times = item.get("times", 1)
    if isinstance(times, bool) or not isinstance(times, int) or times < 1:
        raise bad_request("times is a whole number from 1")
    return Planned(str(item.get("endpoint", "*")), item["fault"], times)


class Faults:
    """The faults in force; `lost` is accepted but not answered, `reset` is not even accepted."""

    def __init__(self) -> None:
        self.slow_seconds = 0.0
        self.duplicate_webhooks = False
        self.shuffle_webhooks = False
        self.redelivery = True
        self.waiting: list[Planned] = []
        self.lock = threading.Lock()

    def take(self, endpoint: str) -> str | None:
        """The fault for this request, if one waits for it."""
        if not self.waiting:
            return None
        with self.lock:
            for item in self.waiting:
                if item.endpoint in (endpoint, "*"):
                    item.times -= 1
                    if item.times == 0:
                        self.waiting.remove(item)
                    return item.fault
        return None

    def change(self, wanted: dict[str, Any]) -> None:
        """Sets what is named and leaves the rest. Raises LineError."""
        waiting = wanted.get("next")
        if waiting is not None and not isinstance(waiting, list):
            raise bad_request("next is a list")
        waiting = None if waiting is None else [planned(item) for item in waiting]
        slow = wanted.get("slowSeconds", self.slow_seconds)
        if isinstance(slow, bool) or not isinstance(slow, (int, float)) or not 0 <= slow <= 600:
            raise bad_request("slowSeconds is a number from 0 to 600")
        with self.lock:
            self.slow_seconds = slow
            self.waiting = self.waiting if waiting is None else waiting
            for name, attribute in SWITCHES.items():
                setattr(self, attribute, bool(wanted.get(name, getattr(self, attribute))))

    def as_json(self) -> dict[str, Any]:
        """The faults as the page sees them."""
        with self.lock:
            return {
                "slowSeconds": self.slow_seconds,
                "next": [vars(item).copy() for item in self.waiting],
            } | {name: getattr(self, attribute) for name, attribute in SWITCHES.items()}


def read_rates(given: Any) -> dict[str, tuple[int, float]]:
    """`{"push": {"limit": 10, "seconds": 1}}` as pairs. Raises LineError."""
    try:
        rates = {str(n): (int(r["limit"]), float(r.get("seconds", 1))) for n, r in given.items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        raise bad_request('a rate is {"limit": requests, "seconds": period}') from None
    if any(limit < 0 or seconds <= 0 for limit, seconds in rates.values()):
        raise bad_request("a rate has a limit from 0 and a period above 0")
    return rates


def read_quota(given: Any) -> int | None:
    """`{"type": "limited", "value": 200}` or `{"type": "none"}`. Raises LineError."""
    if given == {"type": "none"}:
        return None
    value = given.get("value") if isinstance(given, dict) else None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise bad_request('a quota is {"type": "limited", "value": messages} or {"type": "none"}')
    return value
