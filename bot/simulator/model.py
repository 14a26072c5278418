"""The people, groups and messages of the simulated platform, and how the page sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
# A non-friend who wrote to the bot can be pushed to for this long (reference, "Send push message").
NON_FRIEND_SECONDS = 7 * 24 * 3600


@dataclass(slots=True)
class Resident:
    """One LINE user. Times are seconds since 1970."""

    user_id: str
    name: str
    language: str | None = None
    follows: bool = False
    blocked: bool = False
    menu: str | None = None
    loading_until: float = 0.0
    read: bool = True
    wrote_at: float = 0.0

    def reachable(self, now: float) -> bool:
        """Whether a message sent now would arrive."""
        return not self.blocked and (self.follows or now - self.wrote_at < NON_FRIEND_SECONDS)


@dataclass(slots=True)
class Group:
    """A group chat or a multi-person chat; `joined` while the bot is in it."""

    id: str
    kind: str
    name: str
    members: list[str] = field(default_factory=list)
    joined: bool = True

    def as_json(self) -> Json:
        """The group as the page sees it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "members": self.members,
            "joined": self.joined,
        }


@dataclass(slots=True)
class Message:
    """One message of a chat; `author` is a user id or "bot", `time` milliseconds since 1970."""

    id: str
    chat: str
    author: str
    time: int
    via: str | None
    message: Json
    quoted: str | None = None
    unsent: bool = False

    def as_json(self) -> Json:
        """The message as the page sees it."""
        shown: Json = {
            "id": self.id,
            "chat": self.chat,
            "from": self.author,
            "time": self.time,
            "via": self.via,
            "message": self.message,
            "unsent": self.unsent,
        }
        if self.quoted is not None:
            shown["quotedMessageId"] = self.quoted
        if self.author == "bot" and self.message.get("sender"):
            shown["sender"] = self.message["sender"]
        return shown
