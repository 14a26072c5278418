"""The worker: takes events, answers them, sends, settles. Any number of processes may run it on one database.

One thread claims and answers, a short transaction a round: store what was answered, claim what is
new. A pool of threads talks to LINE, and one more stores what LINE said. Data flows one way.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler

from bot import metrics, outbox
from bot.conversation import Answered, Conversation
from bot.line.client import TIMEOUT, LineClient
from bot.log import frames
from bot.model import Resident
from bot.outbox import LEASE
from bot.settler import Settler
from bot.store import Owed, Received, Settled, Store, Tx

SENDERS = 16  # requests to LINE at once
_IN_HAND = 64  # answers on their way, few enough to stay far below the lease
_AT_ONCE = 32  # events in one round: enough to share a commit, few enough to be answered soon
_SLOWEST = timedelta(seconds=sum(TIMEOUT))  # of one request
_IDLE = 0.05  # seconds between looks into the database while nothing wakes us
_AFTER_FAULT = 1.0
_PATIENCE_MOST = 4  # of them in half a second: when many wait, answering is the better use of time
PATIENCE = timedelta(seconds=1)  # an event that waits longer gets the loading animation
FORGET_GONE = timedelta(days=30)  # after a block, what we stored is deleted
FORGET_DONE = timedelta(days=30)  # ids of events, kept to know a redelivery
_log = logging.getLogger(__name__)
T = TypeVar("T")


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Batch:
    """Events claimed together, the residents they come from, and the languages of those who arrive."""

    received: list[Received] = field(default_factory=list)
    known: dict[str, Resident] = field(default_factory=dict)
    profiles: dict[str, str | None] = field(default_factory=dict)


class Worker:
    """Runs until stopped. `conversation` is asked anew in every round, so new words serve at once."""

    def __init__(self, store: Store, client: LineClient, conversation: Callable[[], Conversation]) -> None:
        self._store = store
        self._client = client
        self._conversation = conversation
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="sender")
        self._settler = Settler(store, utc_now, self.wake)
        self._arrived: queue.SimpleQueue[Batch] = queue.SimpleQueue()
        self._handed_out = 0  # to the senders; what the settler has not yet done is in hand
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._clock = BackgroundScheduler(timezone=UTC)
        self._clock.add_job(lambda: self.purge(utc_now()), "interval", hours=1, next_run_time=utc_now())
        self._clock.add_job(lambda: self.show_patience(utc_now()), "interval", seconds=0.5)

    def start(self) -> None:
        self._settler.start()
        self._clock.start()
        self._thread.start()

    def wake(self) -> None:
        """Something new is in the database: look now (from any thread)."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what is in hand, settle it, and end; a second call does nothing."""
        if not self._thread.is_alive():
            return
        self._clock.shutdown(wait=False)
        self._stopping.set()
        self.wake()
        self._thread.join()
        self._pool.shutdown(wait=True)
        self._settler.stop()

    # --- the thread that talks to the database and answers

    def _run(self) -> None:
        answered: list[Answered] = []
        while answered or not self._stopping.is_set():
            try:
                batch = self._round(answered)
            except Exception as error:  # the database is away, say: nothing is lost, try again
                metrics.BROKEN.inc()
                _log.error("a round of the worker failed", extra={"at": frames(error)})
                if self._stopping.wait(_AFTER_FAULT):
                    return  # what was answered is not stored: its leases end, and somebody else goes on
                continue
            answered = self._answer(batch)
            if not answered and self._arrived.empty():
                self._wake.wait(_IDLE)
            self._wake.clear()

    def _round(self, answered: list[Answered]) -> Batch:
        """One short transaction; what it owes is handed to the senders, what it claimed comes back."""
        now, batch = utc_now(), Batch()
        room = _IN_HAND - (self._handed_out - self._settler.done)
        with self._store.begin() as tx:
            owed = store_answers(tx, answered, now)
            if room > 0 and not self._stopping.is_set():
                owed += tx.due(room, now, LEASE)
                batch.received = tx.claim(min(room, _AT_ONCE), now, LEASE)
                batch.known = tx.residents({r.event.chat for r in batch.received}, now)
        self._handed_out += len(owed)
        for answer in owed:
            self._pool.submit(self._send, answer, now + LEASE)
        return batch

    def _answer(self, batch: Batch) -> list[Answered]:
        """Work through a batch, and through those whose profile has come meanwhile."""
        arrivals = [received for received in batch.received if received.event.kind == "follow"]
        batch.received = [received for received in batch.received if received not in arrivals]
        for received in arrivals:
            self._ask_profile(batch, received)
        now, conversation = utc_now(), self._conversation()
        return [
            conversation.answer(received, ready.known, now, ready.profiles.get(received.event.id))
            for ready in (*_drain(self._arrived), batch)
            for received in ready.received
        ]

    # --- the threads that talk to LINE

    def _ask_profile(self, batch: Batch, received: Received) -> None:
        """Somebody who follows is greeted in the language of the profile: ask LINE, meanwhile go on."""

        def ask() -> None:
            language = self._client.profile_language(received.event.user)
            tag = self._conversation().words.cards.library.languages.of_profile(language)
            self._arrived.put(Batch([received], batch.known, {received.event.id: tag}))
            self.wake()

        self._pool.submit(ask)

    def _send(self, owed: Owed, lease_until: datetime) -> None:
        try:
            in_time = utc_now() + _SLOWEST < lease_until
            # Held up behind slow requests: whoever takes it next must not meet us still sending.
            fate = attempt(self._client, owed) if in_time else Settled(owed.id, "owed", utc_now())
        except Exception as error:  # a fault of ours: the answer is tried again later
            _log.error("sending broke", extra={"at": frames(error)})
            fate = Settled(owed.id, "owed", utc_now() + LEASE, type(error).__name__)
        if fate.state != "owed":
            metrics.SETTLED.labels(fate.state).inc()
        self._settler.put(fate)

    # --- housekeeping

    def show_patience(self, now: datetime) -> None:
        """LINE's loading animation for those who wait: as many as we can serve, and never an error."""
        with self._store.begin() as tx:
            chats = tx.slow(now - PATIENCE, _PATIENCE_MOST)
        for chat in chats:
            self._client.show_loading(chat)

    def purge(self, now: datetime) -> None:
        """Forget who left long ago, places whose time is over, and old ids."""
        with self._store.begin() as tx:
            count = tx.purge(now, FORGET_GONE, FORGET_DONE)
        if count:
            _log.info("residents who left were forgotten", extra={"count": count})


def store_answers(tx: Tx, answered: list[Answered], now: datetime) -> list[Owed]:
    """Changes, answers and finished events of a batch; returns the answers that are ours to send."""
    tx.welcome(one.resident for one in answered if one.new and (one.owed or one.changes))
    for one in answered:
        for change in one.changes:
            tx.change(one.resident, change, now)
    owed = [one.owed for one in answered if one.owed]
    ours = tx.owe(owed, now + LEASE)
    if answered:
        tx.finish(one.event.id for one in answered)
    return [answer for answer in owed if answer.id in ours]


def attempt(client: LineClient, owed: Owed) -> Settled:
    """Send one answer the best way there is now, and say what became of it."""
    via = outbox.way(owed, utc_now())
    if via == "too_late":
        return outbox.expire(owed, utc_now())
    body = outbox.as_body(owed, via)
    answer = client.reply(body) if via == "reply" else client.push(body, owed.id)
    outcome = outbox.outcome(via, answer.status, answer.message)
    metrics.ATTEMPTS.labels(via, outcome.fate).inc()
    if outcome.fate == "accepted":
        metrics.ANSWER_SECONDS.observe((utc_now() - owed.received).total_seconds())
    if outcome.fate in ("denied", "quota", "refused"):
        _log.error("LINE refused an answer", extra={"status": answer.status, "what": outcome.fate})
    return outbox.settle(owed, outcome, utc_now())


def _drain(waiting: queue.SimpleQueue[T]) -> list[T]:
    found = []
    while not waiting.empty():
        found.append(waiting.get())
    return found
