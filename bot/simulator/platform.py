"""The state of the simulated LINE platform: one channel, its bot, residents, groups and chats.

Everything that reads or changes state holds `lock`; nothing slow happens under it.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import events, ids
from .buckets import Rates
from .delivery import Delivery, Webhooks
from .errors import not_found
from .faults import Faults
from .journal import Journal
from .log import Log
from .menus import Menus
from .model import Group, Json, Message, Resident
from .post import Outcome
from .rules.checks import USER_ID
from .settings import SimulatorSettings
from .tokens import Lasting, Quota, ReplyTokens, RetryKeys

PROGRESS_SECONDS = 14 * 24 * 3600
DEMO = (
    ("vi", "Tiếng Việt"),
    ("pt", "Português"),
    ("zh-Hans", "简体中文"),
    ("ne", "नेपाली"),
    ("en", "English"),
    ("ja", "日本語"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a media message; `ready_at` in seconds since 1970."""

    kind: str
    data: bytes
    message_type: str
    ready_at: float


class Platform:
    """One channel on the platform."""

    def __init__(self, settings: SimulatorSettings) -> None:
        self.settings = settings
        self.clock = settings.clock
        self.lock = threading.RLock()
        self.bot_id = ids.fixed_user_id("bot", settings.channel_secret)
        self.bot_name = settings.bot_name
        self.basic_id = "@" + (re.sub(r"[^a-z0-9]", "", settings.bot_name.lower()) or "bot")
        self.residents: dict[str, Resident] = {}
        self.groups: dict[str, Group] = {}
        self.gone: set[str] = set()
        self.chats: dict[str, deque[Message]] = {}
        self.contents: OrderedDict[str, Content] = OrderedDict()
        self.content_bytes = 0
        self.loading: set[str] = set()
        milliseconds = int(self.clock() * 1000)
        self.message_numbers = ids.message_numbers(milliseconds)
        self.journal = Journal(milliseconds)
        self.reply_tokens = ReplyTokens()
        self.retry_keys = RetryKeys()
        self.quota = Quota(settings.quota)
        self.narrowcasts: Lasting[Json] = Lasting(PROGRESS_SECONDS)
        self.menus = Menus()
        self.faults = Faults()
        self.rates = Rates(self.clock, settings.rates)
        self.log = Log(settings.log_length)
        self.listeners: list[Callable[[Message], None]] = []
        self.webhooks = Webhooks(settings, self.bot_id, self.faults, self.log)
        self.webhooks.on_attempt = self.start_reply_tokens

    # People

    def add_resident(
        self,
        name: str,
        language: str | None = None,
        follows: bool = False,
        user_id: str | None = None,
    ) -> Resident:
        """A new resident; causes no event."""
        with self.lock:
            resident = Resident(user_id or ids.chat_id("user"), name, language, follows)
            self.residents[resident.user_id] = resident
            self.journal.note(resident)
            return resident

    def add_demo_residents(self) -> None:
        """A few residents to play with, named after their languages."""
        for language, name in DEMO:
            user_id = ids.fixed_user_id("demo", language)
            if user_id not in self.residents:
                self.add_resident(f"Resident ({name})", language, user_id=user_id)

    def resident(self, user_id: str) -> Resident:
        """A resident. Raises LineError 404."""
        if (resident := self.residents.get(user_id)) is None:
            raise not_found()
        return resident

    def group(self, group_id: str) -> Group:
        """A group or room. Raises LineError 404."""
        if (group := self.groups.get(group_id)) is None:
            raise not_found()
        return group

    def followers(self) -> list[Resident]:
        """Friends who have not blocked the bot."""
        return [r for r in self.residents.values() if r.follows and not r.blocked]

    def as_json(self, resident: Resident) -> Json:
        """A resident as the page sees them."""
        return {
            "userId": resident.user_id,
            "displayName": resident.name,
            "language": resident.language,
            "follows": resident.follows,
            "blocked": resident.blocked,
            "richMenuId": self.menu_of(resident),
            "loading": self.clock() < resident.loading_until,
            "read": resident.read,
        }

    def menu_of(self, resident: Resident) -> str | None:
        """The rich menu a resident sees: their own, else the default one; friends only."""
        if not resident.follows or resident.blocked:
            return None
        own = resident.menu if resident.menu in self.menus.images else None
        return own or self.menus.default

    def note_all_residents(self) -> None:
        """Something changed for everyone, such as the default rich menu."""
        for resident in self.residents.values():
            self.journal.note(resident)

    # Chats

    def store(self, chat: str, author: str, via: str | None, message: Json, message_id: str) -> Message:
        """Adds a message to a chat; the oldest fall out."""
        quoted = message.get("quotedMessageId")
        if quoted is None and message.get("quoteToken") and author == "bot":
            named = ids.unsealed(self.settings.channel_secret, "quote", message["quoteToken"])
            quoted = named[1] if named else None
        now = int(self.clock() * 1000)
        stored = Message(message_id, chat, author, now, via, message, quoted)
        messages = self.chats.get(chat)
        if messages is None:
            messages = self.chats[chat] = deque(maxlen=self.settings.chat_length)
        messages.append(stored)
        self.journal.note(stored)
        for listener in self.listeners:
            listener(stored)
        return stored

    def next_message_id(self) -> str:
        """A new message id, above all earlier ones."""
        return str(next(self.message_numbers))

    def find_message(self, chat: str, message_id: str) -> Message:
        """A message that is still in its chat. Raises LineError 404."""
        for message in reversed(self.chats.get(chat, ())):
            if message.id == message_id:
                return message
        raise not_found()

    def keep_content(self, message_id: str, content: Content) -> None:
        """Keeps the bytes of a media message; the oldest are dropped when there are too many."""
        self.contents[message_id] = content
        self.content_bytes += len(content.data)
        while self.content_bytes > self.settings.content_bytes and len(self.contents) > 1:
            self.content_bytes -= len(self.contents.popitem(last=False)[1].data)

    def drop_content(self, message_id: str) -> None:
        """Forgets the bytes of an unsent message."""
        if (content := self.contents.pop(message_id, None)) is not None:
            self.content_bytes -= len(content.data)

    def seal(self, purpose: str, chat: str, message_id: str) -> str:
        """A quote token ("quote") or read token ("read") for a message."""
        return ids.sealed(self.settings.channel_secret, purpose, chat, message_id)

    # Events

    def make_event(self, kind: str, source: Json, **payload: Any) -> Json:
        """An event that happens now; its reply token begins to live when it is delivered."""
        now = self.clock()
        made = events.event(kind, source, int(now * 1000), **payload)
        if "replyToken" in made:
            self.reply_tokens.issue(made["replyToken"], chat_of(source), now)
        return made

    def emit(self, *happened: Json) -> None:
        """Sends events to the bot in the background."""
        self.webhooks.send(list(happened))

    def deliver(self, happened: list[Any], sign: str | None = None) -> Outcome:
        """Sends any events to the bot from this thread and waits for its answer.

        For testers and load generators: nothing is added to the events. Residents they come from
        are met, so that they can be answered. `sign` replaces the right signature.
        """
        for event in happened:
            self.meet(event)
        return self.webhooks.attempt(Delivery(happened, sign=sign))

    def meet(self, event: Any) -> None:
        """Makes a resident of the unknown user an event comes from."""
        source = event.get("source") if isinstance(event, dict) else None
        user_id = source.get("userId") if isinstance(source, dict) else None
        if not isinstance(user_id, str) or USER_ID.fullmatch(user_id) is None:
            return
        with self.lock:
            if user_id not in self.residents and user_id not in self.gone:
                follows = event.get("type") != "unfollow"
                self.add_resident(f"Resident {user_id[1:7]}", follows=follows, user_id=user_id)

    def start_reply_tokens(self, delivered: list[Any]) -> None:
        """The life of reply tokens counts from each delivery of their event."""
        now = self.clock()
        with self.lock:
            for event in delivered:
                token = event.get("replyToken") if isinstance(event, dict) else None
                if not isinstance(token, str):
                    continue
                if self.reply_tokens.tokens.get(token, now) is None and not is_redelivery(event):
                    self.reply_tokens.issue(token, chat_of(event.get("source")), now)
                self.reply_tokens.delivered(token, now)

    def close(self) -> None:
        """Ends the background threads."""
        self.webhooks.close()


def chat_of(source: Any) -> str:
    """The chat an event belongs to; empty when it has no source."""
    source = source if isinstance(source, dict) else {}
    return str(source.get("groupId") or source.get("roomId") or source.get("userId") or "")


def is_redelivery(event: Json) -> bool:
    """Whether an event says that it was sent before."""
    context = event.get("deliveryContext")
    return isinstance(context, dict) and context.get("isRedelivery") is True
