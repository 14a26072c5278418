"""Reply tokens, retry keys and the monthly quota: what makes a send allowed once.

Source: Messaging API reference, "Reply token", "Retrying an API request", "Get the target limit".
Callers hold the platform's lock.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Generic, TypeVar

from .errors import already_accepted, bad_request, over_quota

REPLY_SECONDS = 60
REPLY_SECONDS_FROM_EVENT = 20 * 60
RETRY_SECONDS = 24 * 3600
MOST_KEPT = 200_000
JAPAN = timezone(timedelta(hours=9))
T = TypeVar("T")


class Lasting(Generic[T]):
    """Things kept for a fixed time, oldest first, never more than MOST_KEPT."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.kept: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def put(self, key: str, thing: T, now: float) -> None:
        """Keeps a thing and drops what is too old."""
        self.kept[key] = (now, thing)
        self.kept.move_to_end(key)
        while len(self.kept) > MOST_KEPT or now - self.oldest() >= self.seconds:
            self.kept.popitem(last=False)

    def oldest(self) -> float:
        """When the oldest thing was put here."""
        return next(iter(self.kept.values()))[0]

    def get(self, key: str, now: float) -> T | None:
        """The thing, while it lasts."""
        since, thing = self.kept.get(key, (0.0, None))
        return thing if thing is not None and now - since < self.seconds else None


@dataclass(slots=True)
class ReplyToken:
    """Allows one reply to one chat; `until` is 0 before the first delivery."""

    chat: str
    event_time: float
    until: float = 0.0
    used: bool = False


class ReplyTokens:
    """The reply tokens of the last 20 minutes."""

    def __init__(self) -> None:
        self.tokens: Lasting[ReplyToken] = Lasting(REPLY_SECONDS_FROM_EVENT)

    def issue(self, token: str, chat: str, now: float) -> None:
        """A new token for an event that happened now."""
        self.tokens.put(token, ReplyToken(chat, now), now)

    def delivered(self, token: str, now: float) -> None:
        """The life of a token counts from each delivery of its event."""
        if (known := self.tokens.get(token, now)) is not None:
            known.until = min(now + REPLY_SECONDS, known.event_time + REPLY_SECONDS_FROM_EVENT)

    def find(self, token: str, now: float) -> ReplyToken:
        """A token that can still be used. Raises LineError."""
        known = self.tokens.get(token, now)
        if known is None or known.used or now >= known.until:
            raise bad_request("Invalid reply token")
        return known


@dataclass(slots=True)
class Accepted:
    """A request that was accepted under a retry key; `sent` for push only."""

    request_id: str
    sent: list[dict[str, str]] | None


class RetryKeys:
    """The retry keys of the last 24 hours."""

    def __init__(self) -> None:
        self.keys: Lasting[Accepted] = Lasting(RETRY_SECONDS)

    def refuse_known(self, key: str | None, now: float) -> None:
        """Raises LineError 409 when a request with this key was accepted."""
        known = self.keys.get(key.lower(), now) if key else None
        if known is not None:
            raise already_accepted(known.request_id, known.sent)

    def accept(self, key: str | None, request_id: str, sent: list[dict[str, str]] | None, now: float) -> None:
        """Remembers an accepted request."""
        if key:
            self.keys.put(key.lower(), Accepted(request_id, sent), now)


class Quota:
    """Messages of this month, counted per recipient; the month turns in Japan."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self.used: Counter[str] = Counter()
        self.by_day: Counter[tuple[str, str]] = Counter()

    def month(self, now: float) -> str:
        """The current month, `yyyymm`."""
        return datetime.fromtimestamp(now, JAPAN).strftime("%Y%m")

    def spent(self, now: float) -> int:
        """Messages used this month."""
        return self.used[self.month(now)]

    def spend(self, recipients: int, now: float) -> None:
        """Uses messages up. Raises LineError when they are not there; then none are used."""
        month = self.month(now)
        if self.limit is not None and self.used[month] + recipients > self.limit:
            raise over_quota()
        self.used[month] += recipients

    def count(self, via: str, recipients: int, now: float) -> None:
        """Counts what was sent on a day, for the delivery statistics."""
        day = datetime.fromtimestamp(now, JAPAN).strftime("%Y%m%d")
        self.by_day[via, day] += recipients
