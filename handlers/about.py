"""The bot about itself: menu, languages, notices, what is stored, thanks; the entries `bot.*`."""

from __future__ import annotations

from bot.here import Here
from bot.language import show_day
from bot.model import Choice, Resident, Say, Turn
from bot.postback import make
from handlers import choices


def turn(id: str, resident: Resident, here: Here, language: str) -> Turn:
    """The answer to a `bot.*` entry, by its id."""
    match id:
        case "bot.language":
            return Turn(says=(language_list(here),), quick=choices.always())
        case "bot.notices":
            return notices(resident)
        case "bot.privacy":
            return privacy(resident, here, language)
        case "bot.help":
            card = Say(id, form="card")
            return Turn(says=(card, topic_list(here)), quick=(*_tools(), choices.always()[1]))
        case _:
            card = Say(id, form="card")
            return Turn(says=(card,), quick=choices.always())


def menu(here: Here) -> Turn:
    """The topics, and the tools as quick replies."""
    return Turn(says=(topic_list(here),), quick=(*_tools(), choices.always()[1]))


def topic(name: str, here: Here) -> Turn:
    """The questions of one topic."""
    ids = here.library.of_topic(name)
    if not ids:
        return menu(here)
    return Turn(says=(Say("talk.topic", buttons=choices.entries(ids)),), quick=choices.always())


def topic_list(here: Here) -> Say:
    rows = tuple(Choice(Say(f"topic.{topic}"), make("topic", id=topic)) for topic in here.library.topics())
    return Say("talk.menu", buttons=rows)


def language_list(here: Here) -> Say:
    """All languages in their own names: more than LINE's 13 quick replies, so a list in the talk."""
    rows = tuple(choices.language(language.tag) for language in here.library.languages)
    return Say("talk.choose_language", buttons=rows)


def unknown(here: Here) -> Turn:
    """An honest "I do not know", the menu, and where a person answers."""
    human = choices.press("menu.human", "entry", id="bot.human")
    return Turn(says=(Say("talk.unknown"), topic_list(here)), quick=(human, *choices.always()))


def notices(resident: Resident) -> Turn:
    """Whether notices are on, and the one button that changes it."""
    on = resident.notices
    button = choices.press(
        "button.notices_off" if on else "button.notices_on", "notices", to="off" if on else "on"
    )
    phrase = "talk.notices_are_on" if on else "talk.notices_are_off"
    return Turn(says=(Say(phrase, buttons=(button,)),), quick=choices.always())


def privacy(resident: Resident, here: Here, language: str) -> Turn:
    """What is stored about the resident, and the button that deletes it."""
    stored = Say("talk.stored", _stored(resident, here, language))
    card = Say("bot.privacy", form="card", buttons=(choices.press("button.delete", "delete"),))
    return Turn(says=(stored, card), quick=choices.always())


def _stored(resident: Resident, here: Here, language: str) -> dict[str, str]:
    languages = here.library.languages
    return {
        "language": languages[resident.language].name if resident.language else "–",
        "notices": "✓" if resident.notices else "✗",
        "since": show_day(resident.since, languages[language]),
    }


def delete_ask() -> Turn:
    """Asks before deleting: one slip of the thumb must not stop evacuation notices."""
    buttons = (
        choices.press("button.delete_yes", "delete_now"),
        choices.press("button.delete_no", "delete_not"),
    )
    return Turn(says=(Say("talk.delete_ask", buttons=buttons),))


def _tools() -> tuple[Choice, ...]:
    return (
        choices.press("menu.emergency", "entry", "🚨", id="call.119"),
        choices.press("menu.shelter", "entry", id="shelter.find"),
        Choice(Say("menu.location"), act="place", sign="📍"),
        choices.press("menu.notices", "entry", "🔔", id="bot.notices"),
        choices.press("menu.human", "entry", id="bot.human"),
        choices.press("menu.privacy", "entry", id="bot.privacy"),
    )
