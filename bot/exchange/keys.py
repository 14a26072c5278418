"""The name of one text: its kind, the entry or phrase it belongs to, and which part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["answers", "phrases", "questions", "danger"]
KINDS: tuple[Kind, ...] = ("answers", "phrases", "questions", "danger")
LABEL, TITLE, STEPS, STATE = "label", "title", "steps", "state"
TEXT = "text"  # the only part of a phrase; its key does not say it
LISTS: dict[Kind, tuple[str, ...]] = {"questions": ("examples", "keywords"), "danger": ("words", "except")}
NEEDED: dict[Kind, tuple[str, ...]] = {  # a row without these is none
    "answers": (LABEL, TITLE),
    "phrases": (TEXT,),
    "questions": ("examples", "keywords"),
    "danger": ("words",),
}
Shape = Literal["line", "lines", "text"]  # one line; a list, one a line; free text


@dataclass(frozen=True, order=True)
class Key:
    """`answers/fire.now/steps/1`, `phrases/menu.help`; `part` is "steps/1", "label", "text" …"""

    kind: Kind
    id: str
    part: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" if self.kind == "phrases" else f"{self.kind}/{self.id}/{self.part}"

    @property
    def shape(self) -> Shape:
        if self.kind in LISTS:
            return "lines"
        return "text" if self.kind == "phrases" else "line"

    @property
    def has_state(self) -> bool:
        """An answer has one state, shown beside its label; a phrase has its own; the rest has none."""
        return self.part == LABEL or self.kind == "phrases"

    @property
    def step(self) -> int | None:
        """Which step of an answer, from 1."""
        return int(self.part.rpartition("/")[2]) if self.part.startswith(f"{STEPS}/") else None


def step(id: str, number: int) -> Key:
    return Key("answers", id, f"{STEPS}/{number}")
