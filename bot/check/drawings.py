"""Every thing that is shown has a drawing, and every drawing says what it shows."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check.rule import Fault, rule
from bot.check.view import View

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


RULES = (pictograms, unused)
