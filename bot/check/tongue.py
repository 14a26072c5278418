"""Whether a text is in the language in whose folder it stands, by the project's own detector."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.check.rule import Fault, Level, rule
from bot.check.view import Text, View
from bot.identify import Guess, Identifier
from bot.phrasebook import SLOT

_LATIN_ONLY = re.compile(r"[^a-zA-Z\u00c0-\u024f\u1e00-\u1fff'’-]+")
_QUOTED = re.compile(r"[(\"“«][^)\"”»\n]*[)\"”»]")  # readings of Japanese words
_WORDS_TEXT, _WORDS_PART = 8, 7  # words from which the detector is right on our own texts
# Loan words and names fool the detector; the language's own small words do not. By so much the share of words
# that the other language's texts have must exceed the share that other texts of the language itself have.
MARGIN = 0.25


class _Ear:
    """Hears in which language a text is: by the detector, and by the words that the languages' texts have."""

    def __init__(self, view: View) -> None:
        library = view.cards.library
        self._identifier = Identifier(library.languages, library)
        latin = [tag for tag in view.words if view.script(tag) == "Latn"]
        often = {tag: Counter(w for row in view.of(tag) for w in set(_words(row.whole))) for tag in latin}
        self._parts: dict[str, list[str]] = {}
        for tag in latin:
            for part in {part for row in view.of(tag) for part in row.parts}:
                self._parts.setdefault(part, []).append(tag)
        self._all = {tag: frozenset(words) for tag, words in often.items()}
        # A text does not prove itself: its words must stand in another text too.
        self._own = {tag: frozenset(w for w, n in words.items() if n > 1) for tag, words in often.items()}

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self._all)

    def other(self, text: str, tag: str, fewest: int) -> tuple[str, Level] | None:
        """The other language in which a text of at least `fewest` words is; an error when that is certain."""
        words = _words(text)
        if len(words) < fewest:
            return None
        own = _share(words, self._own[tag])
        if own > 1 - MARGIN / 2:  # no other share can be that much larger: the detector is not asked
            return None
        others = (known for other, known in self._all.items() if other != tag)
        if all(_share(words, known) - own < MARGIN / 2 for known in others):
            return None  # whatever the detector says, it would not be believed
        guess = self._copied(text, tag) or self._identifier.identify(" ".join(words), tag)
        other = _share(words, self._all.get(guess.language, frozenset()))
        if guess.language == tag or other - own < MARGIN / 2:
            return None
        return guess.language, "error" if guess.certain and other - own >= MARGIN else "warning"

    def _copied(self, text: str, tag: str) -> Guess | None:
        """The language that has the very same words: one of the two was not translated."""
        others = [other for other in self._parts.get(text, ()) if other != tag]
        return Guess(others[0], True) if others else None


def _words(text: str) -> list[str]:
    return _LATIN_ONLY.sub(" ", SLOT.sub(" ", _QUOTED.sub(" ", text))).casefold().split()


def _share(words: list[str], known: frozenset[str]) -> float:
    return sum(word in known for word in words) / len(words)


@rule("language", "error", "warning", speed="slow")
def language(view: View) -> Iterator[Fault]:
    """A text in Latin letters is in the language of its folder, as a whole and in each of its steps."""
    ear = _Ear(view)
    for tag in ear.tags:
        for row in view.of(tag):
            if fault := _fault(ear, row):
                yield fault


def _fault(ear: _Ear, row: Text) -> Fault | None:
    if found := ear.other(row.whole, row.tag, _WORDS_TEXT):
        return Fault(*row.spot, f"the text seems to be in {found[0]}", found[1])
    for part in row.parts:
        if (found := ear.other(part, row.tag, _WORDS_PART)) and found[1] == "error":
            return Fault(*row.spot, f"{part[:40]!r} seems to be in {found[0]}", "error")
    return None


RULES = (language,)
