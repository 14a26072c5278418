"""Events → turns → what we owe: handlers decide, the phrasebook has the words. Pure; storing is elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import uuid4

from bot.here import Here
from bot.language import FIRST
from bot.line.messages import Composer
from bot.log import frames
from bot.model import Change, Event, Forget, Resident, Say, SetLanguage, SetNotices, Turn
from bot.outbox import token_for, token_until
from bot.store import Owed, Received
from bot.words import Words

SORRY = Turn(says=(Say("talk.sorry"),))
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answered:
    """An event worked through: what to store about its resident, and the answer that is owed (if any)."""

    event: Event
    resident: Resident
    changes: tuple[Change, ...] = ()
    owed: Owed | None = None
    new: bool = False  # somebody we did not know


@dataclass(frozen=True)
class Conversation:
    """Answers events; `handlers` in the order of their meaning, `names` as the bot is called in groups."""

    words: Words
    handlers: Sequence[ModuleType]
    composer: Composer
    names: tuple[str, ...]

    def answer(
        self, received: Received, known: dict[str, Resident], now: datetime, profile: str | None = None
    ) -> Answered:
        """Work through one event. `known` are the residents of the batch, kept up to date for the next.

        `profile` is our tag for the language of the LINE profile of somebody who just arrived.
        """
        event = received.event
        if event.chat_kind == "none" or received.superseded:
            return Answered(event, Resident("", "user", since=now))
        new = event.chat not in known
        resident = known.get(event.chat) or Resident(event.chat, event.chat_kind, since=now)
        turn, messages = self._turn(event, resident, profile, now)
        known[event.chat] = resident
        for change in turn.changes:
            _remember(known, event.chat, change)
        owed = _owed(received, turn, messages, now) if messages else None
        return Answered(event, resident, turn.changes, owed, new)

    def _turn(
        self, event: Event, resident: Resident, profile: str | None, now: datetime
    ) -> tuple[Turn, tuple[dict[str, Any], ...]]:
        """The turn and its messages; a handler or text that breaks leads to the apology, never to silence."""
        try:
            turn = self.decide(event, resident, now, profile)
            return turn, self.render(turn, resident)
        except Exception as error:
            _log.error("an event broke", extra={"event": event.id, "at": frames(error)})
            return SORRY, self.render(SORRY, resident)

    def decide(self, event: Event, resident: Resident, now: datetime, profile: str | None = None) -> Turn:
        """What the first handler that wants the event says."""
        words = self.words
        here = Here(words.cards.library, words.matcher, words.identifier, self.names, now, profile)
        handler = next(handler for handler in self.handlers if handler.wants(event, resident, here))
        turn: Turn = handler.answer(event, resident, here)
        return turn

    def render(self, turn: Turn, resident: Resident) -> tuple[dict[str, Any], ...]:
        """The turn's says as LINE messages, in its language."""
        tag = turn.language or resident.language or FIRST
        bubbles = tuple(self.words.cards.bubble(say, tag) for say in turn.says)
        quick = tuple(self.words.cards.button(choice, tag) for choice in turn.quick)
        return self.composer.compose(bubbles, quick)


def _remember(known: dict[str, Resident], chat: str, change: Change) -> None:
    """The same change in memory, for a later event of the resident in the same batch."""
    match change:
        case SetLanguage(language):
            known[chat] = replace(known[chat], language=language)
        case SetNotices(on):
            known[chat] = replace(known[chat], notices=on)
        case Forget():
            known.pop(chat, None)


def _owed(received: Received, turn: Turn, messages: tuple[dict[str, Any], ...], now: datetime) -> Owed:
    event = received.event
    return Owed(
        id=str(uuid4()),
        event_id=event.id,
        chat=event.chat,
        received=received.at,
        messages=messages,
        reply_token=token_for(event.reply_token, received.at, now),
        token_until=token_until(received.at),
        keyed=None,
        matters_until=received.at + turn.matters,
        attempts=1,
    )
