"""marks.yaml: what the gate must know of each language to see that something is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_WORD_SCRIPTS = re.compile("[\0-\u052f\u0900-\u097f\u1e00-\u1fff '’-]*")


@dataclass(frozen=True)
class Marks:
    """Per language: `negation` (and `affirmed`: what looks like it and is none), `strange` words."""

    languages: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    signs: tuple[str, ...] = ()  # terms that residents must recognise in Japanese
    orders: tuple[str, ...] = ()  # terms that are the city's to say
    easy: Mapping[str, str] = field(default_factory=dict)  # loan word → easy words

    def of(self, tag: str, name: str) -> tuple[str, ...]:
        return tuple(self.languages.get(tag, {}).get(name, ()))


def load(path: Path) -> Marks:
    rows: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 (only strings)
    return Marks(rows["languages"], tuple(rows["signs"]), tuple(rows["orders"]), rows["easy"])


MARKS = load(Path(__file__).with_name("marks.yaml"))


@cache
def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words; whole words where spaces part them, `…*` also with an ending, in any case.

    A word between slashes is a pattern already.
    """
    return re.compile("|".join(map(_one, sorted(words, key=len, reverse=True))) or "(?!)", re.IGNORECASE)


def _one(word: str) -> str:
    if word.startswith("/"):
        return word.strip("/")
    stem = word.rstrip("*")
    if not _WORD_SCRIPTS.fullmatch(stem):
        return re.escape(stem)
    # Vowel signs of Nepali are marks, which \w leaves out.
    end = "" if word.endswith("*") else r"(?![\w\u0900-\u0963])"
    return rf"(?<![\w\u0900-\u0963]){re.escape(stem)}{end}"
