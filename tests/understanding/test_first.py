"""The first collection of messages: what is answered is right, and what is not ours is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import knowledge
from bot.knowledge import Library
from bot.matching import Matcher
from bot.model import Match
from bot.settings import ROOT
from bot.yamlfile import read

Row = tuple[str, str | None]
FIRST: dict[str, list[Row]] = read(Path(__file__).parent / "first.yaml").value
ANSWERED_RIGHT = 0.94  # of what is answered, all languages together
OTHERS_ANSWERED = 0.04  # of what is not ours
HELPED = 0.85  # answered right, or the right one among the choices
EVERY_LANGUAGE = 0.7  # helped, in each language


@pytest.fixture(scope="module")
def library() -> Library:
    return knowledge.load(ROOT / "knowledge", ROOT / "knowledge" / "local" / "mihon")


@pytest.fixture(scope="module")
def found(library: Library) -> dict[str, list[tuple[Row, Match]]]:
    matcher = Matcher(library)
    return {
        tag: [((text, entry), matcher.match(text, tag)) for text, entry in rows]
        for tag, rows in FIRST.items()
        if all((id, tag) in library.questions for id in library.entries)
    }


def rows(found: dict[str, list[tuple[Row, Match]]]) -> Iterator[tuple[str | None, Match]]:
    for matches in found.values():
        yield from ((entry, match) for (_, entry), match in matches)


def helped(entry: str | None, match: Match) -> bool:
    return entry in (match.entry, *match.choices)


def test_every_expected_entry_exists(library: Library) -> None:
    named = {entry for rows in FIRST.values() for _, entry in rows if entry}
    assert named <= library.entries.keys()


def test_what_is_answered_is_right(found: dict[str, list[tuple[Row, Match]]]) -> None:
    answered = [entry == match.entry for entry, match in rows(found) if entry and match.outcome == "answer"]
    assert sum(answered) >= ANSWERED_RIGHT * len(answered)


def test_what_is_not_ours_is_not_answered(found: dict[str, list[tuple[Row, Match]]]) -> None:
    others = [match.outcome == "answer" for entry, match in rows(found) if entry is None]
    assert sum(others) <= OTHERS_ANSWERED * len(others)


def test_chit_chat_is_never_danger(found: dict[str, list[tuple[Row, Match]]]) -> None:
    assert [match for entry, match in rows(found) if entry is None and match.danger] == []


def test_most_residents_find_their_entry(found: dict[str, list[tuple[Row, Match]]]) -> None:
    found_it = [helped(entry, match) for entry, match in rows(found) if entry]
    assert sum(found_it) >= HELPED * len(found_it)


def test_no_language_is_left_behind(found: dict[str, list[tuple[Row, Match]]]) -> None:
    for tag, matches in found.items():
        found_it = [helped(entry, match) for (_, entry), match in matches if entry]
        assert sum(found_it) >= EVERY_LANGUAGE * len(found_it), tag
