"""The calls we make to LINE: through the SDK's raw HTTP, always with a timeout, every answer a value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

# The SDK generates the same HTTP client into each of its packages. We send plain dicts, so we take
# the smallest: `messaging` would load 205 model classes that we never use (0.6 s, 20 MB at start).
from linebot.v3.shop import ApiClient, ApiException, Configuration
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

# Seconds to connect and to read: together well under the outbox's lease.
TIMEOUT = (3.0, 5.0)
_HEADERS = {"Accept": "application/json", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What LINE answered: status (0: no answer came), JSON body, headers (names in lower case)."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def message(self) -> str:
        """LINE's own word for what was wrong ("" when none)."""
        return str(self.body.get("message", ""))


class LineClient:
    """One per process; its connections are kept open and shared by all threads (the SDK's client allows it).

    Messages go as plain dicts through the SDK's raw call: its models would cost 27 times as much,
    and cut dicts silently.
    """

    def __init__(self, base: str, token: str) -> None:
        configuration = Configuration(host=base, access_token=token)
        configuration.connection_pool_maxsize = 64
        # urllib3 would try a dead connection four times in a row, longer than a lease: the outbox retries.
        configuration.retries = Retry(0)
        self._api = ApiClient(configuration)

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Make one request; whatever happens is an Answer, never an exception."""
        try:
            response = self._api.call_api(
                path,
                method,
                header_params={**_HEADERS, **(headers or {})},
                body=body,
                response_types_map={},
                auth_settings=["Bearer"],
                _return_http_data_only=False,
                _request_timeout=TIMEOUT,
            )
            return Answer(response.status_code, _json(response.raw_data), _lower(response.headers))
        except ApiException as error:
            return Answer(error.status or 0, _json(error.body), _lower(error.headers))
        except (HTTPError, UnicodeDecodeError, OSError):
            return Answer(0)

    def reply(self, body: Mapping[str, Any]) -> Answer:
        return self.call("POST", "/v2/bot/message/reply", body)

    def push(self, body: Mapping[str, Any], retry_key: str) -> Answer:
        return self.call("POST", "/v2/bot/message/push", body, {"X-Line-Retry-Key": retry_key})

    def show_loading(self, chat: str, seconds: int = 20) -> Answer:
        """The animation of three dots, until the next message (one-to-one chats only; multiples of 5 s)."""
        return self.call("POST", "/v2/bot/chat/loading/start", {"chatId": chat, "loadingSeconds": seconds})

    def profile_language(self, user: str) -> str | None:
        """The language LINE's profile names (BCP 47), or None: not consented, unknown, or no answer."""
        answer = self.call("GET", f"/v2/bot/profile/{quote(user, safe='')}")
        language = answer.body.get("language") if answer.ok else None
        return language if isinstance(language, str) else None


def _json(raw: object) -> Mapping[str, Any]:
    try:
        value = json.loads(raw) if isinstance(raw, str | bytes) else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _lower(headers: Any) -> Mapping[str, str]:
    return {str(name).lower(): str(value) for name, value in dict(headers or {}).items()}
