"""How sure a match is: its score against what wrong entries score in the same language, as a probability."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np

from bot.knowledge import Library
from bot.matching.index import Index, features_of
from bot.matching.normal import normalise

# Scores of two languages do not compare (short Vietnamese syllables are found everywhere, Japanese
# letters nowhere), so each language is measured on itself: what do its own examples score with
# entries that are not theirs?
MEASURED = 60  # examples per language: with 20 what a language gets is a matter of luck
FEWEST = 10  # a language with fewer examples counts as ordinary
LEAST = 0.01  # of spread and lead: in a tiny library both may be nothing


class Evidence(NamedTuple):
    """How far the best score is above what wrong entries score, and how far ahead of the next."""

    height: float  # in spreads of the background
    lead: float  # in mean leads of the background


@dataclass(frozen=True)
class Background:
    """What wrong entries score in a language: mean, spread, and mean lead of the best over the next."""

    mean: float
    spread: float
    lead: float

    def evidence(self, score: float, margin: float) -> Evidence:
        """What the best score, and its margin over the second, say in this language."""
        return Evidence((score - self.mean) / self.spread, margin / self.lead)


ORDINARY = Background(0.19, 0.08, 0.05)  # about the mean of our languages


@dataclass(frozen=True)
class Calibration:
    """Weights of a logistic regression on the evidence."""

    bias: float
    height: float
    lead: float

    def probability(self, evidence: Evidence) -> float:
        """0 to 1."""
        total = self.bias + self.height * evidence.height + self.lead * evidence.lead
        return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


def measure(index: Index, library: Library) -> Mapping[str, Background]:
    """The background of each language with enough examples, measured on every n-th of them."""
    asked: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (id, tag), questions in library.questions.items():
        if id in library.entries:
            asked[tag] += [(index.entries.index(id), text) for text in questions.examples]
    return {
        tag: _background(index, own[:: max(len(own) // MEASURED, 1)][:MEASURED])
        for tag, own in asked.items()
        if len(own) >= FEWEST
    }


def _background(index: Index, asked: list[tuple[int, str]]) -> Background:
    best, leads = [], []
    docs, features = features_of([normalise(text) for _, text in asked])
    borders = np.searchsorted(docs, np.arange(1, len(asked)))
    for (entry, _), own in zip(asked, np.split(features, borders), strict=True):
        total = index.scores_of(own).total
        total[entry] = 0
        second, first = np.sort(total)[-2:]
        best.append(first)
        leads.append(first - second)
    spread, lead = float(np.std(best)), float(np.mean(leads))
    return Background(float(np.mean(best)), max(spread, LEAST), max(lead, LEAST))
