"""The words of the house as frozen dataclasses: values that are handed around, without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

# --- what LINE tells us


@dataclass(frozen=True)
class Place:
    """A point on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float
    title: str = ""


@dataclass(frozen=True)
class Event:
    """One thing LINE told us, read once at the door; what we do not know has the kind `unknown`.

    `chat` is where an answer goes (user, group or room id; "" when LINE named none), `user` who
    acted (absent in groups whose members did not consent). `kind` is LINE's event type, or for
    messages LINE's message type ("text", "sticker", …); times are UTC.
    """

    id: str
    kind: str
    time: datetime
    chat: str = ""
    chat_kind: Literal["user", "group", "room", "none"] = "none"
    user: str = ""
    reply_token: str = ""
    standby: bool = False
    redelivered: bool = False
    message_id: str = ""
    text: str = ""
    mentioned: bool = False
    data: str = ""
    place: Place | None = None
    returning: bool = False  # a follow that lifts a block


# --- who talks to us


@dataclass(frozen=True)
class Resident:
    """A person (or a group chat) that talks to the bot, and nothing more than we need to answer."""

    id: str
    kind: Literal["user", "group", "room"]
    since: datetime
    language: str | None = None
    notices: bool = True
    place: Place | None = None


# --- what the logic hands around instead of text


@dataclass(frozen=True)
class Say:
    """An entry or a phrase to be said, with the values of its slots.

    `form` says how: a sentence (`text`), the card of an entry (`card`), the same in large Japanese
    (`show`), the card of a kind of mortal danger (`danger`; the id is the kind), or the calendar of a
    district (`garbage`; slots `area` and `today`).
    `language` overrules the language of the turn.
    """

    id: str
    slots: Mapping[str, str] = field(default_factory=dict, hash=False)
    form: Literal["text", "card", "show", "danger", "garbage"] = "text"
    buttons: tuple[Choice, ...] = ()
    language: str | None = None


@dataclass(frozen=True)
class Choice:
    """Something to press: its label, and what pressing does.

    `post` sends `value` back to us, `place` asks for the resident's place.
    """

    label: Say
    value: str = ""
    act: Literal["post", "place"] = "post"
    sign: str = ""  # put before the label: a sign that needs no words


@dataclass(frozen=True)
class SetLanguage:
    """Answer in this language (BCP 47) from now on."""

    language: str


@dataclass(frozen=True)
class SetNotices:
    """Turn notices on or off."""

    on: bool


@dataclass(frozen=True)
class KeepPlace:
    """Remember a place for one talk, until the time given."""

    place: Place
    until: datetime


@dataclass(frozen=True)
class Forget:
    """Delete all that is stored about the resident, at once."""


@dataclass(frozen=True)
class Leave:
    """The resident blocked us, or the bot left the chat: forget after the set time."""


@dataclass(frozen=True)
class Return:
    """The resident is back before we forgot."""


@dataclass(frozen=True)
class Unsend:
    """The resident took a message back: what of it still waits is dropped."""

    message_id: str


Change = SetLanguage | SetNotices | KeepPlace | Forget | Leave | Return | Unsend


@dataclass(frozen=True)
class Turn:
    """What one event leads to: says for the resident and changes to store.

    `language` is the language of the answer (None: the resident's). `matters` is how long after
    the event the answer is still worth a push, once the free reply token is dead.
    """

    says: tuple[Say, ...] = ()
    quick: tuple[Choice, ...] = ()
    changes: tuple[Change, ...] = ()
    language: str | None = None
    matters: timedelta = timedelta(hours=24)


SILENCE = Turn()


# --- words, ready to be laid out


@dataclass(frozen=True)
class Button:
    """A button with its words: `post` (value: postback data), `dial` (a phone number), `link`, `place`."""

    label: str
    act: Literal["post", "dial", "link", "place"]
    value: str = ""


@dataclass(frozen=True)
class Bubble:
    """One message in one language, before LINE's JSON: a sentence, or a card."""

    language: str
    look: Literal["text", "panel", "card", "show", "danger"]
    title: str = ""
    lines: tuple[str, ...] = ()
    pictogram: str = ""
    buttons: tuple[Button, ...] = ()
    small: tuple[str, ...] = ()


# --- what the matcher says


@dataclass(frozen=True)
class Match:
    """What a text asks for: `entry` when sure, up to 5 `choices` best first when not.

    `danger` names a kind of mortal danger when the text cries for help; confidence is 0 to 1.
    """

    outcome: Literal["answer", "choices", "unknown"]
    entry: str | None = None
    choices: tuple[str, ...] = ()
    confidence: float = 0.0
    danger: str | None = None
