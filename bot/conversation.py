"""Events → turns → what we owe: handlers decide, the phrasebook has the words, we store."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType
from uuid import uuid4

from bot.here import Here
from bot.line.messages import Composer
from bot.log import frames
from bot.model import (
    Change,
    Event,
    Forget,
    Resident,
    Say,
    SetLanguage,
    SetNotices,
    Turn,
)
from bot.outbox import LEASE, token_until
from bot.store import Owed, Received, Tx
from bot.words import Words

FIRST_LANGUAGE = "en"  # of somebody of whom we know nothing yet
SORRY = Turn(says=(Say("talk.sorry"),))
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Conversation:
    """Answers events; `handlers` in the order of their meaning, `names` as the bot is called in groups."""

    words: Words
    handlers: Sequence[ModuleType]
    composer: Composer
    names: tuple[str, ...]

    def answer(
        self, tx: Tx, taken: Sequence[Received], profiles: Mapping[str, str | None], now: datetime
    ) -> list[Owed]:
        """Work through events in one transaction: changes stored, answers owed, events finished.

        `profiles` gives, by event id, the language of the LINE profile of those who just arrived.
        The returned answers are to be sent by the caller after the commit, under the lease noted here.
        """
        known = tx.residents({received.event.chat for received in taken}, now)
        owed: dict[str, Owed] = {}
        for received in taken:
            if answer := self._one(tx, received, known, profiles.get(received.event.id), now):
                owed[received.event.id] = answer
        tx.owe(owed.values(), owed.keys(), now + LEASE)
        tx.finish(received.event.id for received in taken)
        return list(owed.values())

    def _one(
        self, tx: Tx, received: Received, known: dict[str, Resident], profile: str | None, now: datetime
    ) -> Owed | None:
        event = received.event
        if event.chat_kind == "none" or (event.chat_kind != "user" and tx.edited_later(event)):
            return None
        resident = known.get(event.chat) or Resident(event.chat, event.chat_kind, since=now)
        turn, messages = self._turn(event, resident, profile, now)
        if event.chat not in known and (turn.says or turn.changes):
            tx.welcome(resident)
            known[event.chat] = resident
        for change in turn.changes:
            tx.change(resident, change, now)
            _remember(known, event.chat, change)
        return _owe(received, turn, messages, now) if messages else None

    def _turn(
        self, event: Event, resident: Resident, profile: str | None, now: datetime
    ) -> tuple[Turn, list[dict[str, object]]]:
        """The turn and its messages; a handler or text that breaks leads to the apology, never to silence."""
        try:
            turn = self.decide(event, resident, now, profile)
            return turn, self.render(turn, resident)
        except Exception as error:
            _log.exception("an event broke", extra={"event": event.id, "at": frames(error)})
            return SORRY, self.render(SORRY, resident)

    def decide(self, event: Event, resident: Resident, now: datetime, profile: str | None = None) -> Turn:
        """What the first handler that wants the event says; pure."""
        words = self.words
        here = Here(words.cards.library, words.matcher, words.identifier, self.names, now, profile)
        handler = next(handler for handler in self.handlers if handler.wants(event, resident, here))
        turn: Turn = handler.answer(event, resident, here)
        return turn

    def render(self, turn: Turn, resident: Resident) -> list[dict[str, object]]:
        """The turn's says as LINE messages, in its language."""
        tag = turn.language or resident.language or FIRST_LANGUAGE
        bubbles = [self.words.cards.bubble(say, tag) for say in turn.says]
        quick = [self.words.cards.button(choice, tag) for choice in turn.quick]
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


def _owe(received: Received, turn: Turn, messages: list[dict[str, object]], now: datetime) -> Owed:
    event = received.event
    return Owed(
        id=str(uuid4()),
        chat=event.chat,
        messages=tuple(messages),
        reply_token=event.reply_token or None,
        token_until=token_until(received.at, event.time),
        keyed=None,
        matters_until=received.at + turn.matters,
        attempts=1,
    )
