"""What a handler may look at: the words of the house in service, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identify import Identifier
from bot.knowledge import Library
from bot.matching import Matcher


@dataclass(frozen=True)
class Here:
    """Passed into every handler; `names` are those by which the bot is addressed in groups.

    `profile_language` is what LINE's profile says of a resident that just arrived (our tag, or None).
    """

    library: Library
    matcher: Matcher
    identifier: Identifier
    names: tuple[str, ...]
    now: datetime
    profile_language: str | None = None
