"""Cries of mortal danger are heard in every language; innocent uses are not."""

from __future__ import annotations

import pytest

from bot.knowledge import Library
from bot.matching.danger import WHOLE, Alarm
from bot.matching.normal import compact, normalise, spaced


@pytest.fixture(scope="module")
def alarm(small: Library) -> Alarm:
    return Alarm(tuple(small.dangers), small.danger_words, known={"insured"})


def heard(alarm: Alarm, text: str, language: str | None = None) -> str | None:
    return alarm.find(normalise(text), language)


CRIES = {
    "FIRE!!!": "fire",
    "there is fireeee in my kitchen": "fire",
    "House   is burning": "fire",
    "cháy nhà rồi": "fire",
    "chay nha roi": "fire",
    "Cháy!": "fire",
    "火 事 です": "fire",
    "ｶｼﾞ 火事！": "fire",
    "kaji da": "fire",
    "he is unconscius": "hurt",
    "he is unconsicous": "hurt",
    "Он теряет сознание": "hurt",
    "Помогите!!": "hurt",
    "သွေး ထွက်နေတယ်": "hurt",
    "พ่อถูกไฟดูด": "hurt",
    "Earthquake!": "quake",
}


@pytest.mark.parametrize(("text", "kind"), CRIES.items())
def test_a_cry_is_heard_in_any_language_and_spelling(alarm: Alarm, text: str, kind: str) -> None:
    assert heard(alarm, text) == kind


INNOCENT = [
    "fire drill on sunday",
    "is fire insurance needed",
    "fireworks tonight",
    "chạy nhà",
    "chạy đi",
    "bình chữa cháy",
    "火事の保険",
    "earthquake drill when",
    "помогите выбрать телефон",
    "ไม่ถูกไฟดูด",
    "I am insured",
    "a lua é bonita e grande hoje",
    "",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_use_is_no_cry(alarm: Alarm, text: str) -> None:
    assert heard(alarm, text) is None


def test_a_danger_beside_an_innocent_use_is_still_heard(alarm: Alarm) -> None:
    assert heard(alarm, "not a fire drill, a real fire") == "fire"


def test_the_first_kind_of_the_list_wins(alarm: Alarm) -> None:
    assert heard(alarm, "fire, my father is unconscious") == "fire"


def test_a_short_word_without_its_accents_counts_in_its_own_language_only(alarm: Alarm) -> None:
    assert heard(alarm, "co lua to qua troi oi", "vi") == "fire"
    assert heard(alarm, "a lua nova chega hoje", "pt") is None


def test_a_word_is_not_cut_from_the_signs_of_its_last_letter() -> None:
    alarm = Alarm(("fire",), {})
    assert alarm.find("မီး", None) is None


@pytest.mark.parametrize(
    "kind", ["fire", "hurt", "trapped", "attack", "water", "gas", "tsunami", "quake", "suicide"]
)
def test_every_word_of_the_library_raises_an_alarm(library: Library, kind: str) -> None:
    """Each danger word as a whole message is heard (as its kind, or an earlier one of the list)."""
    alarm = Alarm(tuple(library.dangers), library.danger_words)
    deaf = [
        (tag, word)
        for (own, tag), words in library.danger_words.items()
        if own == kind
        for word in words.words
        if heard(alarm, word.removeprefix(WHOLE), tag) is None
    ]
    assert deaf == []


def test_an_innocent_use_of_the_library_is_not_its_own_kind(library: Library) -> None:
    """Unless the words are so much danger that they stand in a list themselves."""
    alarm = Alarm(tuple(library.dangers), library.danger_words)
    false = [
        (kind, tag, text)
        for (kind, tag), words in library.danger_words.items()
        for text in words.excepted
        if heard(alarm, text, tag) == kind and not _listed(library, kind, text)
    ]
    assert false == []


def _listed(library: Library, kind: str, text: str) -> bool:
    """Whether an innocent use in one language reads like a danger word in another."""
    view = compact(normalise(text))
    return spaced(view) and any(
        compact(normalise(word.removeprefix(WHOLE))) == view
        for (own, _), words in library.danger_words.items()
        if own == kind
        for word in words.words
    )
