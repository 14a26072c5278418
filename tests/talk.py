"""A whole house for a test: simulator, web edge and worker, talking over real HTTP on free ports."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import app
from bot.line.reading import words_of
from bot.settings import ROOT, Settings
from bot.simulator import Simulator, SimulatorSettings
from bot.store import Store
from bot.words import Words
from tests.cast import SECRET
from tests.serving import Served

TOKEN = "test-token"


class House:
    """The bot beside a simulated LINE. `platform` is LINE's side: residents, chats, faults."""

    def __init__(self, folder: Path, store: Store, words: Words, **simulator: Any) -> None:
        self.store = store
        self.simulator = Simulator(
            SimulatorSettings(SECRET, TOKEN, redelivery_after=(0.2, 0.5, 1, 2, 4), **simulator)
        )
        self.platform = self.simulator.platform
        self.line = Served(self.simulator)
        self.settings = Settings.from_env(
            {
                "LINE_CHANNEL_SECRET": SECRET,
                "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
                "LINE_API_BASE": self.line.url,
                "VAR_DIR": str(folder),
                "LOCAL_DIR": str(ROOT / "knowledge" / "local" / "mihon"),
            }
        )
        self.words = words
        self.worker = app.create_worker(self.settings, store, lambda: words)
        self.bot = Served(app.create_app(self.settings, store, self.worker.wake))
        self.platform.webhooks.url = f"{self.bot.url}/callback"
        self.worker.start()

    def deliver(self, *events: dict[str, Any]) -> int:
        """Send events to the bot as LINE would; returns the HTTP status of the bot's answer."""
        return self.platform.deliver(list(events)).status

    def fault(self, endpoint: str, fault: str, times: int) -> None:
        """Let LINE's next answers at this endpoint go wrong: 429, 500, 401, lost, reset."""
        self.platform.faults.change({"next": [{"endpoint": endpoint, "fault": fault, "times": times}]})

    def answers(self, chat: str, count: int = 1, seconds: float = 10) -> list[dict[str, Any]]:
        """The messages the bot has sent to a chat, once there are at least `count`."""
        wait_until(lambda: len(self.sent(chat)) >= count, seconds)
        return self.sent(chat)

    def sent(self, chat: str) -> list[dict[str, Any]]:
        return [stored.message for stored in self.platform.chats.get(chat, ()) if stored.author == "bot"]

    def ways(self, chat: str) -> list[str | None]:
        return [stored.via for stored in self.platform.chats.get(chat, ()) if stored.author == "bot"]

    def read(self, chat: str, count: int = 1) -> str:
        """The words of all messages the bot has sent to a chat."""
        return "\n".join(words_of(message) for message in self.answers(chat, count))

    def quiet(self) -> None:
        """Wait until everything that was received is worked through and sent."""
        wait_until(lambda: not any(self.backlog().values()))

    def backlog(self) -> dict[str, int]:
        with self.store.begin() as tx:
            return tx.backlog()

    def close(self) -> None:
        self.bot.close()
        self.worker.stop()
        self.line.close()
        self.simulator.close()


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Returns as soon as it is true; fails the test when it never becomes so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
