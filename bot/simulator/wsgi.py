"""The simulator as a WSGI application: a table of routes, requests in, answers out.

No web framework stands here: the simulator is measured together with the bots it measures, and
a framework would cost more than all of LINE's rules.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from .errors import LineError, bad_request, content_type, not_json, server_error, too_large

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
log = logging.getLogger(__name__)


def finite(text: str) -> float:
    """A number of JSON, which knows neither NaN nor infinity. Raises ValueError."""
    if not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


DECODER = json.JSONDecoder(parse_float=finite, parse_constant=finite)


@dataclass
class Answer:
    """What goes back: a status, a body and headers."""

    status: int = 200
    body: bytes = b"{}"
    kind: str = "application/json"
    headers: list[tuple[str, str]] = field(default_factory=list)


def answer(value: Any, status: int = 200) -> Answer:
    """A JSON answer."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Answer(status, text.encode("utf-8", "replace"))


def refusal(error: LineError) -> Answer:
    """The answer to a request that was refused."""
    refused = answer(error.body(), error.status)
    refused.headers = list(error.headers.items())
    return refused


class Call:
    """One request; its body may have up to `largest` bytes."""

    def __init__(self, environ: Environ, largest: int) -> None:
        self.environ = environ
        self.largest = largest
        self.method: str = environ["REQUEST_METHOD"]
        # WSGI hands the path over as latin-1.
        self.path: str = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
        self.params: dict[str, str] = {}
        self.request_id = ""

    @cached_property
    def body(self) -> bytes:
        """The raw body. Raises LineError 413 when it is too large."""
        stated = self.environ.get("CONTENT_LENGTH") or ""
        length = int(stated) if stated.isdigit() else 0
        if length > self.largest:
            raise too_large()
        if not length and self.header("transfer-encoding"):
            length = self.largest + 1  # a chunked body tells its length by its end
        data: bytes = self.environ["wsgi.input"].read(length) if length else b""
        if len(data) > self.largest:
            raise too_large()
        return data

    @cached_property
    def json(self) -> Any:
        """The body as JSON. Raises LineError."""
        if self.content_type != "application/json":
            raise content_type(self.content_type or "null")
        try:
            return DECODER.decode(self.body.decode())
        except json.JSONDecodeError as error:
            raise not_json(error.lineno, error.colno) from None
        except (ValueError, RecursionError):
            raise not_json(1, 1) from None

    @cached_property
    def object(self) -> dict[str, Any]:
        """The body as a JSON object. Raises LineError."""
        if not isinstance(self.json, dict):
            raise not_json(1, 1)
        return self.json

    @cached_property
    def query(self) -> dict[str, str]:
        """The query string; of repeated names the last counts."""
        return dict(parse_qsl(self.environ.get("QUERY_STRING", ""), keep_blank_values=True))

    @property
    def content_type(self) -> str:
        """The content type without parameters."""
        kind: str = self.environ.get("CONTENT_TYPE") or ""
        return kind.partition(";")[0].strip().lower()

    def header(self, name: str) -> str | None:
        """A request header, by its lower-case name."""
        value: str | None = self.environ.get("HTTP_" + name.upper().replace("-", "_"))
        return value

    def number(self, name: str, default: int) -> int:
        """A whole number from the query. Raises LineError."""
        try:
            return int(self.query.get(name, default))
        except ValueError:
            raise bad_request(f"Invalid {name} param") from None


@dataclass(frozen=True)
class Route:
    """One endpoint: `path` may hold `{names}`; `size` requests pass in `seconds`."""

    method: str
    path: str
    name: str
    handle: Callable[[Any, Call], Answer]
    size: int = 2000
    seconds: float = 1.0


class Routes:
    """Finds the route of a request."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self.exact: dict[tuple[str, str], Route] = {}
        self.patterns: dict[tuple[str, int], list[tuple[list[str], Route]]] = {}
        for route in routes:
            if "{" not in route.path:
                self.exact[route.method, route.path] = route
                continue
            parts = route.path.split("/")
            self.patterns.setdefault((route.method, len(parts)), []).append((parts, route))

    def find(self, call: Call) -> Route | None:
        """The route, with the parts of the path it names put into `call.params`."""
        exact = self.exact.get((call.method, call.path))
        if exact is not None:
            return exact
        given = call.path.split("/")
        for parts, route in self.patterns.get((call.method, len(given)), ()):
            pairs = list(zip(parts, given, strict=True))
            if all(part == piece or part[:1] == "{" for part, piece in pairs):
                call.params = {part[1:-1]: piece for part, piece in pairs if part[:1] == "{"}
                return route
        return None


def guarded(handle: Callable[[], Answer]) -> Answer:
    """Runs a handler; refusals become answers, and so do our own mistakes (500)."""
    try:
        return handle()
    except LineError as error:
        return refusal(error)
    except RecursionError:
        return refusal(not_json(1, 1))
    except Exception:
        log.exception("the simulator failed")
        return refusal(server_error())


def respond(given: Answer, start_response: StartResponse) -> Iterable[bytes]:
    """Hands an answer to the server."""
    headers = [("Content-Type", given.kind), ("Content-Length", str(len(given.body)))]
    start_response(STATUS[given.status], headers + given.headers)
    return [given.body]


def client_socket(environ: Environ) -> socket.socket | None:
    """The connection a request came in on, where the server lets us have it."""
    for name in ("gunicorn.socket", "werkzeug.socket"):
        if name in environ:
            found: socket.socket = environ[name]
            return found
    # waitress hands out a method of its channel, and the channel owns the connection.
    channel = getattr(environ.get("waitress.client_disconnected"), "__self__", None)
    return getattr(channel, "socket", None)


def cut(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Closes the connection without an answer.

    On a server that keeps the connection to itself, one byte is promised and none sent: the
    client sees the connection close in the middle of an answer.
    """
    connection = client_socket(environ)
    if connection is not None:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    promised = "0" if connection is not None else "1"
    start_response(STATUS[200], [("Content-Length", promised)])
    return []
