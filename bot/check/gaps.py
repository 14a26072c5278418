"""What must be there: words in every language, a drawing for every thing that is shown."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check.rule import Fault, Level, rule
from bot.check.view import View

EXAMPLES, KEYWORDS = 6, 10
# Phrases of these kinds have a drawing; names of intensities and talk have none.
_DRAWN = {"notice", "reminder", "sheet", "board"}
_DRAWN_NAMES = ("name.hazard.", "name.food.", "name.facility.")
USED = frozenset(  # shown by the machine itself, not by a row of data, or ready for a notice to come
    (
        "emergency",
        "location",
        "menu",
        "show-japanese",
        "drill",
        "warning-level1",
        "warning-level2",
        "hazard-lightning",
        "hazard-tornado",
    )
)


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


@rule("pictogram")
def pictograms(view: View) -> Iterator[Fault]:
    """Every entry, notice, sheet, hazard, food and facility has a drawing, and words for what it shows."""
    for part, id, name in _uses(view):
        if name is None:
            yield Fault(part, id, "has no pictogram")
        elif name not in view.beside.drawn:
            yield Fault(part, id, f"{name}.svg is not there")
        elif view.beside.says and name not in view.beside.says:
            yield Fault(part, id, f"pictograms.yaml does not say what {name}.svg shows")


def _uses(view: View) -> Iterator[tuple[str, str, str | None]]:
    for entry in view.cards.library.entries.values():
        yield "entries.yaml", entry.id, entry.pictogram
    for phrase in view.cards.phrasebook.phrases.values():
        if phrase.pictogram or phrase.kind in _DRAWN or phrase.id.startswith(_DRAWN_NAMES):
            yield "phrases", phrase.id, phrase.pictogram


@rule("pictogram.unused", "warning")
def unused(view: View) -> Iterator[Fault]:
    """Every drawing is used somewhere, and pictograms.yaml names only drawings that exist."""
    if view.beside.says:
        used = {name for _, _, name in _uses(view)} | USED
        for name in sorted(view.beside.drawn - used):
            yield Fault("knowledge/pictograms.yaml", "", f"{name}.svg is used nowhere")
        for name in sorted(view.beside.says.keys() - view.beside.drawn):
            yield Fault("knowledge/pictograms.yaml", "", f"{name}.svg is not there")


RULES = (missing, few, pictograms, unused)
