"""A resident's message → the entry that answers it, a few to choose from, or nothing; or a cry of danger."""

from __future__ import annotations

import numpy as np
from rapidfuzz import fuzz

from bot.knowledge import Library
from bot.matching.confidence import ORDINARY, Calibration, measure
from bot.matching.danger import Alarm
from bot.matching.index import Index, Scores
from bot.matching.normal import compact, fold, normalise, numbers
from bot.model import Match

NEAR_EXACT = 92  # rapidfuzz ratio (0–100) from which two texts are the same but for a slip
NEAR_ROWS = 12  # of the best rows are compared so
EXACT_CONFIDENCE, NEAR_CONFIDENCE = 0.99, 0.97
CLASH = 0.5  # what is left of the score of an entry about another number
ID_NUMBER = 3  # digits from which a number in an id is a name (119, 171) and not a level
READ = 1000  # characters of a message: who cries for help says so at once
NAME_EXTRA = 1  # letters that may stand beside it

ANSWER_FROM = 0.8  # confidence
ASK_FROM = 0.3  # confidence that one of the choices is right
CHOICES = 4
CHOICE_SHARE = 0.45  # of the best score that another choice must reach


ANSWER = Calibration(bias=-1.17, height=1.84, lead=0.74)  # that the best entry is right
ASK = Calibration(bias=0.07, height=2.41, lead=0.18)  # that one of the choices is right


class Matcher:
    """Matches messages against a library; holds no state of its own, so threads may share it."""

    def __init__(self, library: Library) -> None:
        self._dangers = library.dangers
        self._index = Index(library)
        self._backgrounds = measure(self._index, library)
        known = self._index.words
        self._alarm = Alarm(tuple(library.dangers), library.danger_words, known)
        self._numbers = tuple(frozenset(numbers(id)) for id in self._index.entries)
        self._named = {
            number: entry
            for entry, own in enumerate(self._numbers)
            for number in own
            if len(number) >= ID_NUMBER
        }

    def match(self, text: str, language: str | None = None) -> Match:
        """What a text asks for; `language` is the resident's, when known (it is only a hint)."""
        view = normalise(text[:READ])
        if (named := self._name(view)) is not None:
            return Match("answer", self._index.entries[named], (), EXACT_CONFIDENCE)
        if danger := self._alarm.find(view, language):
            return Match("answer", self._dangers[danger].entry, (), 1.0, danger)
        if not any(char.isalpha() for char in view):
            return Match("unknown")
        return self._search(view)

    def _name(self, view: str) -> int | None:
        """The entry whose number is all that a message says ("119", "119番")."""
        named = [number for number in numbers(view) if number in self._named]
        if len(named) == 1 and len(compact(view)) <= len(named[0]) + NAME_EXTRA:
            return self._named[named[0]]
        return None

    def _search(self, view: str) -> Match:
        scores = self._index.scores(view)
        total = scores.total
        clashes = self._clashes(view)
        for entry in clashes:
            total[entry] *= CLASH
        ranked = [int(entry) for entry in np.argsort(-total, kind="stable")]
        same, confidence = self._same(view, scores)
        if len(same) == 1 and same[0] not in clashes:
            return Match("answer", self._index.entries[same[0]], (), confidence)
        if same:
            ranked = [*(e for e in ranked if e in same), *(e for e in ranked if e not in same)]
        return self._decide(scores, ranked, sure=not same and ranked[0] not in clashes)

    def _same(self, view: str, scores: Scores) -> tuple[tuple[int, ...], float]:
        """The entries with a text that is the message itself, or is so but for a slip."""
        asked = compact(fold(view))
        if exact := self._index.exact.get(asked):
            return exact, EXACT_CONFIDENCE
        near = np.argsort(-scores.rows, kind="stable")[:NEAR_ROWS]
        found = {
            int(self._index.of_row[row])
            for row in near
            if fuzz.ratio(asked, self._index.keys[row], score_cutoff=NEAR_EXACT)
            and set(numbers(asked)) == set(numbers(self._index.keys[row]))
        }
        return tuple(sorted(found)), NEAR_CONFIDENCE

    def _clashes(self, view: str) -> frozenset[int]:
        """Entries about another number than the message: level 4 when it names level 3, 110 for 119.

        A number of three digits in an id is a name, so only another such name speaks against it:
        "my father, 60, …" may well be about 119.
        """
        asked = set(numbers(view))
        names = asked & self._named.keys()
        return frozenset(
            entry
            for entry, own in enumerate(self._numbers)
            if own and not own & asked and (names if own <= self._named.keys() else asked)
        )

    def _decide(self, scores: Scores, ranked: list[int], *, sure: bool) -> Match:
        entries, total = self._index.entries, scores.total
        first, second = ranked[0], ranked[min(1, len(ranked) - 1)]
        background = self._backgrounds.get(self._index.language(scores, first), ORDINARY)
        evidence = (background, float(total[first]), float(total[first] - total[second]))
        confidence = ANSWER.probability(*evidence)
        if sure and confidence >= ANSWER_FROM:
            return Match("answer", entries[first], (), confidence)
        if sure and ASK.probability(*evidence) < ASK_FROM:
            return Match("unknown", None, (), confidence)
        close = [e for e in ranked[:CHOICES] if total[e] >= CHOICE_SHARE * total[first]]
        return Match("choices", None, tuple(entries[e] for e in close), confidence)
