"""Storing what LINE delivers: one commit for all webhooks that arrive while the last one is being made."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime

from bot.model import Event
from bot.store import Store


class Inbox:
    """Stores events durably. A commit costs a disk write; under load many requests share one.

    Who finds no commit under way makes it, for itself and for all who came meanwhile; the others wait.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._pending: list[tuple[Sequence[Event], Future[None]]] = []

    def receive(self, events: Sequence[Event], now: datetime) -> None:
        """Returns when the events are committed; raises what the database raised when they are not."""
        if not events:
            return
        done: Future[None] = Future()
        with self._lock:
            self._pending.append((events, done))
        with self._writing:
            if not done.done():  # nobody has stored ours while we waited for our turn
                self._write(now)
        done.result()

    def _write(self, now: datetime) -> None:
        with self._lock:
            batch, self._pending = self._pending, []
        try:
            with self._store.begin() as tx:
                tx.receive([event for events, _ in batch for event in events], now)
        except Exception as error:
            for _, done in batch:
                done.set_exception(error)
        else:
            for _, done in batch:
                done.set_result(None)
