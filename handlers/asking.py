"""A question: the answer when certain, up to four choices when not, else an honest "I do not know"."""

from __future__ import annotations

from dataclasses import dataclass

from bot.here import Here
from bot.model import Change, Choice, Event, Resident, Say, SetLanguage, Turn
from handlers import about, choices, entry, garbage
from handlers.group import question

MOST_CHOICES = 4


@dataclass(frozen=True)
class Spoken:
    """The language to answer in, and what to store and offer because of it."""

    language: str
    changes: tuple[Change, ...] = ()
    offers: tuple[Choice, ...] = ()


def is_text(event: Event) -> bool:
    return event.kind in ("text", "messageEdited")


def wants(event: Event, resident: Resident, here: Here) -> bool:
    return is_text(event)


def answer(event: Event, resident: Resident, here: Here) -> Turn:
    text = question(event, here).text
    spoken = language_of(text, resident, here)
    match = here.understand(text, resident.language).match
    if calendar := garbage.asked(text, match, here):
        turn = calendar
    elif match.outcome == "answer" and match.entry:
        turn = entry.turn(match.entry, resident, here, spoken.language)
    elif match.outcome == "choices":
        turn = _choices(match.choices)
    else:
        turn = about.unknown(here)
    return Turn(
        says=turn.says,
        quick=(*spoken.offers, *turn.quick),
        changes=(*spoken.changes, *turn.changes),
        language=spoken.language,
        matters=turn.matters,
    )


def language_of(text: str, resident: Resident, here: Here) -> Spoken:
    """The language the text is certainly written in, else the resident's.

    Somebody new keeps what they first wrote in; somebody who writes another language than chosen is
    answered in it and offered to change for good.
    """
    guess = here.understand(text, resident.language).guess
    if not guess.certain or guess.language == resident.language:
        return Spoken(resident.language or guess.language)
    if resident.language is None:
        return Spoken(guess.language, changes=(SetLanguage(guess.language),))
    return Spoken(guess.language, offers=(choices.always_in(here, guess.language),))


def _choices(ids: tuple[str, ...]) -> Turn:
    buttons = (*choices.entries(ids[:MOST_CHOICES]), choices.press("button.none", "unknown"))
    return Turn(says=(Say("talk.choices", buttons=buttons),), quick=choices.always())
