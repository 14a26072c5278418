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
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
            "x-line-signature": sign,
        }
        try:
            status = self.exchange(url, body, headers)
            reason = "OK" if 200 <= status < 300 else "ERROR_STATUS_CODE"
        except TimeoutError:
            status, reason = 0, "REQUEST_TIMEOUT"
        except (ConnectionError, OSError):
            status, reason = 0, "COULD_NOT_CONNECT"
        except (http.client.HTTPException, ValueError):
            status, reason = 0, "UNCLASSIFIED"
        if status == 0:
            self.close()
        return Outcome(status, reason, time.perf_counter() - started)

    def exchange(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of one request; a kept connection that turns out closed is opened anew."""
        kept = getattr(self.local, "connection", None)
        if kept is not None and self.local.url == url:
            try:
                return self.once(kept, url, body, headers)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                kept.close()
        else:
            self.close()
        connection = self.local.connection = self.connection(url)
        self.local.url = url
        return self.once(connection, url, body, headers)

    def connection(self, url: str) -> http.client.HTTPConnection:
        """A connection to the host of a URL."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            secure = ssl.create_default_context()
            return http.client.HTTPSConnection(
                host, parts.port, timeout=self.timeout, context=secure
            )
        return http.client.HTTPConnection(host, parts.port, timeout=self.timeout)

    def once(
        self, connection: http.client.HTTPConnection, url: str, body: bytes, headers: dict[str, str]
    ) -> int:
        """One request on one connection."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def close(self) -> None:
        """Closes this thread's connection."""
        if getattr(self.local, "connection", None) is not None:
            self.local.connection.close()
            self.local.connection = None
