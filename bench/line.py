"""LINE's side of a bench: the simulator, many residents who ask, and a count of what they were answered."""

from __future__ import annotations

import contextlib
import itertools
import random
import secrets
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import waitress

from bot import knowledge
from bot.settings import ROOT
from bot.simulator import Simulator, SimulatorSettings

SECRET, TOKEN = "bench-secret", "bench-token"
HOST = "127.0.0.1"


class Line:
    """The simulator on a free port, sending webhooks to `callback`; every event comes from a new resident."""

    def __init__(self, callback: str = "") -> None:
        rates = {"reply": (1_000_000, 1.0), "push": (1_000_000, 1.0)}  # the bench is not about LINE's limits
        self.simulator = Simulator(SimulatorSettings(SECRET, TOKEN, webhook_url=callback, rates=rates))
        self.platform = self.simulator.platform
        self.server = waitress.create_server(self.simulator, host=HOST, port=0, threads=16)
        self.url = f"http://{HOST}:{self.server.effective_port}"
        self.answered: dict[str, float] = {}
        self.seen: Counter[tuple[str, str]] = Counter()
        self.platform.listeners.append(self._note)
        self._questions = itertools.cycle(_questions())
        self._number = itertools.count()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        # Closed from another thread, waitress may still be looking at the closed socket.
        with contextlib.suppress(OSError, ValueError):
            self.server.run()

    def _note(self, stored: Any) -> None:
        if stored.author == "bot":
            self.answered.setdefault(stored.chat, time.perf_counter())
            self.seen[stored.chat, str(stored.message)] += 1

    def question(self) -> dict[str, Any]:
        """A new resident asks something from the knowledge base, in one of the languages."""
        number = next(self._number)
        return {
            "type": "message",
            "mode": "active",
            "timestamp": int(time.time() * 1000),
            "source": {"type": "user", "userId": "U" + f"{number:032x}"},
            "webhookEventId": f"01BENCH{number:019d}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": secrets.token_hex(16),
            "message": {
                "id": str(number + 1),
                "type": "text",
                "quoteToken": "q",
                "text": next(self._questions),
            },
        }

    def ask(self, event: dict[str, Any]) -> tuple[bool, float]:
        """One webhook; whether it got its 200, and after how many seconds."""
        outcome = self.platform.deliver([event])
        return outcome.success, outcome.took

    def ask_until_accepted(self, event: dict[str, Any], until: float) -> bool:
        """As LINE does with redelivery on: the same event again until it got its 200."""
        while time.perf_counter() < until:
            if self.ask(event)[0]:
                return True
            event = event | {"deliveryContext": {"isRedelivery": True}}
            time.sleep(0.1)
        return False

    def wait_for(self, chats: set[str], seconds: float) -> set[str]:
        """Those who still have no answer when all have one or the time is over."""
        end = time.perf_counter() + seconds
        while (missing := chats - self.answered.keys()) and time.perf_counter() < end:
            time.sleep(0.05)
        return missing

    def doubled(self) -> int:
        """How many messages a chat got more than once."""
        return sum(count - 1 for count in self.seen.values() if count > 1)

    def close(self) -> None:
        self.server.close()
        self.simulator.close()


def chat(event: dict[str, Any]) -> str:
    return str(event["source"]["userId"])


def steadily(line: Line, per_second: int, seconds: int) -> tuple[list[tuple[bool, float]], set[str]]:
    """Open loop: events at a fixed rate, whether or not earlier ones were answered."""
    events = [line.question() for _ in range(per_second * seconds)]
    with ThreadPoolExecutor(32) as pool:
        start, sent = time.perf_counter(), []
        for number, event in enumerate(events):
            time.sleep(max(0.0, start + number / per_second - time.perf_counter()))
            sent.append(pool.submit(line.ask, event))
        return [future.result() for future in sent], {chat(event) for event in events}


def all_at_once(line: Line, count: int, connections: int = 8) -> tuple[float, set[str]]:
    """Closed loop: `count` events over so many connections; seconds until the last answer arrived."""
    events = [line.question() for _ in range(count)]
    chats = {chat(event) for event in events}
    start = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(line.ask, events))
    missing = line.wait_for(chats, 60)
    last = max((line.answered[one] for one in chats - missing), default=start)
    return last - start, missing


def _questions() -> list[str]:
    library = knowledge.load(ROOT / "knowledge", ROOT / "knowledge/local/mihon")
    asked = [text for questions in library.questions.values() for text in questions.examples]
    random.Random(7).shuffle(asked)
    return asked or ["hello"]
