"""Stores what became of attempts to send, as soon as it is known: by then LINE may have said it.

A thread of its own: what LINE accepted must not wait for anything else. The shorter the time from
LINE's answer to this commit, the rarer a crash in between, after which nobody knows for sure.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime

from bot import metrics
from bot.log import frames
from bot.store import Settled, Store

_AFTER_FAULT = 1.0  # seconds
_log = logging.getLogger(__name__)


class Settler:
    """Takes fates from any thread; those that come together share a commit. `done` counts them."""

    def __init__(self, store: Store, now: Callable[[], datetime], after: Callable[[], None]) -> None:
        self._store, self._now, self._after = store, now, after
        self._waiting: queue.SimpleQueue[Settled | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="settler", daemon=True)
        self.done = 0

    def start(self) -> None:
        self._thread.start()

    def put(self, fate: Settled) -> None:
        self._waiting.put(fate)

    def stop(self) -> None:
        """Store all that has been put so far, and end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            fates, last = [first], False
            while not self._waiting.empty() and not last:
                more = self._waiting.get()
                last = more is None
                fates += [more] if more else []
            self._store_until_done(fates)
            self.done += len(fates)
            self._after()
            if last:
                return

    def _store_until_done(self, fates: list[Settled]) -> None:
        while True:
            try:
                with self._store.begin() as tx:
                    tx.settle(fates, self._now())
            except Exception as error:  # the database is away: it must be told when it is back
                metrics.BROKEN.inc()
                _log.error("what became of answers could not be stored", extra={"at": frames(error)})
                time.sleep(_AFTER_FAULT)
            else:
                return
