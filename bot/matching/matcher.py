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

READ = 1000  # characters of a message: who cries for help says so at once

# What overrules the score.
NEAR_EXACT = 92  # rapidfuzz ratio (0–100) from which two texts are the same but for a slip
NEAR_COSINE = 0.4  # only rows that share so much are compared so: ratios of all rows would take 2 ms
EXACT_CONFIDENCE, NEAR_CONFIDENCE, TORN_CONFIDENCE = 0.99, 0.97, 0.5
ID_NUMBER = 3  # digits from which a number in an id is a name (119, 171) and not a level
NAME_EXTRA = 1  # letters that may stand beside a name when it is all that a message says (119番)
CLASH = 0.5  # what is left of the score of an entry about another number
OWN_NUMBER = 1.2  # what becomes of the score of an entry about this number

# Fitted by logistic regression on tests/understanding/first.yaml (en, ja, vi, es, my, ne, th, id).
# With each language left out of the fit in turn, 81 % of the questions that score alone decides get
# an answer at 0.7; 97.6 % of these are right (96.5 % when answers to messages that are not ours count
# as wrong), and 1.3 % of the messages that are not ours get one. At 0.2 to ask, 97 % of the questions
# get an answer or choices, and one in five of the others choices.
ANSWER = Calibration(bias=-0.7, height=2.2, lead=0.2)  # that the best entry is right
ANSWER_FROM = 0.7
ASK = Calibration(bias=0.1, height=3.0, lead=0.0)  # that one of the choices is right
ASK_FROM = 0.2
CHOICES = 4
CHOICE_SHARE = 0.45  # of the best score that another choice must reach


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
        asked = set(numbers(view))
        clashes = self._clashes(asked)
        for entry, own in enumerate(self._numbers):
            total[entry] *= CLASH if entry in clashes else OWN_NUMBER if own & asked else 1
        ranked = [int(entry) for entry in np.argsort(-total, kind="stable")]
        same, confidence = self._same(view, scores)
        if len(same) == 1 and not clashes.intersection(same):
            return Match("answer", self._index.entries[same[0]], (), confidence)
        if same:
            ranked = [*(e for e in ranked if e in same), *(e for e in ranked if e not in same)]
        several = bool(same) or len(asked & self._named.keys()) > 1
        return self._decide(scores, ranked, sure=not several and ranked[0] not in clashes)

    def _same(self, view: str, scores: Scores) -> tuple[tuple[int, ...], float]:
        """The entries with a text that is the message itself, or is so but for a slip."""
        asked = compact(fold(view))
        if exact := self._index.exact.get(asked):
            return exact, EXACT_CONFIDENCE
        found = {
            int(self._index.of_row[row])
            for row in np.flatnonzero(scores.rows > NEAR_COSINE)
            if fuzz.ratio(asked, self._index.keys[row], score_cutoff=NEAR_EXACT)
            and set(numbers(asked)) == set(numbers(self._index.keys[row]))
        }
        return tuple(sorted(found)), NEAR_CONFIDENCE

    def _clashes(self, asked: set[str]) -> frozenset[int]:
        """Entries about another number than the message: level 4 when it names level 3, 110 for 119.

        A number of three digits in an id is a name, so only another such name speaks against it:
        "my father, 60, …" may well be about 119.
        """
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
        confidence = min(ANSWER.probability(*evidence), 1 if sure else TORN_CONFIDENCE)
        if sure and confidence >= ANSWER_FROM:
            return Match("answer", entries[first], (), confidence)
        if sure and ASK.probability(*evidence) < ASK_FROM:
            return Match("unknown", None, (), confidence)
        close = [e for e in ranked[:CHOICES] if total[e] >= CHOICE_SHARE * total[first]]
        return Match("choices", None, tuple(entries[e] for e in close), confidence)
