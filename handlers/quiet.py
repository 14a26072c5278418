"""Events that need no words: standby, blocked, left, taken back, kinds we do not know."""

from __future__ import annotations

from bot.here import Here
from bot.model import SILENCE, Event, Forget, Leave, Resident, Turn, Unsend

_SPEAKING = {
    "text",
    "messageEdited",
    "sticker",
    "image",
    "video",
    "audio",
    "file",
    "location",
    "postback",
    "follow",
    "join",
    "memberJoined",
}


def wants(event: Event, resident: Resident, here: Here) -> bool:
    """Everything that we do not speak to; without a reply token LINE expects no answer either."""
    return event.standby or not event.chat or event.kind not in _SPEAKING


def answer(event: Event, resident: Resident, here: Here) -> Turn:
    match event.kind:
        case "unfollow":
            return Turn(changes=(Leave(),))
        case "leave":
            return Turn(changes=(Forget(),))  # a group has no language of its own to come back to
        case "unsend":
            return Turn(changes=(Unsend(event.message_id),))
        case _:
            return SILENCE
