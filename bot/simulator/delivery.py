"""Webhooks: signed, in order per chat, again when the bot did not answer, disturbed on demand.

Source: LINE Developers, "Receive messages (webhook)" and "Redeliver webhooks that failed".
"""

from __future__ import annotations

import heapq
import itertools
import json
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .faults import Faults
from .log import Log
from .model import Json
from .post import Outcome, Post, signature
from .settings import SimulatorSettings

# How long a webhook is held back for the next one to overtake it.
SHUFFLE_SECONDS = 1.0
MOST_WAITING = 20_000


@dataclass(slots=True)
class Delivery:
    """Some events on their way: `attempt` counts from 0, `sign` replaces the right signature."""

    events: list[Any]
    attempt: int = 0
    sign: str | None = None


def lane_of(events: list[Any], lanes: int) -> int:
    """Events of one chat go through one lane, so that they stay in order."""
    source = events[0].get("source") if events and isinstance(events[0], dict) else None
    source = source if isinstance(source, dict) else {}
    chat = source.get("groupId") or source.get("roomId") or source.get("userId")
    return hash(str(chat)) % lanes


def redelivered(event: Json) -> Json:
    """The same event, marked as sent again; nothing else changes."""
    return event | {"deliveryContext": {"isRedelivery": True}}


class Webhooks:
    """Sends events to the bot from background threads, or at once from the caller's thread."""

    def __init__(self, settings: SimulatorSettings, bot_id: str, faults: Faults, log: Log) -> None:
        self.secret = settings.channel_secret
        self.url = settings.webhook_url
        self.clock = settings.clock
        self.redelivery_after = settings.redelivery_after
        self.bot_id = bot_id
        self.faults = faults
        self.log = log
        self.post = Post(settings.webhook_timeout)
        self.on_attempt: Callable[[list[Any]], None] = lambda events: None
        self.last_status: int | None = None
        self.waiting: list[tuple[float, int, Delivery]] = []
        self.held: Delivery | None = None
        self.order = itertools.count()
        self.unfinished = 0
        self.changed = threading.Condition()
        self.closed = False
        self.lanes: list[queue.SimpleQueue[Delivery | None]] = [
            queue.SimpleQueue() for _ in range(settings.webhook_threads)
        ]
        workers = [threading.Thread(target=self.work, args=(lane,)) for lane in self.lanes]
        self.threads = [*workers, threading.Thread(target=self.watch)]
        for thread in self.threads:
            thread.daemon = True
            thread.start()

    def send(self, events: list[Any]) -> None:
        """Sends events soon, in order with earlier ones of the same chat."""
        delivery = Delivery(events)
        if not self.faults.shuffle_webhooks:
            self.enqueue(delivery)
            return
        with self.changed:
            held, self.held = self.held, None if self.held else delivery
            if held is None:
                self.wait_until(self.clock() + SHUFFLE_SECONDS, delivery)
                return
        self.enqueue(delivery)
        self.enqueue(held)

    def wait_until(self, moment: float, delivery: Delivery) -> None:
        """Puts a delivery off. The caller holds `changed`."""
        heapq.heappush(self.waiting, (moment, next(self.order), delivery))
        self.changed.notify_all()

    def enqueue(self, delivery: Delivery) -> None:
        """Hands a delivery to its lane; a fault may double it."""
        copies = 2 if self.faults.duplicate_webhooks and delivery.attempt == 0 else 1
        lane = self.lanes[lane_of(delivery.events, len(self.lanes))]
        with self.changed:
            self.unfinished += copies
        for _ in range(copies):
            lane.put(delivery)

    def work(self, lane: queue.SimpleQueue[Delivery | None]) -> None:
        """One background thread: delivers what comes through its lane."""
        while (delivery := lane.get()) is not None:
            try:
                self.attempt(delivery)
            finally:
                with self.changed:
                    self.unfinished -= 1
                    self.changed.notify_all()
        self.post.close()

    def attempt(self, delivery: Delivery) -> Outcome:
        """Delivers once and plans a redelivery when the bot did not answer 2xx."""
        if self.url is None:
            return Outcome(0, "COULD_NOT_CONNECT", 0.0)
        self.on_attempt(delivery.events)
        started = time.perf_counter()
        outcome = self.deliver_body(self.url, delivery.events, delivery.sign)
        self.last_status = outcome.status
        kinds = [str(e.get("type")) if isinstance(e, dict) else "?" for e in delivery.events[:5]]
        again = f" (again, {delivery.attempt})" if delivery.attempt else ""
        self.log.add("out", f"webhook {', '.join(kinds)}{again}", outcome.status, started)
        if not outcome.success and delivery.events:
            self.plan_redelivery(delivery)
        return outcome

    def deliver_body(self, url: str, events: list[Any], sign: str | None = None) -> Outcome:
        """Signs and posts events to a URL."""
        envelope = {"destination": self.bot_id, "events": events}
        body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))
        raw = body.encode("utf-8", "replace")
        return self.post.send(url, raw, sign if sign is not None else signature(self.secret, raw))

    def plan_redelivery(self, delivery: Delivery) -> None:
        """Tries again later, while redelivery is on and attempts are left."""
        attempt = delivery.attempt
        if not self.faults.redelivery or delivery.sign or attempt >= len(self.redelivery_after):
            return
        if len(self.waiting) >= MOST_WAITING:
            return  # LINE does not promise redelivery either
        events = [redelivered(event) for event in delivery.events if isinstance(event, dict)]
        with self.changed:
            moment = self.clock() + self.redelivery_after[attempt]
            self.wait_until(moment, Delivery(events, attempt + 1))

    def watch(self) -> None:
        """The timekeeping thread: the clock may be a tester's, so it is looked at often."""
        while not self.closed:
            self.release_due()
            with self.changed:
                self.changed.wait(0.05 if self.waiting else 1.0)

    def release_due(self) -> None:
        """Hands over every delivery whose time has come."""
        with self.changed:
            while self.waiting and self.waiting[0][0] <= self.clock():
                delivery = heapq.heappop(self.waiting)[2]
                if delivery is self.held:
                    self.held = None
                elif delivery.attempt == 0:
                    continue  # it was overtaken and is on its way
                self.enqueue(delivery)

    def settle(self, timeout: float = 10.0) -> bool:
        """Waits until everything due by now was attempted; whether that came to pass in time."""
        self.release_due()
        with self.changed:
            return self.changed.wait_for(lambda: self.unfinished == 0, timeout)

    def close(self) -> None:
        """Ends the background threads; what is still waiting is dropped."""
        self.closed = True
        with self.changed:
            self.changed.notify_all()
        for lane in self.lanes:
            lane.put(None)
        for thread in self.threads:
            thread.join(timeout=5)
        self.post.close()
