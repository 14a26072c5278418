"""The worker: takes events, answers them, sends, settles. Any number of processes may run it on one database.

One thread talks to the database, a round at a time: settle what came back, take what is new, note
what is owed; a pool of threads talks to LINE. Data flows one way: round → pool → next round.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from bot import metrics, outbox
from bot.conversation import Conversation
from bot.line.client import Answer, LineClient
from bot.log import frames
from bot.store import Owed, Received, Settled, Store

SENDERS = 16  # requests to LINE at once
_BATCH = 32  # events in one transaction: long enough to share a commit, short enough to let others write
_IDLE = 0.05  # seconds between looks into the database while nothing wakes us
_AFTER_FAULT = 1.0
PATIENCE = timedelta(seconds=1)  # an event that waits longer gets the loading animation
FORGET_GONE = timedelta(days=30)  # after a block, what we stored is deleted
FORGET_DONE = timedelta(days=30)  # ids of events, kept to know a redelivery
_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Worker:
    """Runs until stopped. `conversation` is asked anew in every round, so new words serve at once."""

    def __init__(self, store: Store, client: LineClient, conversation: Callable[[], Conversation]) -> None:
        self._store = store
        self._client = client
        self._conversation = conversation
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="sender")
        self._settled: queue.SimpleQueue[Settled] = queue.SimpleQueue()
        self._in_flight = 0
        self._profiles: dict[str, str | None] = {}  # by event id: of those who just arrived
        self._asked: set[str] = set()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._clock = BackgroundScheduler(timezone=UTC)
        self._clock.add_job(self._purge, "interval", hours=1, next_run_time=utc_now())
        self._clock.add_job(lambda: self.show_patience(utc_now()), "interval", seconds=0.5)

    def start(self) -> None:
        self._clock.start()
        self._thread.start()

    def wake(self) -> None:
        """Something new is in the database: look now (from any thread)."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the requests in hand, settle them, and end."""
        self._clock.shutdown(wait=False)
        self._stopping.set()
        self.wake()
        self._thread.join()
        self._pool.shutdown(wait=True)
        self._round(take=False)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    # --- the thread that talks to the database

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                busy = self._round()
            except Exception as error:  # the database is away, say: nothing is lost, look again
                metrics.BROKEN.inc()
                _log.error("a round of the worker failed", extra={"at": frames(error)})
                self._stopping.wait(_AFTER_FAULT)
                continue
            if not busy:
                self._wake.wait(_IDLE)
            self._wake.clear()

    def _round(self, take: bool = True) -> bool:
        """One transaction, then the sending that follows from it; tells whether there was work."""
        now = utc_now()
        settled = self._drain()
        try:
            with self._store.begin() as tx:
                tx.settle(settled, now)
                room = SENDERS * 2 - self._in_flight if take else 0
                owed = tx.due(room, now, outbox.LEASE) if room > 0 else []
                taken = (
                    tx.waiting(min(_BATCH, room - len(owed)), tuple(self._asked)) if room > len(owed) else []
                )
                ready = [received for received in taken if self._has_profile(received)]
                owed += self._conversation().answer(tx, ready, self._profiles, now)
        except BaseException:
            for fate in settled:  # not stored: to be settled in the next round
                self._settled.put(fate)
            raise
        for received in ready:
            self._profiles.pop(received.event.id, None)
        for answer in owed:
            self._in_flight += 1
            self._pool.submit(self._send, answer)
        return bool(settled or owed or ready)

    def _drain(self) -> list[Settled]:
        fates = []
        while not self._settled.empty():
            fates.append(self._settled.get())
        self._in_flight -= len(fates)
        return fates

    def _has_profile(self, received: Received) -> bool:
        """Somebody who follows is greeted in the language of the profile: ask LINE, meanwhile go on."""
        event = received.event
        if event.kind != "follow" or event.id in self._profiles:
            return True
        self._asked.add(event.id)
        self._pool.submit(self._ask_profile, event.id, event.user)
        return False

    # --- the threads that talk to LINE

    def _send(self, owed: Owed) -> None:
        try:
            fate = attempt(self._client, owed)
        except Exception as error:  # a fault of ours: the lease runs out, and the answer is tried again
            _log.error("sending broke", extra={"at": frames(error)})
            fate = Settled(owed.id, "owed", utc_now() + outbox.LEASE, type(error).__name__)
        metrics.SETTLED.labels(fate.state).inc()
        self._settled.put(fate)
        self.wake()

    def _ask_profile(self, event_id: str, user: str) -> None:
        language = self._client.profile_language(user)
        self._profiles[event_id] = self._conversation().words.cards.library.languages.of_profile(language)
        self._asked.discard(event_id)
        self.wake()

    # --- housekeeping

    def show_patience(self, now: datetime) -> None:
        """LINE's loading animation for those who wait: as many as we can serve, and never an error."""
        with self._store.begin() as tx:
            chats = tx.slow(now - PATIENCE, SENDERS)
        for chat in chats:
            self._client.show_loading(chat)

    def _purge(self) -> None:
        self._profiles.clear()  # of arrivals that another process has greeted
        with self._store.begin() as tx:
            count = tx.purge(utc_now(), FORGET_GONE, FORGET_DONE)
        if count:
            _log.info("residents who left were forgotten", extra={"count": count})


def attempt(client: LineClient, owed: Owed) -> Settled:
    """Send one answer the best way there is now, and say what became of it."""
    via = outbox.way(owed, utc_now())
    if via == "too_late":
        return outbox.expire(owed, utc_now())
    body = outbox.as_body(owed, via)
    answer: Answer = client.reply(body) if via == "reply" else client.push(body, owed.id)
    outcome = outbox.outcome(via, answer.status, answer.message)
    metrics.ATTEMPTS.labels(via, outcome.fate).inc()
    if outcome.fate in ("denied", "quota", "refused"):
        _log.error("LINE refused an answer", extra={"status": answer.status, "what": outcome.fate})
    return outbox.settle(owed, outcome, utc_now())
