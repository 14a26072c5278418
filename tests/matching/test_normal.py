"""Two views of a text: noise goes, letters of every script stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.normal import compact, fold, marked, normalise, numbers, readings, spaced

FIRST_VIEW = {
    "HELP!!! 🔥🔥": "help",
    "ＦＩＲＥ １１９": "fire 119",
    "ﾀｽｹﾃ": "たすけて",
    "タスケテーーー！": "たすけて",
    "スーパー": "すーぱー",
    "heeeeelp": "help",
    "救命啊啊啊啊": "救命啊",
    "ช่วยด้วยยยยย": "ช่วยด้วย",
    "00000JAPAN": "00000japan",
    "१ देखि ५": "1 देखि 5",
    "အဆင့် ၄": "အဆင့် 4",
    "ระดับ ๔": "ระดับ 4",
    "1️⃣ level": "1 level",
    "don't": "dont",
    "l'eau, qu'il": "l eau qu il",
    "¿dónde está?": "dónde está",
    "불이야ㅠㅠㅠ": "불이야",
    "避難所《ひなんじょ》へ": "避難所へ",
    "｜お湯《おゆ》をわかす": "お湯をわかす",
    "น้ำ\u200bท่วม": normalise("น้ำท่วม"),
    "  a \n b\t": "a b",
    "🙂…!?": "",
}


@pytest.mark.parametrize(("text", "view"), FIRST_VIEW.items())
def test_the_first_view_keeps_the_words_and_drops_the_noise(text: str, view: str) -> None:
    assert normalise(text) == view


@pytest.mark.parametrize("text", ["ကယ်ပါ", "รถพยาบาล", "น้ำ", "मलाई", "화재"])
def test_signs_that_belong_to_letters_survive_in_both_views(text: str) -> None:
    assert compact(normalise(text)) == normalise(text)
    assert fold(normalise(text)) == normalise(text)


FOLDED = {
    "đường": "duong",
    "Cháy nhà": "chay nha",
    "auxílio": "auxilio",
    "ёлка": "елка",
    "smørbrød": "smorbrod",
}


@pytest.mark.parametrize(("text", "view"), FOLDED.items())
def test_the_second_view_has_no_accents(text: str, view: str) -> None:
    assert fold(normalise(text)) == view


def test_easy_japanese_is_also_there_as_it_sounds() -> None:
    assert readings("避難所《ひなんじょ》で｜お湯《おゆ》") == "ひなんじょでおゆ"


def test_accents_count_but_not_the_letter_on_which_they_were_typed() -> None:
    assert marked("hoả") == marked("hỏa")
    assert marked("chạy") != marked("cháy")


def test_words_between_spaces_are_told_from_scripts_without() -> None:
    assert spaced("cháy")
    assert spaced("пожар")
    assert not spaced("火事")
    assert not spaced("ไฟ")


def test_numbers_are_read_in_every_script_of_digits() -> None:
    assert list(numbers(normalise("レベル３, ๔ और ०५, 119"))) == ["3", "4", "5", "119"]


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    view = normalise(text)
    assert normalise(view) == view


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    view = fold(normalise(text))
    assert fold(view) == view
