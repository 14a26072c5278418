"""What a handler may look at: the words of the house in service, and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.identify import Guess, Identifier
from bot.knowledge import Library
from bot.matching import Matcher
from bot.model import Match


@dataclass(frozen=True)
class Understood:
    """What a text is taken for: the language to answer in, and what it asks."""

    guess: Guess
    match: Match


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
    _understood: dict[tuple[str, str | None], Understood] = field(default_factory=dict)

    def understand(self, text: str, language: str | None) -> Understood:
        """`language` is the resident's. Worked out once per event, however many handlers ask."""
        if (text, language) not in self._understood:
            guess = self.identifier.identify(text, language)
            match = self.matcher.match(self._without_places(text), guess.language)
            self._understood[text, language] = Understood(guess, match)
        return self._understood[text, language]

    def _without_places(self, text: str) -> str:
        """Names of districts say where, not what: they would only lead the matcher astray."""
        names = (name for area in self.library.areas.values() for name in area.names.values())
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, " ")
        return text
