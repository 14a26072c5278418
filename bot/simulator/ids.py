"""Names of things as LINE writes them: user ids, message ids, ULIDs, tokens."""

from __future__ import annotations

import hashlib
import itertools
import os
import secrets
import uuid

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def chat_id(kind: str) -> str:
    """A new id: `U…` for a user, `C…` for a group, `R…` for a room."""
    return {"user": "U", "group": "C", "room": "R"}[kind] + secrets.token_hex(16)


def fixed_user_id(*parts: str) -> str:
    """The user id that these words always lead to, so that a restart keeps it."""
    return "U" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def ulid(milliseconds: int) -> str:
    """A webhookEventId: 48 bits of time and 80 random bits in Crockford's base 32."""
    value = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join(CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


def request_id() -> str:
    """An x-line-request-id."""
    return str(uuid.UUID(bytes=os.urandom(16), version=4))


def reply_token() -> str:
    """A reply token: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def message_numbers(milliseconds: int) -> itertools.count[int]:
    """Growing message ids of 18 digits; a later start begins above all earlier ones."""
    return itertools.count(milliseconds * 100_000)


def sealed(key: str, purpose: str, chat: str, message: str) -> str:
    """A token that names a message and that only the holder of the key can make: quote tokens and
    read tokens never expire, so they are checked instead of remembered. `message` is a message id,
    after an edit followed by a dot and the time."""
    named = f"{purpose} {chat} {message}".encode("utf-8", "replace")
    seal = hashlib.blake2s(named, key=key.encode()[:32])
    return f"{chat}-{message}-{seal.hexdigest()[:32]}"


def unsealed(key: str, purpose: str, token: str) -> tuple[str, str] | None:
    """The chat and message id a token names, or None when it was not made with this key."""
    chat, _, rest = token.partition("-")
    message = rest.partition("-")[0]
    good = token == sealed(key, purpose, chat, message)
    return (chat, message.partition(".")[0]) if good else None
