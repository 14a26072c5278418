"""Fits the matcher's confidence: `python -m bench.fit_matcher` prints constants to paste, and a table.

Each language is judged by weights that were fitted on the others, so that the table says what a
language would get of which no message was ever seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot import knowledge
from bot.matching import Matcher
from bot.matching.matcher import CHOICE_SHARE, CHOICES, Weighed
from bot.model import Match
from bot.settings import ROOT
from bot.yamlfile import read

MESSAGES = ROOT / "tests" / "understanding" / "first.yaml"
PRECISION = 0.965  # of answers to messages that are ours
OTHERS_PRECISION = 0.955  # of all answers: those to messages that are not ours are wrong
LOST = 0.035  # of messages that are ours and whose entry is among the best: those not understood
RIDGE = 1.0  # pulls weights towards nothing, so that few messages do not say too much
STEPS = 30  # of Newton's method; it needs about ten
THRESHOLDS = np.round(np.arange(0.05, 0.96, 0.01), 2)

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Message:
    """One message, its language, the entry that should answer it (None: nothing of ours), what was found."""

    tag: str
    wanted: str | None
    found: Match | Weighed

    @property
    def ours(self) -> bool:
        return self.wanted is not None

    @property
    def first(self) -> str | None:
        return self.found.entry if isinstance(self.found, Match) else self.found.entries[0]

    @property
    def among(self) -> bool:
        return isinstance(self.found, Weighed) and self.wanted in self.found.entries


def messages() -> list[Message]:
    """Everything of the collection, weighed by the matcher as it is."""
    matcher = Matcher(knowledge.load(ROOT / "knowledge", ROOT / "knowledge" / "local" / "mihon"))
    rows: Mapping[str, list[tuple[str, str | None]]] = read(MESSAGES).value
    return [Message(tag, want, matcher.weigh(text, tag)) for tag, own in rows.items() for text, want in own]


def fitted(evidence: Values, right: Flags) -> Values:
    """Weights of a logistic regression (Newton's method)."""
    weights, ridge = np.zeros(evidence.shape[1]), np.diag([0.01, RIDGE, RIDGE])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-evidence @ weights))
        bend = (evidence * (chance * (1 - chance))[:, None]).T @ evidence + ridge
        weights = weights + np.linalg.solve(bend, evidence.T @ (right - chance) - ridge @ weights)
    return weights


def held_out(evidence: Values, right: Flags, tags: NDArray[np.str_]) -> Values:
    """The probability of each message, by weights fitted on all other languages."""
    chances = np.zeros(len(right))
    for tag in np.unique(tags):
        own = tags == tag
        chances[own] = 1 / (1 + np.exp(-evidence[own] @ fitted(evidence[~own], right[~own])))
    return chances


def outcomes(rows: list[Message], answer: Values, ask: Values, levels: tuple[float, float]) -> list[str]:
    """What becomes of each message when these are the probabilities and the thresholds."""
    named: list[str] = []
    for row, sure, close in zip(rows, answer, ask, strict=True):
        if isinstance(row.found, Match):
            named.append(row.found.outcome)
        elif row.found.sure and sure >= levels[0]:
            named.append("answer")
        else:
            named.append("unknown" if row.found.sure and close < levels[1] else "choices")
    return named


def share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return sum(listed) / max(len(listed), 1)


def precision(rows: list[Message], named: list[str], *, others: bool) -> float:
    pairs = zip(rows, named, strict=True)
    return share(row.wanted == row.first for row, got in pairs if got == "answer" and (row.ours or others))


def lost(rows: list[Message], named: list[str]) -> float:
    ours = [(row, got) for row, got in zip(rows, named, strict=True) if row.ours]
    return share(got == "unknown" and row.among for row, got in ours)


def thresholds(rows: list[Message], answer: Values, ask: Values) -> tuple[float, float]:
    """The lowest to answer that is precise enough, and the highest to ask that loses few."""
    for level in THRESHOLDS:
        named = outcomes(rows, answer, ask, (level, 0))
        wanted = precision(rows, named, others=False) >= PRECISION
        if wanted and precision(rows, named, others=True) >= OTHERS_PRECISION:
            break
    asks = [low for low in THRESHOLDS if lost(rows, outcomes(rows, answer, ask, (level, low))) <= LOST]
    return float(level), float(max(asks))


def line(tag: str, rows: list[Message], named: list[str]) -> str:
    """One language of the table, in percent."""
    pairs = list(zip(rows, named, strict=True))
    ours = [(row, got) for row, got in pairs if row.ours]
    shown = [_offered(row) for row, got in ours if got == "choices"]
    numbers = (
        share(row.wanted == row.first for row, _ in ours),
        share(got == "answer" for _, got in ours),
        precision(rows, named, others=False),
        precision(rows, named, others=True),
        share(got == "choices" for _, got in ours),
        share(shown),
        lost(rows, named),
        share(got == "answer" for row, got in pairs if not row.ours),
        share(got == "unknown" for row, got in pairs if not row.ours),
    )
    return f"{tag:10}" + "".join(f"{100 * number:9.1f}" for number in numbers)


def _offered(row: Message) -> bool:
    if isinstance(row.found, Match):
        return row.wanted in row.found.choices
    offers = zip(row.found.entries, row.found.shares, strict=True)
    return any(row.wanted == entry and part >= CHOICE_SHARE for entry, part in offers)


def main() -> None:
    """Print the constants and the table."""
    rows = messages()
    weighed = [row for row in rows if isinstance(row.found, Weighed) and row.found.sure]
    place = np.array([isinstance(row.found, Weighed) and row.found.sure for row in rows])
    evidence = np.array([(1, *row.found.evidence) for row in weighed if isinstance(row.found, Weighed)])
    tags = np.array([row.tag for row in weighed])
    chances = {}
    for name, right in (
        ("ANSWER", [r.wanted == r.first for r in weighed]),
        ("ASK", [r.among for r in weighed]),
    ):
        bias, height, lead = fitted(evidence, np.array(right))
        print(f"{name} = Calibration(bias={bias:.2f}, height={height:.2f}, lead={lead:.2f})")
        chances[name] = np.zeros(len(rows))
        chances[name][place] = held_out(evidence, np.array(right), tags)
    levels = thresholds(rows, chances["ANSWER"], chances["ASK"])
    print(f"ANSWER_FROM, ASK_FROM = {levels[0]}, {levels[1]}")
    _choices(rows)
    named = outcomes(rows, chances["ANSWER"], chances["ASK"], levels)
    print(
        f"\n{'percent':10}    first answered  precise   others  choices    shown     lost  o.answd  o.unkno"
    )
    for tag in dict.fromkeys(row.tag for row in rows):
        kept = [i for i, row in enumerate(rows) if row.tag == tag]
        print(line(tag, [rows[i] for i in kept], [named[i] for i in kept]))
    print(line("all", rows, named))


def _choices(rows: list[Message]) -> None:
    """How often the right entry, when it is not the best, reaches which share of the best score."""
    parts = [
        row.found.shares[row.found.entries.index(row.wanted)]
        for row in rows
        if isinstance(row.found, Weighed) and row.wanted in row.found.entries[1:]
    ]
    print(f"CHOICE_SHARE = {np.quantile(parts, 0.05):.2f}  # 95 in 100 of {len(parts)}, of {CHOICES}")


if __name__ == "__main__":
    main()
