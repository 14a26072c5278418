"""A bot that only listens, the simulator over HTTP, and the messages the page tests send."""

from __future__ import annotations

import json
import struct
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

TOKEN = "token"
LONG = "Đây là một câu rất dài để thử xem chữ có xuống dòng trong khung hay không. " * 4
Json = dict[str, Any]


@dataclass
class Listener:
    """A bot that answers 200 to every webhook and remembers the events."""

    events: list[dict[str, Any]] = field(default_factory=list)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The events of one type, oldest first."""
        return [event for event in list(self.events) if event["type"] == kind]


@dataclass
class Phones:
    """The simulator over HTTP, as the page and as a bot see it."""

    url: str
    bot: Listener

    def call(self, method: str, path: str, body: object = None) -> Any:
        """One JSON request; raises urllib.error.HTTPError when it is refused."""
        data = None if body is None else json.dumps(body).encode()
        return self.request(method, path, data, "application/json")

    def upload(self, path: str, picture: bytes) -> None:
        """Sends a PNG picture."""
        self.request("POST", path, picture, "image/png")

    def request(self, method: str, path: str, data: bytes | None, kind: str) -> Any:
        """One request with the bot's token; the JSON that comes back."""
        headers = {"Content-Type": kind, "Authorization": f"Bearer {TOKEN}"}
        request = urllib.request.Request(f"{self.url}/{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def resident(self, name: str = "Lan", language: str | None = "vi") -> str:
        """A new resident who is a friend of the bot; the user id."""
        body = {"displayName": name, "language": language}
        user_id = str(self.call("POST", "phones/residents", body)["userId"])
        self.call("POST", f"phones/residents/{user_id}/follow", {})
        return user_id

    def group(self, *members: str) -> str:
        """A new group with the bot in it; the group id."""
        body = {"kind": "group", "name": "Family", "members": members}
        return str(self.call("POST", "phones/groups", body)["id"])

    def say(self, chat: str, *messages: dict[str, Any]) -> None:
        """What the bot sends, through LINE's push call (five messages at most)."""
        self.call("POST", "v2/bot/message/push", {"to": chat, "messages": messages})


def text(words: str, **more: Any) -> Json:
    """A text message."""
    return {"type": "text", "text": words, **more}


def button(label: str, data: str) -> Json:
    """A Flex button that posts back."""
    action = {"type": "postback", "label": label, "data": data, "displayText": label}
    return {"type": "button", "style": "primary", "height": "sm", "action": action}


def bubble(*parts: Json, **more: Any) -> Json:
    """A Flex bubble with these parts in its body."""
    return {"type": "bubble", "body": box(*parts), **more}


def box(*parts: Json, layout: str = "vertical") -> Json:
    """A Flex box."""
    return {"type": "box", "layout": layout, "contents": list(parts)}


def flex(contents: Json) -> Json:
    """A Flex message."""
    return {"type": "flex", "altText": "Shelter", "contents": contents}


def quick(*actions: Json) -> Json:
    """The quick replies of a message."""
    return {"items": [{"type": "action", "action": action} for action in actions]}


def message_action(label: str) -> Json:
    """An action that sends its own label."""
    return {"type": "message", "label": label, "text": label}


def open_phone(page: Page, phones: Phones, chat: str) -> Locator:
    """Opens the page and chooses a phone."""
    page.goto(f"{phones.url}/")
    page.locator(f'[aria-controls="phone-{chat}"]').click()
    phone = page.locator(f"#phone-{chat}")
    expect(phone).to_be_visible()
    return phone


def wait_for(page: Page, found: Callable[[], list[Json]]) -> Json:
    """The last of the things looked for, as soon as there is one."""
    for _attempt in range(100):
        if things := found():
            return things[-1]
        page.wait_for_timeout(50)
    raise AssertionError("nothing came")


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


def rich_menu(phones: Phones, bar: str, action: Json) -> str:
    """A rich menu of one area with a picture, the way a bot makes one; its id."""
    menu = {
        "size": {"width": 800, "height": 400},
        "selected": False,
        "name": bar,
        "chatBarText": bar,
        "areas": [{"bounds": {"x": 0, "y": 0, "width": 800, "height": 400}, "action": action}],
    }
    menu_id = str(phones.call("POST", "v2/bot/richmenu", menu)["richMenuId"])
    phones.upload(f"v2/bot/richmenu/{menu_id}/content", png(800, 400))
    return menu_id


def png(width: int, height: int) -> bytes:
    """A black picture of this size."""

    def part(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (width + 1) * height)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", rows) + part(b"IEND", b"")
