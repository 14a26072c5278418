"""phrasebook/ → Phrasebook: slots, fallbacks, and files with faults."""

from __future__ import annotations

import pytest

from bot.errors import SlotError, UnknownId
from bot.phrasebook import fill
from tests.small import SmallHouse

WORDS = "phrasebook/text/en.yaml"
PHRASES = "phrasebook/phrases.yaml"


@pytest.fixture
def house(tmp_path):
    return SmallHouse(tmp_path)


def test_a_good_book_has_no_problems_and_fills_its_slots(house):
    book = house.phrasebook()
    assert book.problems == ()
    assert book.text("button.call", "en", {"number": "119"}) == "Call 119"
    assert book.text("card.source", "en", {"source": "JMA", "date": "21 Nov"}) == "Source: JMA, 21 Nov"


def test_a_phrase_knows_its_slots_and_its_limit(house):
    phrase = house.phrasebook().phrases["button.call"]
    assert (phrase.slots, phrase.limit) == ({"number": "phone"}, 40)


def test_a_bare_string_is_a_draft_and_a_state_can_be_said(house):
    assert house.phrasebook().wording("card.draft", "en")[0].state == "draft"
    house.set(WORDS, "card.draft", {"text": "Draft", "state": "reviewed"})
    wording, _ = house.phrasebook().wording("card.draft", "en")
    assert (wording.text, wording.state) == ("Draft", "reviewed")


def test_a_missing_phrase_comes_from_the_first_fallback_and_says_so(house):
    house.language("vi", fallback=["pt", "en", "ja"])
    house.language("pt", fallback=["ja"])
    assert house.phrasebook().wording("card.draft", "vi")[1] == "en"
    house.write("phrasebook/text/pt.yaml", "card.draft: Rascunho")
    wording, language = house.phrasebook().wording("card.draft", "vi")
    assert (wording.text, language) == ("Rascunho", "pt")


def test_an_unknown_phrase_is_named(house):
    with pytest.raises(UnknownId, match=r"talk\.never"):
        house.phrasebook().text("talk.never", "en", {})


def test_a_phrase_without_words_in_the_whole_chain_is_named(house):
    for tag in ("en", "ja"):
        house.set(f"phrasebook/text/{tag}.yaml", "card.draft", None)
    with pytest.raises(UnknownId, match=r"card\.draft.* en "):
        house.phrasebook().text("card.draft", "en", {})


def test_a_slot_without_a_value_is_named(house):
    with pytest.raises(SlotError, match=r"\{number\}"):
        house.phrasebook().text("button.call", "en", {"numbers": "119"})


def test_values_are_put_in_once_and_as_they_are():
    assert fill("{a} {b} {a}", {"a": "{b}", "b": r"\1 {c}"}) == r"{b} \1 {c} {b}"
    assert fill("{A} {} {1} { a }", {}) == "{A} {} {1} { a }"


@pytest.mark.parametrize(
    ("name", "id", "wrong"),
    [
        (WORDS, "card.draft", 5),
        (WORDS, "card.draft", ["Draft"]),
        (WORDS, "card.draft", {"texte": "Draft"}),
        (WORDS, "card.draft", {"text": "Draft", "state": "final"}),
        (PHRASES, "button.call", {"limit": 20}),
        (PHRASES, "button.call", {"says": "x", "limit": "twenty"}),
        (PHRASES, "button.call", {"says": "x", "limits": 20}),
        (PHRASES, "button.call", {"says": "x", "slots": ["number"]}),
    ],
)
def test_a_wrong_row_is_a_problem_with_file_and_line_and_the_rest_serves(house, name, id, wrong):
    house.set(name, id, wrong)
    book = house.phrasebook()
    assert book.problems
    for problem in book.problems:
        assert (problem.path, problem.rule) == (name, "shape")
        assert problem.line >= house.line(name, f"{id}:")
        assert problem.message.startswith(f"{id}: ")
    assert book.text("emergency.quake", "en", {}) == "Under a table."


@pytest.mark.parametrize("broken", ["a: [1", "- a list", "only words", "a: b\na: c", "\tx: 1"])
@pytest.mark.parametrize("name", [WORDS, PHRASES])
def test_a_broken_file_is_a_problem_and_never_an_exception(house, name, broken):
    house.write(name, broken)
    assert {problem.path for problem in house.phrasebook().problems} == {name}


def test_a_language_without_a_file_is_no_problem_of_form(house):
    house.path(WORDS).unlink()
    book = house.phrasebook()
    assert book.problems == ()
    assert book.wording("card.draft", "en")[1] == "ja"


def test_without_the_list_of_phrases_there_is_a_problem(house):
    house.path(PHRASES).unlink()
    assert house.phrasebook().problems[0].rule == "file.unreadable"


def test_every_wording_knows_its_line(house):
    assert house.phrasebook().where["text/en", "card.machine"] == (WORDS, house.line(WORDS, "card.machine:"))
