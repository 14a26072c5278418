"""No two entries say or ask the same: the resident would get one of them by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from bot.check.rule import Fault, rule
from bot.check.view import View
from bot.matching import Matcher
from bot.matching.normal import compact, fold, normalise, numbers

ALIKE = 0.93  # of 1: from here two questions are the same but for a slip
SHORTEST = 8  # letters from which likeness tells something
FOLDS = 3  # how often the matcher is built anew, each time without a third of the examples
_ENDS = " ?？!！.。…¿¡"


@rule("same")
def same(view: View) -> Iterator[Fault]:
    """No two entries of a language have the same title, label or steps."""
    looks: tuple[tuple[str, Callable[[tuple[str, ...]], object]], ...] = (
        ("title", lambda parts: parts[1].casefold()),
        ("label", lambda parts: parts[0].casefold()),
        ("text", lambda parts: parts[2:]),
    )
    seen: dict[tuple[str, str, object], str] = {}
    for text in view.texts.values():
        if text.kind == "answers":
            for name, look in looks:
                other = seen.setdefault((text.tag, name, look(text.parts)), text.id)
                if other != text.id:
                    yield Fault(*text.spot, f"the {name} is the same as that of {other}")


@rule("same.question")
def same_question(view: View) -> Iterator[Fault]:
    """No example question stands in two entries of a language."""
    seen: dict[tuple[str, str], str] = {}
    for (id, tag), asked in view.cards.library.questions.items():
        for example in asked.examples:
            other = seen.setdefault((tag, example.casefold().strip(_ENDS)), id)
            if other != id:
                yield Fault(f"questions/{tag}", id, f"{example!r} is also an example of {other}")


@rule("alike", "warning", speed="slow")
def alike(view: View) -> Iterator[Fault]:
    """No example question is nearly that of another entry of the language."""
    for tag in view.cards.library.languages.tags:
        rows = [
            (key, id, example)
            for (id, own), asked in view.cards.library.questions.items()
            if own == tag
            for example in asked.examples
            if len(key := compact(fold(normalise(example)))) >= SHORTEST
        ]
        yield from _alike(tag, rows)


def _alike(tag: str, rows: list[tuple[str, str, str]]) -> Iterator[Fault]:
    if not rows:
        return
    keys = [key for key, _, _ in rows]
    scores = process.cdist(
        keys, keys, scorer=Indel.normalized_similarity, score_cutoff=ALIKE, dtype=np.float32, workers=1
    )
    for first, second in np.argwhere(np.triu(scores >= ALIKE, 1)):
        (a, id, example), (b, other, near) = rows[first], rows[second]
        if id != other and a != b and set(numbers(a)) == set(numbers(b)):
            yield Fault(f"questions/{tag}", other, f"{near!r} is nearly {example!r} of {id}")


@rule("sent", "warning", speed="deep")
def sent(view: View) -> Iterator[Fault]:
    """An example, taken out of the questions, is not sent to another entry with confidence."""
    library = view.cards.library
    for fold_number in range(FOLDS):
        kept, left = {}, []
        for key, asked in library.questions.items():
            out = asked.examples[fold_number::FOLDS]
            kept[key] = replace(asked, examples=tuple(e for e in asked.examples if e not in out))
            left += [(key, example) for example in out]
        yield from _sent(view, Matcher(replace(library, questions=kept)), left)


def _sent(view: View, matcher: Matcher, left: list[tuple[tuple[str, str], str]]) -> Iterator[Fault]:
    for (id, tag), example in left:
        match = matcher.match(example, tag)
        if match.outcome == "answer" and match.entry != id and not match.danger:
            yield Fault(
                f"questions/{tag}", id, f"{example!r} is sent to {match.entry} ({match.confidence:.2f})"
            )


RULES = (same, same_question, alike, sent)
