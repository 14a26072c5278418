"""Three outcomes, and what overrules the score: danger, numbers, near-exact hits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge import Library
from bot.matching import Matcher
from bot.matching.matcher import CHOICES
from bot.model import Match


@pytest.fixture(scope="module")
def matcher(small: Library) -> Matcher:
    return Matcher(small)


ANSWERED = {
    "where is the nearest shelter": "shelter.find",
    "Where is the NEAREST shelter???": "shelter.find",
    "where is the nearst shelter": "shelter.find",
    "noi lanh nan gan nhat o dau": "shelter.find",
    "近くの避難所はどこですか？": "shelter.find",
    "ヒナンジョ どこ": "shelter.find",
    "English please": "bot.language",
    "they said level 4": "warning.level4",
    "119": "call.119",
    "１１９番": "call.119",
    "110!": "call.110",
    "171": "phone.message171",
}


@pytest.mark.parametrize(("text", "entry"), ANSWERED.items())
def test_a_clear_question_is_answered(matcher: Matcher, text: str, entry: str) -> None:
    found = matcher.match(text)
    assert (found.outcome, found.entry, found.danger) == ("answer", entry, None)
    assert 0.8 <= found.confidence <= 1


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂", "12345", "...", "\u200b", "qzx vvkj wprt"])
def test_what_says_nothing_is_unknown(matcher: Matcher, text: str) -> None:
    found = matcher.match(text)
    assert found.outcome == "unknown"
    assert found.entry is None


def test_a_keyword_of_two_entries_leaves_the_choice_to_the_resident(matcher: Matcher) -> None:
    found = matcher.match("safe")
    assert found.outcome == "choices"
    assert set(found.choices[:2]) == {"shelter.find", "shelter.foreigners"}


@pytest.mark.parametrize(
    "text", ["they said level 3", "level 3 evacuation order what do i do", "level ３", "レベル3 level"]
)
def test_a_message_about_level_3_is_not_answered_with_level_4(matcher: Matcher, text: str) -> None:
    assert matcher.match(text).entry != "warning.level4"


def test_another_emergency_number_is_not_taken_for_this_one(matcher: Matcher) -> None:
    assert matcher.match("number of the ambulance 110").entry != "call.119"


def test_an_age_says_nothing_against_an_emergency_number(matcher: Matcher) -> None:
    assert matcher.match("how do i call an ambulance 65").entry == "call.119"


def test_a_cry_is_answered_by_the_entry_of_its_danger(matcher: Matcher) -> None:
    found = matcher.match("fire!!")
    assert found == Match("answer", "fire.now", (), 1.0, "fire")


def test_choices_are_few_and_different(matcher: Matcher) -> None:
    found = matcher.match("what about shelter, police, garbage and language")
    assert len(found.choices) <= CHOICES
    assert len(set(found.choices)) == len(found.choices)


def test_the_same_message_gets_the_same_answer_in_many_threads(matcher: Matcher) -> None:
    texts = [*ANSWERED, "garbage", "level 3", "fire"] * 5
    alone = [matcher.match(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(matcher.match, texts)) == alone


@settings(deadline=None)  # machines differ
@given(text=st.text(max_size=80))
def test_any_text_gets_one_of_three_outcomes(matcher: Matcher, text: str) -> None:
    found = matcher.match(text)
    assert (found.outcome == "answer") == (found.entry is not None)
    assert (found.outcome == "choices") == bool(found.choices)
    assert 0 <= found.confidence <= 1


def test_a_very_long_message_is_read_from_its_beginning(matcher: Matcher) -> None:
    assert matcher.match("fire in my house " + "bla " * 1200).danger == "fire"


def test_a_library_without_words_knows_nothing_but_its_numbers(small: Library) -> None:
    empty = Matcher(replace(small, questions={}, danger_words={}))
    assert empty.match("where is the nearest shelter").outcome == "unknown"
    assert empty.match("119").entry == "call.119"
