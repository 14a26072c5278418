"""A real browser, a real simulator, and a bot that only listens, for the tests of pages."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from simulator_cast import TOKEN, Listener, Phones
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bot.simulator import SimulatorSettings, create_app
from tests.serving import Served

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without one the page tests are skipped."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM} (set CHROMIUM to the program)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def listener() -> Iterator[tuple[Listener, str]]:
    """A listening bot and its webhook address."""
    bot = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bot.events.extend(json.loads(body)["events"])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield bot, f"http://127.0.0.1:{server.server_port}/callback"
    server.shutdown()
    server.server_close()


@contextmanager
def served(listener: tuple[Listener, str], prefix: str) -> Iterator[Phones]:
    """A simulator on a free port under a prefix, with the listening bot behind it."""
    bot, webhook = listener
    app = create_app(SimulatorSettings("secret", TOKEN, webhook_url=webhook))
    mounted = DispatcherMiddleware(NotFound(), {prefix: app}) if prefix else app
    server = Served(mounted)
    yield Phones(f"{server.url}{prefix}", bot)
    server.close()
    app.close()


@pytest.fixture
def phones(listener: tuple[Listener, str]) -> Iterator[Phones]:
    """A simulator at the root of its server, as when it runs by itself."""
    with served(listener, "") as simulated:
        yield simulated


@pytest.fixture
def phones_under_prefix(listener: tuple[Listener, str]) -> Iterator[Phones]:
    """A simulator mounted in another application."""
    with served(listener, "/simulator") as simulated:
        yield simulated


@pytest.fixture
def page(chromium: Browser, phones: Phones) -> Iterator[Page]:
    """A page as wide as a desk; the test fails when the page logs an error (scripts, CSP).

    It needs the phones only so that it closes before their server does.
    """
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # Pictures at example.com do not exist, and a stopped server does not answer.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    opened = chromium.new_page(viewport={"width": 1400, "height": 900})
    opened.on("console", listen)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.close()
    assert complaints == []
