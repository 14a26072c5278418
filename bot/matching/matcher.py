"""A resident's message → the entry that answers it, a few to choose from, or nothing; or a cry of danger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from bot.knowledge import Library
from bot.matching.confidence import ORDINARY, Calibration, Evidence, measure
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

# Printed by `python -m bench.fit_matcher`, from tests/understanding/first.yaml (958 messages, 16
# languages). With each language left out of the fit in turn, 82.3 % of the messages that are ours get
# an answer; 97.1 % of these are right (95.6 % when answers to messages that are not ours count as
# wrong). Of messages that are not ours 1.7 % get an answer and 88.2 % get `unknown`; of ours 3.3 %
# get it although the right entry was among the best.
ANSWER = Calibration(bias=-1.26, height=1.92, lead=0.73)  # that the best entry is right
ANSWER_FROM = 0.73
ASK = Calibration(bias=0.33, height=2.93, lead=0.04)  # that one of the choices is right
ASK_FROM = 0.26
CHOICES = 4
CHOICE_SHARE = 0.76  # of the best score that another choice must reach: 95 in 100 of the right ones do


@dataclass(frozen=True)
class Weighed:
    """What the scores say of a message that nothing overrules: the best entries, best first."""

    entries: tuple[str, ...]
    shares: tuple[float, ...]  # of the best score
    evidence: Evidence
    sure: bool  # False: several entries fit exactly, or the best is about another number


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
        found = self.weigh(text, language)
        return found if isinstance(found, Match) else _decided(found)

    def weigh(self, text: str, language: str | None = None) -> Match | Weighed:
        """A match where a rule overrules the score (danger, numbers, near-exact), else the score's view."""
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

    def _search(self, view: str) -> Match | Weighed:
        scores = self._index.scores(view)
        total = scores.total
        asked = set(numbers(view))
        clashes = self._clashes(asked)
        if asked:
            for entry, own in enumerate(self._numbers):
                total[entry] *= CLASH if entry in clashes else OWN_NUMBER if own & asked else 1
        ranked = [int(entry) for entry in np.argsort(-total, kind="stable")]
        same, confidence = self._same(view, scores)
        if len(same) == 1 and not clashes.intersection(same):
            return Match("answer", self._index.entries[same[0]], (), confidence)
        if same:
            ranked = [*(e for e in ranked if e in same), *(e for e in ranked if e not in same)]
        several = bool(same) or len(asked & self._named.keys()) > 1
        return self._weighed(scores, ranked, sure=not several and ranked[0] not in clashes)

    def _weighed(self, scores: Scores, ranked: list[int], *, sure: bool) -> Weighed:
        best = ranked[:CHOICES]
        values = [float(scores.total[entry]) for entry in best]
        background = self._backgrounds.get(self._index.language(scores, best[0]), ORDINARY)
        return Weighed(
            tuple(self._index.entries[entry] for entry in best),
            tuple(value / (values[0] or 1) for value in values),
            background.evidence(values[0], values[0] - values[min(1, len(values) - 1)]),
            sure,
        )

    def _same(self, view: str, scores: Scores) -> tuple[tuple[int, ...], float]:
        """The entries with a text that is the message itself, or is so but for a slip."""
        asked = compact(fold(view))
        if exact := self._index.exact(asked):
            return exact, EXACT_CONFIDENCE
        found = {
            int(self._index.of_row[row])
            for row in np.flatnonzero(scores.rows > NEAR_COSINE)
            if fuzz.ratio(asked, self._index.keys[int(row)], score_cutoff=NEAR_EXACT)
            and set(numbers(asked)) == set(numbers(self._index.keys[int(row)]))
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


def _decided(found: Weighed) -> Match:
    confidence = ANSWER.probability(found.evidence)
    if found.sure and confidence >= ANSWER_FROM:
        return Match("answer", found.entries[0], (), confidence)
    if found.sure and ASK.probability(found.evidence) < ASK_FROM:
        return Match("unknown", None, (), confidence)
    close = [e for e, share in zip(found.entries, found.shares, strict=True) if share >= CHOICE_SHARE]
    return Match("choices", None, tuple(close), min(confidence, 1 if found.sure else TORN_CONFIDENCE))
