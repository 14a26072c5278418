"""One signed webhook request: kept-alive connections, a deadline, and what came of it."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ssl
import threading
import time
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import urlsplit

DETAILS = {
    "COULD_NOT_CONNECT": "Failure to connect",
    "REQUEST_TIMEOUT": "Request timeout",
    "UNCLASSIFIED": "N/A",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bot answered: HTTP status (0: nothing came), LINE's reason, seconds taken."""

    status: int
    reason: str
    took: float

    @property
    def success(self) -> bool:
        """Whether LINE counts the webhook as delivered: any 2xx."""
        return 200 <= self.status < 300

    @property
    def detail(self) -> str:
        """LINE's words for what came of it."""
        return DETAILS.get(self.reason, str(self.status))


def signature(secret: str, body: bytes) -> str:
    """x-line-signature: base64 of HMAC-SHA256 over the raw body.

    Source: LINE Developers, "Verify webhook signature".
    """
    return b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


class Post:
    """Sends bodies to a webhook URL; every thread keeps its own connection."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self.local = threading.local()

    def send(self, url: str, body: bytes, sign: str) -> Outcome:
        """Posts one body and never raises."""
        started = time.perf_counter()
        try:
            status = self.exchange(url, body, sign)
            reason = "OK" if 200 <= status < 300 else "ERROR_STATUS_CODE"
        except TimeoutError:
            status, reason = 0, "REQUEST_TIMEOUT"
        except OSError:
            status, reason = 0, "COULD_NOT_CONNECT"
        except (http.client.HTTPException, ValueError):
            status, reason = 0, "UNCLASSIFIED"
        if status == 0:
            self.close()
        return Outcome(status, reason, time.perf_counter() - started)

    def exchange(self, url: str, body: bytes, sign: str) -> int:
        """The status of one request; a kept connection that turns out closed is opened anew."""
        kept = getattr(self.local, "connection", None)
        request = self.request(url, body, sign)
        if kept is not None and kept.sock is not None and self.local.url == url:
            try:
                return self.once(kept, request)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                kept.close()
        self.close()
        connection = self.local.connection = self.connection(url)
        self.local.url = url
        connection.connect()
        return self.once(connection, request)

    def request(self, url: str, body: bytes, sign: str) -> bytes:
        """The whole request in one piece: one packet wakes the bot once."""
        if "\r" in sign or "\n" in sign:
            raise ValueError("a signature is one line")
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        head = (
            f"POST {path} HTTP/1.1\r\n"
            f"Host: {parts.netloc.rpartition('@')[2]}\r\n"
            "Content-Type: application/json; charset=utf-8\r\n"
            "User-Agent: LineBotWebhook/2.0\r\n"
            f"x-line-signature: {sign}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def connection(self, url: str) -> http.client.HTTPConnection:
        """A connection to the host of a URL, not opened yet."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            secure = ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=self.timeout, context=secure)
        return http.client.HTTPConnection(host, parts.port, timeout=self.timeout)

    def once(self, connection: http.client.HTTPConnection, request: bytes) -> int:
        """One request on one open connection."""
        connection.sock.sendall(request)
        answer = http.client.HTTPResponse(connection.sock, method="POST")
        try:
            answer.begin()
            answer.read()
        finally:
            answer.close()
        if answer.will_close:
            connection.close()
        return answer.status

    def close(self) -> None:
        """Closes this thread's connection."""
        if getattr(self.local, "connection", None) is not None:
            self.local.connection.close()
            self.local.connection = None
