"""How words that are already read are spoilt: each function makes a changed copy of the house."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bench.spoilt import House
from bot.cards import Cards
from bot.check.marks import MARKS, pattern
from bot.check.negation import forbidden
from bot.check.slots import LEVELS
from bot.data import Answer
from bot.language import EASY, JAPANESE
from bot.phrasebook import SLOT
from bot.versions import Stamp, Versions

JAPANESE_SIGN = "避難勧告"  # out of use since 2021
HINDI = (
    "तुरंत बाहर निकलें और वापस न जाएं।",
    "यह बहुत खतरनाक है, नदी के पास नहीं जाना चाहिए।",
    "अपने परिवार के साथ आश्रय में रहें।",
)
_KANJI_READING = re.compile(r"《[^》]*》")


Made = tuple[str, House] | None  # what was done, and the changed house; None where there is nothing to spoil
Spoil = Callable[[House, str, random.Random], Made]


# --- where to put a fault


def _answers(house: House, tag: str) -> list[tuple[str, Answer]]:
    """The answers of a language that have a Japanese one."""
    found = house.cards.library.answers
    return [(id, row) for (id, own), row in found.items() if own == tag and (id, JAPANESE) in found]


def _pick(
    house: House, tag: str, rng: random.Random, wanted: Callable[[Answer], bool]
) -> tuple[str, Answer] | None:
    fitting = [(id, row) for id, row in _answers(house, tag) if wanted(row)]
    return rng.choice(fitting) if fitting else None


def _step(answer: Answer, index: int, text: str) -> Answer:
    steps = (*answer.steps[:index], text, *answer.steps[index + 1 :])
    return replace(answer, steps=steps)


def _each(answer: Answer, change: Callable[[str], str]) -> Answer:
    return replace(
        answer,
        label=change(answer.label),
        title=change(answer.title),
        steps=tuple(change(step) for step in answer.steps),
    )


def _whole(answer: Answer) -> str:
    return "\n".join((answer.label, answer.title, *answer.steps))


def in_a_step(change: Callable[[str], str], fits: Callable[[str], bool] = bool) -> Spoil:
    """A fault that changes one step of some answer."""

    def spoil(house: House, tag: str, rng: random.Random) -> Made:
        if not (picked := _pick(house, tag, rng, lambda row: any(map(fits, row.steps)))):
            return None
        id, answer = picked
        index = rng.choice([number for number, step in enumerate(answer.steps) if fits(step)])
        changed = change(answer.steps[index])
        return f"{id} {tag}: {changed[:60]}", house.with_answer(id, _step(answer, index, changed))

    return spoil


# --- slots and levels


def _levels(answer: Answer) -> list[str]:
    return list(dict.fromkeys(slot for slot in SLOT.findall(_whole(answer)) if slot in LEVELS))


def levels_swapped(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, lambda row: len(_levels(row)) > 1)):
        return None
    id, answer = picked
    one, two = rng.sample(_levels(answer), 2)
    swap = {f"{{{one}}}": f"{{{two}}}", f"{{{two}}}": f"{{{one}}}"}
    changed = _each(answer, lambda text: re.sub(r"\{\w+\}", lambda m: swap.get(m[0], m[0]), text))
    return f"{id} {tag}: {one} and {two}", house.with_answer(id, changed)


def level_changed(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, lambda row: len(_levels(row)) > 1)):
        return None
    id, answer = picked
    one, two = rng.sample(_levels(answer), 2)
    changed = _each(answer, lambda text: text.replace(f"{{{one}}}", f"{{{two}}}"))
    return f"{id} {tag}: {one} becomes {two}", house.with_answer(id, changed)


def one_level_changed(house: House, tag: str, rng: random.Random) -> Made:
    """One of several mentions of a level: neither the set nor the order of first mentions changes."""

    def often(row: Answer) -> list[str]:
        return [slot for slot in _levels(row) if _whole(row).count(f"{{{slot}}}") > 1]

    if not (picked := _pick(house, tag, rng, lambda row: len(_levels(row)) > 1 and bool(often(row)))):
        return None
    id, answer = picked
    one = rng.choice(often(answer))
    two = rng.choice([slot for slot in _levels(answer) if slot != one])
    index = max(number for number, step in enumerate(answer.steps) if f"{{{one}}}" in step)
    changed = answer.steps[index].replace(f"{{{one}}}", f"{{{two}}}", 1)
    return f"{id} {tag}: {one} once becomes {two}", house.with_answer(id, _step(answer, index, changed))


def has_a(text: str) -> bool:
    return "a" in text


def has_slot(text: str) -> bool:
    return "{" in text


def slot_dropped(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, lambda row: has_slot(_whole(row)))):
        return None
    id, answer = picked
    slot = rng.choice(SLOT.findall(_whole(answer)))
    changed = _each(answer, lambda text: text.replace(f"{{{slot}}}", "x"))
    return f"{id} {tag}: {slot}", house.with_answer(id, changed)


# --- "not"


def negation_dropped(house: House, tag: str, rng: random.Random) -> Made:
    """A step that the Japanese text forbids loses what says "not"."""
    library = house.cards.library
    words = pattern(tuple(house.around.terms.negations(tag) or MARKS.of(tag, "negation")))
    spots = [
        (id, answer, index)
        for id, answer in _answers(house, tag)
        for index in forbidden(library.answers[id, JAPANESE].steps)
        if len(answer.steps) == len(library.answers[id, JAPANESE].steps)
        and words.search(_KANJI_READING.sub("", answer.steps[index]))
    ]
    if not spots:
        return None
    id, answer, index = rng.choice(spots)
    step = words.sub("", _KANJI_READING.sub("", answer.steps[index]))
    return f"{id} {tag}: {step[:60]}", house.with_answer(id, _step(answer, index, step))


# --- languages


def as_in(other: Callable[[str], str | None]) -> Spoil:
    """The whole answer in another language."""

    def spoil(house: House, tag: str, rng: random.Random) -> Made:
        found, donor = house.cards.library.answers, other(tag)
        ids = [id for id, _ in _answers(house, tag) if donor and (id, donor) in found]
        if not ids or donor is None:
            return None
        id = rng.choice(ids)
        return f"{id}: {donor} in {tag}", house.with_answer(id, replace(found[id, donor], language=tag))

    return spoil


def step_left(house: House, tag: str, rng: random.Random) -> Made:
    """One English step of ten words and more is left in another language."""
    found = house.cards.library.answers
    spots = [
        (id, answer, index, step)
        for id, answer in _answers(house, tag)
        if (english := found.get((id, "en"))) and len(english.steps) == len(answer.steps)
        for index, step in enumerate(english.steps)
        if len(re.findall("[a-z]+", re.sub(r"\([^)]*\)|\{\w+\}", "", step))) >= 10
    ]
    if not spots:
        return None
    id, answer, index, step = rng.choice(spots)
    return f"{id} {tag}: {step[:60]}", house.with_answer(id, _step(answer, index, step))


# --- notices


def _notice(
    house: House, tag: str, rng: random.Random, wanted: Callable[[str, str], bool]
) -> tuple[str, str] | None:
    book = house.cards.phrasebook
    fitting = [
        (id, row.text)
        for (id, own), row in book.wordings.items()
        if own == tag and id in book.phrases and wanted(id, row.text)
    ]
    return rng.choice(fitting) if fitting else None


def in_a_notice(wanted: Callable[[House, str, str], bool], change: Callable[[str], str]) -> Spoil:
    def spoil(house: House, tag: str, rng: random.Random) -> Made:
        picked = _notice(house, tag, rng, lambda id, text: wanted(house, id, text))
        if not picked:
            return None
        id, text = picked
        return f"{id} {tag}", house.with_text(id, tag, change(text))

    return spoil


def by_issuer(issuer: str, level: int = 0) -> Callable[[House, str, str], bool]:
    def wanted(house: House, id: str, text: str) -> bool:
        phrase = house.cards.phrasebook.phrases[id]
        return phrase.kind == "notice" and phrase.issuer == issuer and (phrase.level or 0) >= level

    return wanted


def without_line(text: str) -> str:
    """Without the line that says that this is no order of the city: the one with {municipality}."""
    return "\n".join(line for line in text.split("\n") if "{municipality}" not in line)


def longer_first_line(text: str) -> str:
    first, _, rest = text.partition("\n")
    words = first.split(" ")
    more = " ".join([first, *words] if len(words) > 2 else [first + first + first])
    return f"{more}{more}\n{rest}"


# --- signatures, facts


def stale(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, bool)):
        return None
    id, _ = picked
    versions = house.cards.versions
    stamped = {**versions.stamps, ("answers", id, tag): Stamp(of="00000000")}
    changed = Versions(versions.present, stamped, versions.problems)
    cards = Cards(house.cards.library, house.cards.phrasebook, changed)
    return f"{id} {tag}", replace(house, cards=cards)


def unsigned(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, bool)):
        return None
    id, answer = picked
    return f"{id} {tag}", house.with_answer(id, replace(answer, state="reviewed"))


def entry(change: dict[str, object]) -> Spoil:
    def spoil(house: House, tag: str, rng: random.Random) -> Made:
        library = house.cards.library
        id = rng.choice(sorted(library.entries))
        day = library.entries[id].checked
        if "checked" in change and day is None:
            return None
        values = {
            name: day + timedelta(days=400) if name == "checked" and day else v for name, v in change.items()
        }
        entries = {**library.entries, id: replace(library.entries[id], **values)}  # type: ignore[arg-type]
        cards = Cards(replace(library, entries=entries), house.cards.phrasebook, house.cards.versions)
        return id, replace(house, cards=cards)

    return spoil


def same_example(house: House, tag: str, rng: random.Random) -> Made:
    library = house.cards.library
    ids = [id for (id, own) in library.questions if own == tag]
    if len(ids) < 2:
        return None
    one, two = rng.sample(ids, 2)
    asked = library.questions[one, tag]
    added = replace(asked, examples=(*asked.examples, rng.choice(library.questions[two, tag].examples)))
    cards = Cards(
        replace(library, questions={**library.questions, (one, tag): added}),
        house.cards.phrasebook,
        house.cards.versions,
    )
    return f"{one} {two} {tag}", replace(house, cards=cards)


def row_missing(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, bool)):
        return None
    id, _ = picked
    library = house.cards.library
    left = {key: row for key, row in library.answers.items() if key != (id, tag)}
    cards = Cards(replace(library, answers=left), house.cards.phrasebook, house.cards.versions)
    return f"{id} {tag}", replace(house, cards=cards)


def label_too_long(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, bool)):
        return None
    id, answer = picked
    return f"{id} {tag}", house.with_answer(id, replace(answer, label=answer.title + answer.steps[0][:30]))


def step_dropped(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, lambda row: len(row.steps) > 3)):
        return None
    id, answer = picked
    return f"{id} {tag}", house.with_answer(id, replace(answer, steps=answer.steps[:2]))


def reading_removed(house: House, tag: str, rng: random.Random) -> Made:
    return in_a_step(lambda step: _KANJI_READING.sub("", step, count=1), lambda step: "《" in step)(
        house, tag, rng
    )


def term_replaced(house: House, tag: str, rng: random.Random) -> Made:
    """An official term, and the Japanese word beside it, become another word."""
    terms, found = house.around.terms, house.cards.library.answers
    ids = {
        id for (id, own) in terms.words if own == tag and id in terms.terms and not terms.terms[id].retired
    }
    spots = [
        (id, answer, term)
        for id, answer in _answers(house, tag)
        for term in sorted(ids & {"shelter", "evacuation_order", "residence_card"})
        if terms.terms[term].ja in _whole(found[id, JAPANESE])
        and pattern(terms.forms(term, tag)).search(_whole(answer))
    ]
    if not spots:
        return None
    id, answer, term = rng.choice(spots)
    forms = re.compile("|".join(map(re.escape, terms.forms(term, tag))), re.IGNORECASE)
    return f"{id} {tag}: {term}", house.with_answer(
        id, _each(_plain(answer), lambda text: forms.sub("xx", text))
    )


def _plain(answer: Answer) -> Answer:
    return _each(answer, lambda text: _KANJI_READING.sub("", text)) if answer.language == EASY else answer


# --- what no rule claims


def steps_swapped(house: House, tag: str, rng: random.Random) -> Made:
    if not (picked := _pick(house, tag, rng, lambda row: not _levels(row))):
        return None
    id, answer = picked
    steps = (*answer.steps[1:], answer.steps[0])
    return f"{id} {tag}", house.with_answer(id, replace(answer, steps=steps))


def step_of_another(house: House, tag: str, rng: random.Random) -> Made:
    one = _pick(house, tag, rng, lambda row: not has_slot(row.steps[0]))
    two = _pick(house, tag, rng, lambda row: not has_slot(row.steps[0]))
    if not one or not two:
        return None
    return f"{one[0]} {two[0]} {tag}", house.with_answer(one[0], _step(one[1], 0, two[1].steps[0]))


def sentence_lost(house: House, tag: str, rng: random.Random) -> Made:
    """The first sentence of a step is lost."""
    enders = re.compile(r"[.!?。！？।။]\s*")
    return in_a_step(
        lambda step: enders.split(step, maxsplit=1)[1], lambda step: len(enders.findall(step)) > 1
    )(house, tag, rng)


def latin_o(step: str) -> str:
    return re.sub("(?<=[а-я])о(?=[а-я])", "o", step, count=1)


def three_more(step: str) -> str:
    return step + 3 * f"{{{SLOT.findall(step)[0]}}}"


def is_notice(house: House, id: str, text: str) -> bool:
    return house.cards.phrasebook.phrases[id].kind == "notice"


def is_drill(house: House, id: str, text: str) -> bool:
    return id.startswith("drill.")


def other_last_line(text: str) -> str:
    return text.rpartition("\n")[0] + "\nx"


def misspelt(step: str) -> str:
    return SLOT.sub(r"{\1x}", step, count=1)


def cyrillic_a(step: str) -> str:
    return step.replace("a", "а", 1)


def has_o(step: str) -> bool:
    return latin_o(step) != step


def _without_city(text: str) -> str:
    return text.replace("{municipality}", "x")


agency_says_no_order = in_a_notice(by_issuer("agency", 3), without_line)
city_not_named = in_a_notice(by_issuer("city"), _without_city)
