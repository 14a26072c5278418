"""The outbox: what an attempt to send led to, and what follows from it. Pure; the HTTP is in line/client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.line import fit
from bot.store import Owed, Settled

# A lease must outlast the slowest attempt (line/client.TIMEOUT) and end long before the reply token
# does (a minute), so that a crash is mended while the free answer is still possible.
LEASE = timedelta(seconds=10)
TOKEN_LIFE = timedelta(seconds=60)  # Messaging API reference, Reply token: within a minute of receipt
KEY_LIFE = timedelta(hours=24)  # Messaging API reference, Retrying: then the key counts as new
_MARGIN = timedelta(seconds=2)
_FIRST_PAUSE = timedelta(seconds=0.5)
_LONGEST_PAUSE = timedelta(minutes=5)

Fate = Literal["accepted", "bad_token", "again", "refused", "quota", "denied"]


@dataclass(frozen=True)
class Outcome:
    """What LINE said to one attempt; `via` is how it was made, `word` names it for logs and metrics."""

    fate: Fate
    via: Literal["reply", "push"]
    word: str


def outcome(via: Literal["reply", "push"], status: int, message: str) -> Outcome:
    """What LINE's answer means (Messaging API reference, Error responses); status 0: no answer came."""
    return Outcome(_fate(via, status, message), via, f"{status} {message}".strip()[:200])


def _fate(via: str, status: int, message: str) -> Fate:
    if 200 <= status < 300 or (status == 409 and via == "push"):
        return "accepted"  # 409: the retry key was accepted before
    if status == 400 and message == "Invalid reply token":
        return "bad_token"
    if status == 429:
        # LINE tells the two kinds of 429 apart by their words only.
        return "quota" if "monthly limit" in message else "again"
    if status in (401, 403):
        return "denied"
    return "again" if status == 0 or status >= 500 else "refused"


def way(owed: Owed, now: datetime) -> Literal["reply", "push", "too_late"]:
    """How to send now: by reply while there is a token, else by push while it still helps.

    Whether there is a token was decided, and stored, when the attempt was noted (`token_for`, and
    the store's `due`): after a crash the next attempt must know how the last one was made.
    """
    if owed.reply_token:
        return "reply"
    if now > owed.matters_until or (owed.keyed and now > owed.keyed + KEY_LIFE):
        return "too_late"
    return "push"


def token_for(reply_token: str, received: datetime, now: datetime) -> str | None:
    """The token for a first attempt; None when a crash could no longer be mended while it lives.

    A reply that was accepted and then forgotten in a crash shows itself only while the token
    lives: then LINE calls it used. Later nobody knows, so an old token is not begun with; a push
    can be repeated safely for a day.
    """
    return reply_token if reply_token and now + LEASE + _MARGIN < token_until(received) else None


def settle(owed: Owed, outcome: Outcome, now: datetime) -> Settled:
    """What becomes of an answer after an attempt.

    A push may be repeated safely, for its retry key was stored before the first request: LINE
    refuses the double with 409, which counts as accepted. A reply has no such key. When LINE calls
    the token invalid while it must still live, and an attempt had been noted before this one, then
    that attempt was accepted and only its answer was lost: the resident has been answered.
    """
    match outcome.fate:
        case "accepted":
            return Settled(owed.id, "sent", now)
        case "bad_token" if owed.attempts > 1 and now < owed.token_until:
            return Settled(owed.id, "sent", now, "token used before")
        case "bad_token":
            return Settled(owed.id, "owed", now, token_dead=True)
        case "refused":
            return _refused(owed, outcome, now)
        case "quota":
            return Settled(owed.id, "failed", now, outcome.word)
        case _:
            return _again(owed, outcome, now)


def expire(owed: Owed, now: datetime) -> Settled:
    """An answer that no longer helps is not sent; it is counted, never silent."""
    return Settled(owed.id, "expired", now, "too late")


def _refused(owed: Owed, outcome: Outcome, now: datetime) -> Settled:
    """LINE refuses the messages: the same as plain text gets one more chance, for silence is worse."""
    plain = tuple(fit.plain(list(owed.messages)))
    if plain == owed.messages:
        return Settled(owed.id, "failed", now, outcome.word)
    return Settled(owed.id, "owed", now, outcome.word, messages=plain)


def _again(owed: Owed, outcome: Outcome, now: datetime) -> Settled:
    pause = min(_FIRST_PAUSE * 2 ** min(owed.attempts - 1, 20), _LONGEST_PAUSE)
    keyed = now if outcome.via == "push" and owed.keyed is None else None
    return Settled(owed.id, "owed", now + pause, outcome.word, keyed=keyed)


def token_until(received: datetime) -> datetime:
    """To when a reply token can be expected to live.

    LINE also ends it 20 minutes after the event happened. We do not reckon with that: the first
    attempt finds out by itself, and the event's own clock may be wrong.
    """
    return received + TOKEN_LIFE


def as_body(owed: Owed, via: Literal["reply", "push"]) -> dict[str, Any]:
    """The request body of the attempt."""
    address = {"replyToken": owed.reply_token} if via == "reply" else {"to": owed.chat}
    return {**address, "messages": list(owed.messages)}
