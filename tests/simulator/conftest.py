"""A bot that records its webhooks, a simulator on a free port, and the real SDK between them."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bot.simulator import Simulator, SimulatorSettings, create_app
from tests.serving import Served

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
TOKEN = "a channel access token"
START = 1_795_000_000.0


class Clock:
    """A clock that moves when a test says so."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Received:
    body: bytes
    signature: str
    connection: tuple

    @property
    def events(self) -> list:
        return json.loads(self.body)["events"]


@dataclass
class Bot:
    """A webhook server: keeps what it gets and answers with the statuses it is told to."""

    url: str = ""
    statuses: list = field(default_factory=list)
    received: list = field(default_factory=list)
    wait: threading.Event = field(default_factory=threading.Event)
    hang: bool = False

    @property
    def events(self) -> list:
        return [event for received in self.received for event in received.events]

    def answer(self, received: Received) -> int:
        self.received.append(received)
        if self.hang:
            self.wait.wait(10)
        return self.statuses.pop(0) if self.statuses else 200


def handler_for(bot: Bot) -> type:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received = Received(body, self.headers["x-line-signature"], self.client_address)
            try:
                self.send_response(bot.answer(received))
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:
                self.close_connection = True  # the platform did not wait any longer

        def log_message(self, *args):
            pass

    return Handler


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bot() -> Iterator[Bot]:
    bot = Bot()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(bot))
    server.daemon_threads = True
    bot.url = f"http://127.0.0.1:{server.server_port}/callback"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield bot
    bot.wait.set()
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Line:
    """The simulator under test, served over HTTP."""

    app: Simulator
    base: str
    api: MessagingApi
    blob: MessagingApiBlob

    @property
    def platform(self):
        return self.app.platform

    def settle(self):
        assert self.platform.webhooks.settle()

    def friend(self, name="Resident (English)", language="en") -> str:
        """A resident who follows the bot, without any event."""
        return self.platform.add_resident(name, language, follows=True).user_id

    def post(self, path, body, **headers):
        """A request as LINE gets it, beside the SDK's own checks."""
        headers = {"Authorization": f"Bearer {TOKEN}", **headers}
        if isinstance(body, bytes):
            headers.setdefault("Content-Type", "application/json")
            return requests.post(self.base + path, data=body, headers=headers, timeout=10)
        return requests.post(self.base + path, json=body, headers=headers, timeout=10)

    def phones(self, method, path, body=None):
        """A request of the page."""
        return requests.request(method, f"{self.base}/phones/{path}", json=body, timeout=10)

    def says(self, user_id, text="hello", chat=None):
        """A resident writes; the event as the bot gets it."""
        message = {"type": "text", "text": text}
        answer = self.phones("POST", f"chats/{chat or user_id}/send", {"as": user_id, "message": message})
        assert answer.status_code == 200, answer.text
        self.settle()
        return answer.json()

    def sent_to(self, chat) -> list:
        """What the bot has sent to a chat."""
        return [m.message for m in self.platform.chats.get(chat, ()) if m.author == "bot"]


@pytest.fixture(scope="session")
def served():
    """A waitress server and the simulators it serves, each under its own prefix."""
    apps: dict = {"/nothing": NotFound()}
    server = Served(DispatcherMiddleware(NotFound(), apps))
    yield server.url, apps
    server.close()


@pytest.fixture
def make_line(bot, clock, served):
    """Starts simulators with settings of a test's choice."""
    host, apps = served
    running = []

    def make(**settings) -> Line:
        settings = {"clock": clock, "webhook_url": bot.url, "webhook_threads": 2} | settings
        app = create_app(SimulatorSettings(SECRET, TOKEN, **settings))
        prefix = f"/{len(apps)}"
        apps[prefix] = app
        running.append(app)
        client = ApiClient(Configuration(host=host + prefix, access_token=TOKEN))
        return Line(app, host + prefix, MessagingApi(client), MessagingApiBlob(client))

    yield make
    for app in running:
        app.close()


@pytest.fixture
def line(make_line) -> Line:
    return make_line()


@pytest.fixture
def unused_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
