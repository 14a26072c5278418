"""A say in a language → a bubble with its words: slots filled, readings shown, the state of the text told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from bot import garbage
from bot.data import Answer, Danger, Entry, State
from bot.knowledge import Library
from bot.language import JAPANESE, show_date
from bot.model import Bubble, Button, Choice, Say
from bot.phrasebook import Phrasebook, fill
from bot.slots import Slots
from bot.versions import Kind, Versions

_READING = re.compile(r"｜?([^｜《》]*?)《([^《》]*)》")


_KEPT = 2048  # says and buttons that are kept as they were worked out: they come again and again


class Cards:
    """Turns what the logic says into words that a resident reads; nothing changes after construction."""

    def __init__(
        self,
        library: Library,
        phrasebook: Phrasebook,
        versions: Versions | None = None,
        days: dict[tuple[date, str], str] | None = None,
    ) -> None:
        """`days` are days in words that were worked out before."""
        self._days = days or {}
        self.library = library
        self.phrasebook = phrasebook
        self.versions = versions or Versions()
        self.bubble = lru_cache(_KEPT)(self._bubble)
        self.button = lru_cache(_KEPT)(self._button)

    def __reduce__(self) -> tuple[object, ...]:
        return Cards, (self.library, self.phrasebook, self.versions, self._days)

    def prepare(self) -> None:
        """Fill the slots that all texts share, so that a kept set begins without calendar data."""
        for tag in self.library.languages.tags:
            for entry in self.library.entries.values():
                self.library.slots(entry, tag)
            for day in {entry.checked for entry in self.library.entries.values() if entry.checked}:
                self._day(day, tag)

    def _bubble(self, say: Say, tag: str) -> Bubble:
        """The bubble of a say in the language `tag` (or in the say's own)."""
        tag = say.language or tag
        match say.form:
            case "card":
                return self._card(say, tag)
            case "show":
                return self._show(say)
            case "danger":
                return self._danger(say, tag)
            case "garbage":
                return self._garbage(say, tag)
            case _:
                return self._sentence(say, tag)

    def label(self, say: Say, tag: str) -> str:
        """A say as the words of a button: an entry's short label, a language's own name, or a phrase."""
        tag = say.language or tag
        if say.id == "language":
            return self.library.languages[say.slots["tag"]].name
        if say.id == "area":
            return readable(self.library.place(say.slots["area"], tag))
        if say.id in self.library.entries:
            return self._fill(self.library.answer(say.id, tag).label, say.id, tag)
        return self.phrase(say.id, tag, say.slots)

    def title(self, id: str, tag: str) -> str:
        """An entry's title, filled, in the language or its nearest fallback."""
        answer = self.library.answer(id, tag)
        return self._fill(answer.title, id, answer.language)

    def _button(self, choice: Choice, tag: str) -> Button:
        sign = f"{choice.sign} " if choice.sign else ""
        return Button(sign + self.label(choice.label, tag), choice.act, choice.value)

    # --- the four forms

    def _sentence(self, say: Say, tag: str) -> Bubble:
        text = self.phrase(say.id, tag, say.slots)
        small = self._state_marks(*self._state_of_phrase(say.id, tag), tag) if say.buttons else ()
        return Bubble(
            tag,
            "panel" if say.buttons else "text",
            lines=(text,),
            buttons=tuple(self.button(choice, tag) for choice in say.buttons),
            small=small,
        )

    def _card(self, say: Say, tag: str) -> Bubble:
        entry, answer = self.library.entry(say.id), self.library.answer(say.id, tag)
        return Bubble(
            answer.language,
            "card",
            title=self.title(entry.id, tag),
            lines=tuple(self._fill(step, entry.id, answer.language) for step in answer.steps),
            pictogram=entry.pictogram,
            buttons=(
                *self._dials(entry.dial, tag),
                *self._links(entry.links),
                *(self.button(choice, tag) for choice in say.buttons),
            ),
            small=(
                *self._source(entry, tag),
                *self._state_marks(self.state("answers", entry.id, answer.language), answer.language, tag),
            ),
        )

    def _show(self, say: Say) -> Bubble:
        """The entry in large Japanese, for the person to whom the resident shows the phone."""
        answer = self.library.answer(say.id, JAPANESE)
        return Bubble(
            JAPANESE,
            "show",
            title=self.title(say.id, JAPANESE),
            lines=tuple(self._fill(step, say.id, JAPANESE) for step in answer.steps),
            small=(self.phrase("card.show_heading", JAPANESE, {}),),
        )

    def _danger(self, say: Say, tag: str) -> Bubble:
        """Whom to call, what to do now, what to say. Where a call does not help, only what to do."""
        danger = self.library.dangers[say.id]
        now = self.phrase(f"emergency.{danger.kind}", tag, say.slots)
        return Bubble(
            tag,
            "danger",
            title=self.phrase("emergency.title", tag, {}) if danger.dial else now,
            lines=(now, *self._what_to_say(danger, tag)) if danger.dial else (),
            pictogram="emergency",
            buttons=self._dials(danger.dial, tag),
            small=self._state_marks(*self._state_of_phrase(f"emergency.{danger.kind}", tag), tag),
        )

    def _garbage(self, say: Say, tag: str) -> Bubble:
        """What is collected when in a district, with the next date of each kind."""
        area, today = say.slots["area"], date.fromisoformat(say.slots["today"])
        rows = garbage.rows(area, today, Slots(self.library, self.phrasebook, tag))
        return Bubble(
            tag,
            "card",
            title=self.phrase(say.id, tag, {"area": area}),
            lines=tuple(map(readable, rows)),
            pictogram="garbage-day",
            small=self._state_marks(*self._state_of_phrase(say.id, tag), tag),
        )

    def _what_to_say(self, danger: Danger, tag: str) -> tuple[str, ...]:
        if not danger.say_japanese:
            return ()
        japanese = f"「{danger.say_japanese}」 ({danger.say_latin})"
        return (self.phrase("emergency.say", tag, {"japanese": japanese}),)

    # --- their parts

    def _dials(self, contacts: Iterable[str], tag: str) -> tuple[Button, ...]:
        numbers = [self.library.contacts[id].phone for id in contacts]
        return tuple(
            Button(self.phrase("button.call", tag, {"number": number}), "dial", number)
            for number in numbers
            if number
        )

    def _links(self, contacts: Iterable[str]) -> tuple[Button, ...]:
        links = [self.library.contacts[id] for id in contacts]
        return tuple(Button(self._host(link.url), "link", link.url) for link in links if link.url)

    @staticmethod
    def _host(url: str) -> str:
        """What a link button says: where it leads, so that nobody has to trust a word for it."""
        return re.sub(r"^https?://(?:www\.)?([^/]+).*$", r"\1", url)

    def _source(self, entry: Entry, tag: str) -> tuple[str, ...]:
        if entry.source is None:
            return ()
        source = self.library.sources[entry.source].name
        if entry.checked is None:
            return (self.phrase("card.source_unchecked", tag, {"source": source}),)
        date = self._day(entry.checked, tag)
        return (self.phrase("card.source", tag, {"source": source, "date": date}),)

    def state(self, kind: Kind, id: str, language: str) -> State:
        """The state of a text; what was signed for another Japanese text is a draft again."""
        texts = self.library.answers if kind == "answers" else self.phrasebook.wordings
        state = texts[id, language].state
        return "draft" if state == "reviewed" and self.versions.stale(kind, id, language) else state

    def _state_of_phrase(self, id: str, tag: str) -> tuple[State, str]:
        _, language = self.phrasebook.wording(id, tag)
        return self.state("phrases", id, language), language

    def _day(self, day: date, tag: str) -> str:
        if (day, tag) not in self._days:
            self._days[day, tag] = show_date(day, self.library.languages[tag])
        return self._days[day, tag]

    def _state_marks(self, state: State, language: str, tag: str) -> tuple[str, ...]:
        """What a resident must know of the text: not yet checked, by machine, or not in their language."""
        marks = []
        if language != tag:
            name = self.library.languages[language].name
            marks.append(self.phrase("card.fallback", tag, {"language": name}))
        if state != "reviewed" and language != JAPANESE:
            marks.append(self.phrase(f"card.{state}", tag, {}))
        return tuple(marks)

    def _fill(self, text: str, id: str, tag: str) -> str:
        return readable(fill(text, self.library.slots(self.library.entries.get(id), tag)))

    def phrase(self, id: str, tag: str, slots: Mapping[str, str]) -> str:
        """A phrase filled with its own slots and, where it names one, contacts; in the nearest language."""
        return readable(Slots(self.library, self.phrasebook, tag).fill(id, slots))


def readable(text: str) -> str:
    """Readings as the chat shows them: 避難所《ひなんじょ》 → 避難所（ひなんじょ）."""
    return _READING.sub(r"\1（\2）", text)


def plain(library: Library, answer: Answer, id: str) -> str:
    """An entry as plain text: title and numbered steps, slots filled."""
    slots = library.slots(library.entry(id), answer.language)
    steps = (f"{number}. {step}" for number, step in enumerate(answer.steps, 1))
    return readable(fill("\n".join((answer.title, *steps)), slots))
