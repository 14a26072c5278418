"""Words of mortal danger: the emergency card comes first, whatever else the message says."""

from __future__ import annotations

from bot.here import Here
from bot.model import Event, Resident, Say, Turn
from handlers import asking, entry
from handlers.group import question


def wants(event: Event, resident: Resident, here: Here) -> bool:
    if not asking.is_text(event):
        return False
    return here.understand(question(event, here).text, resident.language).match.danger is not None


def answer(event: Event, resident: Resident, here: Here) -> Turn:
    """Whom to call and what to do now; then the entry with the steps."""
    text = question(event, here).text
    kind = here.understand(text, resident.language).match.danger or ""
    spoken = asking.language_of(text, resident, here)
    follow = here.library.dangers[kind].entry
    return Turn(
        says=(Say(kind, form="danger"), entry.card(follow, spoken.language)),
        quick=entry.related(follow, here),
        changes=spoken.changes,
        language=spoken.language,
    )
