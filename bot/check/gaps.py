"""What every language must have."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check.rule import Fault, Level, rule
from bot.check.view import View

EXAMPLES, KEYWORDS = 6, 10


@rule("missing", "error", "warning")
def missing(view: View) -> Iterator[Fault]:
    """Every entry, phrase and danger has words: a gap is an error in a language of the house."""
    library, book = view.cards.library, view.cards.phrasebook
    for language in library.languages:
        tag = language.tag
        level: Level = "error" if language.hard else "warning"
        shelves = (
            ("answers", library.entries, library.answers),
            ("questions", library.entries, library.questions),
            ("text", book.phrases, book.wordings),
            ("danger", library.dangers, library.danger_words),
        )
        for part, ids, words in shelves:
            for id in ids:
                if (id, tag) not in words:
                    yield Fault(_file(part, tag), "", f"{id} has no words in {tag}", level)


def _file(part: str, tag: str) -> str:
    """Where the words of a part are to be written."""
    if part == "text":
        return f"phrasebook/text/{tag}.yaml"
    return f"knowledge/text/{tag}/{part}" + (".yaml" if part == "danger" else "")


@rule("few", "error", "warning")
def few(view: View) -> Iterator[Fault]:
    """The matcher learns from at least 6 examples and 10 search words of each entry."""
    library = view.cards.library
    for (id, tag), asked in library.questions.items():
        level: Level = "error" if library.languages[tag].hard else "warning"
        if len(asked.examples) < EXAMPLES:
            yield Fault(f"questions/{tag}", id, f"write at least {EXAMPLES} examples", level)
        if len(asked.keywords) < KEYWORDS:
            yield Fault(f"questions/{tag}", id, f"write at least {KEYWORDS} keywords", level)


RULES = (missing, few)
