"""The data gate: small named rules over the words, each fault with its place and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from bot import texts
from bot.cards import Cards, readable
from bot.data import Answer, Problem, Wording
from bot.line.counting import label_width
from bot.phrasebook import SLOT
from bot.settings import ROOT

LABEL = 20  # graphemes; LINE's limit on a quick reply
TITLE = 60
FEWEST_STEPS, MOST_STEPS = 3, 7
LEAST_EXAMPLES, LEAST_KEYWORDS = 4, 6
_DIGIT = re.compile(r"[0-9０-９०-९၀-၉๐-๙]")
_UNREAD = re.compile(r"[㐀-鿿々]+(?!《)[^㐀-鿿々《]|[㐀-鿿々]+$")
_BASE = re.compile(r"(?:｜[^《]*|[㐀-鿿々]+)《[^》]*》")


def problems(root: Path, local: Path) -> list[Problem]:
    """All problems of form and content; errors first, then by file and line."""
    return of(*texts.read(root, local))


def of(cards: Cards, problems: tuple[Problem, ...], fast: bool = False) -> list[Problem]:
    """All faults of words that are already read; `problems` are those that reading found."""
    found = (*problems, *(problem for rule in RULES for problem in rule(cards)))
    return sorted(found, key=lambda fault: (fault.level, fault.path, fault.line))


def _at(cards: Cards, part: str, id: str, rule: str, message: str) -> Problem:
    book = cards.phrasebook.where
    path, line = cards.library.where.get((part, id)) or book.get((part, id)) or (part, 1)
    return Problem(path, line, rule, f"{id}: {message}")


# --- what stands once


def entry_refers(cards: Cards) -> Iterator[Problem]:
    """Everything an entry names must exist."""
    library = cards.library
    shelves = {
        "related": library.entries,
        "dial": library.contacts,
        "links": library.contacts,
    }
    for entry in library.entries.values():
        for field, shelf in shelves.items():
            for id in getattr(entry, field):
                if id not in shelf:
                    yield _at(
                        cards, "entries.yaml", entry.id, "refer", f"{field} names {id!r}, which is nowhere"
                    )
        if entry.source and entry.source not in library.sources:
            yield _at(cards, "entries.yaml", entry.id, "refer", f"the source {entry.source!r} is nowhere")
        if f"topic.{entry.topic}" not in cards.phrasebook.phrases:
            yield _at(cards, "entries.yaml", entry.id, "refer", f"the topic {entry.topic!r} has no heading")


def danger_refers(cards: Cards) -> Iterator[Problem]:
    """Every kind of danger has an entry, contacts, and the phrase that is said first."""
    library = cards.library
    for danger in library.dangers.values():
        missing = [id for id in danger.dial if id not in library.contacts]
        if danger.entry not in library.entries:
            missing.append(danger.entry)
        if f"emergency.{danger.kind}" not in cards.phrasebook.phrases:
            missing.append(f"emergency.{danger.kind}")
        for id in missing:
            yield _at(cards, "danger.yaml", danger.kind, "refer", f"{id!r} is nowhere")


def buttons_work(cards: Cards) -> Iterator[Problem]:
    """Who is to be dialled has a number, what is to be opened an address: else the button is missing."""
    library = cards.library
    rows = [("entries.yaml", entry.id, entry.dial, entry.links) for entry in library.entries.values()]
    rows += [("danger.yaml", danger.kind, danger.dial, ()) for danger in library.dangers.values()]
    for part, id, dial, links in rows:
        mute = [name for name in dial if name in library.contacts and not library.contacts[name].phone]
        mute += [name for name in links if name in library.contacts and not library.contacts[name].url]
        for name in mute:
            yield _at(cards, part, id, "button", f"{name!r} has nothing to dial or to open")


# --- what stands in every language


def missing_words(cards: Cards) -> Iterator[Problem]:
    """A gap is an error in a language of the house, a warning in a growing one."""
    library, book = cards.library, cards.phrasebook
    for language in library.languages:
        tag = language.tag
        gaps = [(f"answers/{tag}", id) for id in library.entries if (id, tag) not in library.answers]
        gaps += [(f"questions/{tag}", id) for id in library.entries if (id, tag) not in library.questions]
        gaps += [(f"text/{tag}", id) for id in book.phrases if (id, tag) not in book.wordings]
        gaps += [
            (f"danger/{tag}", kind) for kind in library.dangers if (kind, tag) not in library.danger_words
        ]
        for part, id in gaps:
            level: Literal["error", "warning"] = "error" if language.hard else "warning"
            yield Problem(_file(part), 1, "missing", f"{id} has no words in {tag}", level)


def unknown_ids(cards: Cards) -> Iterator[Problem]:
    """Words whose id is nowhere are usually a misspelt id."""
    library, book = cards.library, cards.phrasebook
    shelves = (
        ("answers", library.answers, library.entries),
        ("questions", library.questions, library.entries),
        ("danger", library.danger_words, library.dangers),
        ("text", book.wordings, book.phrases),
    )
    for part, found, known in shelves:
        for id, tag in found:
            if id not in known:
                yield _at(cards, f"{part}/{tag}", id, "unknown", "no entry or phrase has this id")


def slots_agree(cards: Cards) -> Iterator[Problem]:
    """Every slot must be known; a phrase has just its own slots, an answer the same in every language."""
    library, book = cards.library, cards.phrasebook
    for (id, tag), answer in library.answers.items():
        entry = library.entries.get(id)
        used, wanted = _slots(_whole(answer)), set()
        if main := library.answers.get((id, "ja")):
            wanted = _slots(_whole(main))
        for slot in sorted(used - set(library.slots(entry, tag))):
            yield _at(
                cards, f"answers/{tag}", id, "slot", f"{{{slot}}} is no value of the entry and no contact"
            )
        for slot in sorted(used ^ wanted):
            yield _at(
                cards, f"answers/{tag}", id, "slot", f"{{{slot}}} is not in this and the Japanese text alike"
            )
    for (id, tag), wording in book.wordings.items():
        if id in book.phrases:
            for slot in sorted(_slots(wording.text) ^ set(book.phrases[id].slots)):
                yield _at(
                    cards,
                    f"text/{tag}",
                    id,
                    "slot",
                    f"{{{slot}}} is not both in the text and in phrases.yaml",
                )


def no_digits(cards: Cards) -> Iterator[Problem]:
    """Numbers come from data, so that they change in one place and are equal in every language."""
    for part, id, text in _texts(cards):
        if found := _DIGIT.search(text):
            yield _at(cards, part, id, "digit", f"{found[0]!r} is typed; use a slot, or a word")


def lengths(cards: Cards) -> Iterator[Problem]:
    """Short enough for a frightened reader, and for LINE's buttons."""
    library = cards.library
    for (id, tag), answer in library.answers.items():
        if id in library.entries:
            label = _filled(answer.label, library.slots(library.entries[id], tag))
            for fault in _too_long(answer, label, library.languages[tag].longest):
                yield _at(cards, f"answers/{tag}", id, "length", fault)
    for (id, tag), wording in cards.phrasebook.wordings.items():
        phrase = cards.phrasebook.phrases.get(id)
        if phrase and phrase.limit and _shown(wording) > phrase.limit:
            fault = f"{_shown(wording)} characters, {phrase.limit} fit"
            yield _at(cards, f"text/{tag}", id, "length", fault)


def _too_long(answer: Answer, filled_label: str, longest: int) -> Iterator[str]:
    label, title = label_width(filled_label), label_width(_bare(answer.title))
    whole = sum(len(_bare(part)) for part in (answer.title, *answer.steps))
    if label > LABEL:
        yield f"the label has {label} characters, {LABEL} fit on a quick reply"
    if title > TITLE:
        yield f"the title has {title} characters; at most {TITLE}"
    if whole > longest:
        yield f"{whole} characters in all; at most {longest}"
    if not FEWEST_STEPS <= len(answer.steps) <= MOST_STEPS:
        yield f"{len(answer.steps)} steps; from {FEWEST_STEPS} to {MOST_STEPS}"


def enough_questions(cards: Cards) -> Iterator[Problem]:
    """The matcher learns from them."""
    for (id, tag), asked in cards.library.questions.items():
        if len(asked.examples) < LEAST_EXAMPLES:
            yield _at(cards, f"questions/{tag}", id, "few", f"write at least {LEAST_EXAMPLES} examples")
        if len(asked.keywords) < LEAST_KEYWORDS:
            yield _at(cards, f"questions/{tag}", id, "few", f"write at least {LEAST_KEYWORDS} keywords")


def readings(cards: Cards) -> Iterator[Problem]:
    """In easy Japanese every kanji has its reading: 避難所《ひなんじょ》."""
    for part, id, text in _texts(cards):
        if part.endswith("/ja-simple") and (found := _UNREAD.search(_BASE.sub("", text))):
            yield _at(
                cards, part, id, "reading", f"{found[0]!r} has no reading; write 《…》 behind the kanji"
            )


def pictograms(cards: Cards) -> Iterator[Problem]:
    """Every entry has a drawing."""
    folder = ROOT / "knowledge" / "pictograms"
    for entry in cards.library.entries.values():
        if not (folder / f"{entry.pictogram}.svg").exists():
            yield _at(cards, "entries.yaml", entry.id, "pictogram", f"{entry.pictogram}.svg is not there")


RULES: tuple[Callable[[Cards], Iterator[Problem]], ...] = (
    entry_refers,
    danger_refers,
    buttons_work,
    missing_words,
    unknown_ids,
    slots_agree,
    no_digits,
    lengths,
    enough_questions,
    readings,
    pictograms,
)


# --- helpers


def _texts(cards: Cards) -> Iterator[tuple[str, str, str]]:
    """Every text that a resident reads: part, id, text."""
    for (id, tag), answer in cards.library.answers.items():
        for text in (answer.label, answer.title, *answer.steps):
            yield f"answers/{tag}", id, SLOT.sub("", text)
    for (id, tag), wording in cards.phrasebook.wordings.items():
        yield f"text/{tag}", id, SLOT.sub("", wording.text)


def _file(part: str) -> str:
    """Where the words of a part are to be written: "answers/vi" → knowledge/text/vi/answers."""
    kind, _, tag = part.partition("/")
    if kind == "text":
        return f"phrasebook/text/{tag}.yaml"
    return f"knowledge/text/{tag}/{kind}" + (".yaml" if kind == "danger" else "")


def _filled(text: str, slots: Mapping[str, str]) -> str:
    """As `fill`, but a slot that is nowhere stays: another rule tells of it."""
    return readable(SLOT.sub(lambda found: slots.get(found[1], found[0]), text))


def _whole(answer: Answer) -> str:
    return "\n".join((answer.label, answer.title, *answer.steps))


def _slots(text: str) -> set[str]:
    return set(SLOT.findall(text))


def _bare(text: str) -> str:
    """Without readings, which are no part of the length."""
    return re.sub(r"《[^》]*》|｜", "", text)


def _shown(wording: Wording) -> int:
    """Graphemes on the button, each slot counted as the least it can be."""
    return label_width(readable(SLOT.sub("x", wording.text)))
