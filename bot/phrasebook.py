"""phrasebook/ → Phrasebook: ready sentences with typed slots, in every language. Loading is validating."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from bot.data import Phrase, PhraseKind, Problem, State, Wording
from bot.errors import SlotError, UnknownId
from bot.language import Languages
from bot.shapes import Row, fit
from bot.yamlfile import read

SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


SlotType = Literal[
    "text", "number", "phone", "url", "contact", "date", "time", "datetime",
    "area", "place", "river", "shelter", "hazard", "foods", "garbage", "intensity",
]  # fmt: skip


class _Phrase(Row):
    says: str
    slots: dict[str, SlotType] = {}
    limit: int | None = None
    kind: PhraseKind = "talk"
    level: Literal[2, 3, 4, 5] | None = None
    issuer: Literal["city", "agency", "operator"] | None = None
    pictogram: str | None = None


class _Wording(Row):
    text: str
    state: State = "draft"


@dataclass(frozen=True)
class Phrasebook:
    """The phrasebook in service; words are keyed by (id, language)."""

    languages: Languages
    phrases: Mapping[str, Phrase]
    wordings: Mapping[tuple[str, str], Wording]
    where: Mapping[tuple[str, str], tuple[str, int]]  # ("text/vi", id) → file and line
    problems: tuple[Problem, ...] = ()

    def wording(self, id: str, tag: str) -> tuple[Wording, str]:
        """The words of a phrase and their language: `tag`, or the nearest fallback that has them."""
        if id not in self.phrases:
            raise UnknownId(f"No phrase has the id {id!r}.")
        for language in self.languages.chain(tag):
            if wording := self.wordings.get((id, language)):
                return wording, language
        raise UnknownId(f"The phrase {id!r} has no words in {tag} or its fallbacks.")

    def text(self, id: str, tag: str, slots: Mapping[str, str]) -> str:
        """The filled phrase; raises SlotError when a slot of the phrase has no value."""
        wording, _ = self.wording(id, tag)
        return fill(wording.text, slots)


def fill(text: str, slots: Mapping[str, str]) -> str:
    """Put values into {slots}; raises SlotError naming the slot that has none."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in slots:
            raise SlotError(f"The slot {{{found[1]}}} has no value.")
        return slots[found[1]]

    return SLOT.sub(value, text)


def load(folder: Path, languages: Languages) -> Phrasebook:
    """Read phrases.yaml and text/<language>.yaml; faults are in `problems`."""
    document = read(folder / "phrases.yaml", f"{folder.name}/phrases.yaml")
    rows = fit(document, TypeAdapter(dict[str, _Phrase]))
    problems = list(document.problems)
    wordings: dict[tuple[str, str], Wording] = {}
    where = {("phrases", id): (document.path, document.line(id)) for id in rows}
    for tag in languages.tags:
        path = folder / "text" / f"{tag}.yaml"
        if not path.exists():
            continue
        words = read(path, f"{folder.name}/text/{tag}.yaml")
        found = fit(words, TypeAdapter(dict[str, str | _Wording]))
        wordings |= {(id, tag): _worded(row) for id, row in found.items()}
        where |= {(f"text/{tag}", id): (words.path, words.line(id)) for id in found}
        problems += words.problems
    phrases = {id: Phrase(id, **dict(row)) for id, row in rows.items()}
    return Phrasebook(languages, phrases, wordings, where, tuple(problems))


def _worded(row: str | _Wording) -> Wording:
    return Wording(row) if isinstance(row, str) else Wording(row.text, row.state)
