"""The simulator put together: LINE's endpoints, the browser's endpoints, and the page."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterable

from . import api, api_channel, api_menus, api_people, ids, phones
from .errors import (
    bad_request,
    no_authorization,
    not_found,
    rate_limited,
    server_error,
    unauthorized,
)
from .keeper import Keeper
from .page import page
from .platform import Platform
from .settings import SimulatorSettings
from .wsgi import (
    Answer,
    Call,
    Environ,
    Route,
    Routes,
    StartResponse,
    cut,
    guarded,
    refusal,
    respond,
)

LINE = "/v2/"
# LINE takes 2 MB a request; a resident's phone may send larger pictures (base64).
LARGEST_BODY = 2 * 1024 * 1024
LARGEST_UPLOAD = 16 * LARGEST_BODY
FAULTS = {"429": rate_limited, "500": server_error, "401": unauthorized}


class Simulator:
    """A WSGI application. `platform` is the world behind it, for tests and load generators."""

    def __init__(self, settings: SimulatorSettings) -> None:
        self.platform = Platform(settings)
        self.line = Routes(api.ROUTES + api_people.ROUTES + api_channel.ROUTES + api_menus.ROUTES)
        self.browser = Routes(phones.ROUTES)
        self.token = f"Bearer {settings.channel_access_token}".encode()
        self.keeper = Keeper(self.platform, settings.state_dir) if settings.state_dir else None
        if settings.demo:
            self.platform.add_demo_residents()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        path = environ.get("PATH_INFO", "/")
        call = Call(environ, LARGEST_BODY if path.startswith(LINE) else LARGEST_UPLOAD)
        if path == "":
            # Mounted under a prefix and called without the last slash: relative links need it.
            there = environ.get("SCRIPT_NAME", "") + "/"
            return respond(Answer(302, b"", headers=[("Location", there)]), start_response)
        if path.startswith(LINE):
            return self.line_call(call, start_response)
        return respond(guarded(lambda: self.browser_call(call)), start_response)

    def browser_call(self, call: Call) -> Answer:
        """A request of the page."""
        shown = page(call.path) if call.method == "GET" else None
        if shown is not None:
            return shown
        route = self.browser.find(call)
        if route is None:
            raise not_found()
        return route.handle(self.platform, call)

    def line_call(self, call: Call, start_response: StartResponse) -> Iterable[bytes]:
        """A request of a bot: with LINE's checks, the planned faults, and a line in the log."""
        started = time.perf_counter()
        call.request_id = ids.request_id()
        route = self.line.find(call)
        fault = self.platform.faults.take(route.name) if route else None
        if fault == "reset":
            self.platform.log.add("in", f"{call.method} {call.path} (reset)", 0, started)
            return cut(call.environ, start_response)
        given = guarded(lambda: self.line_answer(call, route, fault))
        if self.platform.faults.slow_seconds:
            time.sleep(self.platform.faults.slow_seconds)
        status = 0 if fault == "lost" else given.status
        self.platform.log.add("in", f"{call.method} {call.path}", status, started)
        if fault == "lost":
            return cut(call.environ, start_response)
        given.headers.append(("x-line-request-id", call.request_id))
        return respond(given, start_response)

    def line_answer(self, call: Call, route: Route | None, fault: str | None) -> Answer:
        """The answer, or the fault that stands in for it. Raises LineError."""
        self.check_token(call)
        if route is None:
            raise not_found()
        if fault in FAULTS:
            return refusal(FAULTS[fault]())
        if not self.platform.rates.allow(route.name, route.size, route.seconds):
            raise rate_limited()
        if route.name not in api.RETRY_KEYS and call.header("x-line-retry-key") is not None:
            # LINE promises the 400 and does not publish the text.
            raise bad_request("The retry key is not supported by this API")
        return route.handle(self.platform, call)

    def check_token(self, call: Call) -> None:
        """Raises LineError 401 without the channel's access token."""
        given = call.header("authorization")
        if given is None or not given.startswith("Bearer "):
            raise no_authorization()
        if not hmac.compare_digest(given.encode("latin-1", "replace"), self.token):
            raise unauthorized()

    def close(self) -> None:
        """Saves what is kept and ends the background threads."""
        if self.keeper is not None:
            self.keeper.close()
        self.platform.close()


def create_app(settings: SimulatorSettings) -> Simulator:
    """A simulator as a WSGI application; it may be mounted under any prefix."""
    return Simulator(settings)
