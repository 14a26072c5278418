"""Stamps, what became stale, signatures of roles, and languages that begin to grow."""

from __future__ import annotations

from datetime import date

import pytest

from bot import versions, yamlfile
from bot import words as word_files
from bot.errors import TomoniError
from bot.exchange.stamps import difference
from tests.exchange.desk import Workbook, small

FILE = "knowledge/text/en/answers/first.yaml"
JAPANESE = "knowledge/text/ja/answers/first.yaml"
STAMPS = "knowledge/text/en/versions.yaml"
HISTORY = "knowledge/text/ja/history.yaml"
TITLE = "answers/water.where/title"
UZBEK = ("uz", "--name", "Oʻzbekcha", "--english", "Uzbek", "--script", "Latn", "--locale", "uz")


@pytest.fixture
def both(tmp_path, capsys):
    return small(tmp_path, capsys)


@pytest.fixture
def house(both):
    return both[0]


@pytest.fixture
def desk(both):
    return both[1]


def rows(house, name):
    return yamlfile.read(house.path(name)).value


def stamps(house):
    library, book = house.library(), house.phrasebook()
    return versions.read(house.folder / "knowledge", library, book)


def errors(house):
    return [problem for problem in house.problems() if problem.level == "error"]


# --- stamps


def test_a_stamp_says_that_a_translation_fits_the_present_japanese(house, desk):
    assert desk.words("stamp", "--language", "en")[0] == 0
    found = stamps(house)
    assert not found.problems
    assert found.stamp("answers", "fire.now", "en").of == found.present["answers", "fire.now"]
    assert not found.stale("answers", "fire.now", "en")
    assert found.stamp("phrases", "card.draft", "en")


def test_stamping_some_ids_leaves_the_others(house, desk):
    desk.words("stamp", "--language", "en", "fire.now")
    assert set(rows(house, STAMPS)) == {"answers"}
    assert set(rows(house, STAMPS)["answers"]) == {"fire.now"}


def test_the_history_keeps_every_japanese_text_that_was_stamped(house, desk):
    desk.words("stamp", "--all")
    first = rows(house, HISTORY)
    house.edit(JAPANESE, "water.where", title="水のある場所はどこですか")
    desk.words("stamp", "--all")
    assert set(first) < set(rows(house, HISTORY))
    assert all(versions.of(text) == version for version, text in rows(house, HISTORY).items())


def test_a_changed_japanese_text_makes_its_translation_stale_and_the_change_is_shown(house, desk):
    desk.words("stamp", "--all")
    assert desk.words("stale")[1] == ""
    house.edit(JAPANESE, "water.where", title=f"きれいな{rows(house, JAPANESE)['water.where']['title']}")
    code, told = desk.words("stale", "--language", "en")
    assert code == 0
    assert told.startswith("en answers water.where\n")
    assert "{+きれいな+}" in told


def test_a_stale_text_is_marked_in_its_sheet_and_a_new_stamp_takes_the_mark_away(house, desk):
    desk.words("stamp", "--all")
    house.edit(JAPANESE, "water.where", title="きれいな水はどこですか")
    assert "changed" in Workbook(desk.export("en")).cell(TITLE, "Japanese changed").value
    assert "#, fuzzy" in desk.export("en", "po").read_text("utf-8")
    desk.words("stamp", "--language", "en", "water.where")
    assert desk.words("stale")[1] == ""


def test_a_difference_is_shown_word_by_word():
    assert difference("避難所へ逃げる", "避難場所へ逃げる") == "[-避難所-]{+避難場所+}へ逃げる"


def test_an_unknown_id_cannot_be_stamped(desk):
    with pytest.raises(TomoniError, match=r"fire\.never"):
        desk.words("stamp", "--language", "en", "fire.never")


# --- signatures


def test_a_signature_marks_the_text_and_says_which_role_read_what_and_when(house, desk):
    assert desk.words("sign", "--language", "en", "--by", "native speaker", "fire.now", "card.draft")[0] == 0
    assert "fire.now:\n  state: reviewed\n  label: Fire   # short\n" in house.path(FILE).read_text("utf-8")
    assert rows(house, "phrasebook/text/en.yaml")["card.draft"] == {"text": "Draft", "state": "reviewed"}
    stamp = rows(house, STAMPS)["answers"]["fire.now"]
    assert stamp["of"] == stamps(house).present["answers", "fire.now"]
    assert stamp["by"] == "native speaker"
    assert isinstance(stamp["on"], date)
    assert not errors(house)


@pytest.mark.parametrize("name", ["Hanako", "田中", "a friend"])
def test_a_name_is_no_role(desk, name):
    before = desk.files()
    with pytest.raises(TomoniError, match="role"):
        desk.words("sign", "--language", "en", "--by", name, "fire.now")
    assert desk.files() == before


def test_what_has_no_words_cannot_be_signed(house, desk):
    house.set(FILE, "water.where", None)
    with pytest.raises(TomoniError, match="no words"):
        desk.words("sign", "--language", "en", "--by", "interpreter", "water.where")


def test_reviewed_in_a_sheet_asks_whose_review_it_is(house, desk):
    path = Workbook(desk.export("en")).put("answers/water.where/label", "reviewed", "state").save()
    assert "--by" in desk.refused(path)
    desk.taken_up(path, "--by", "interpreter")
    assert rows(house, FILE)["water.where"]["state"] == "reviewed"
    assert rows(house, STAMPS)["answers"]["water.where"]["by"] == "interpreter"


def test_new_words_in_a_reviewed_text_need_a_review_or_become_a_draft(house, desk):
    desk.words("sign", "--language", "en", "--by", "interpreter", "water.where")
    book = Workbook(desk.export("en")).put(TITLE, "Where do I get water?")
    assert "--by" in desk.refused(book.save())
    desk.taken_up(book.put("answers/water.where/label", "draft", "state").save())
    assert rows(house, FILE)["water.where"]["state"] == "draft"
    assert set(rows(house, STAMPS)["answers"]["water.where"]) == {"of"}


def test_a_review_of_an_older_japanese_text_is_stale_at_once(house, desk):
    path = Workbook(desk.export("en")).put("answers/water.where/label", "reviewed", "state").save()
    house.edit(JAPANESE, "water.where", title="きれいな水はどこですか")
    desk.taken_up(path, "--by", "interpreter")
    assert stamps(house).stale("answers", "water.where", "en")


def test_a_dry_run_writes_nothing(desk):
    path = Workbook(desk.export("en")).put(TITLE, "Where do I get water?").save()
    before = desk.files()
    assert "1 changes" in desk.taken_up(path, "--dry-run")
    assert desk.files() == before


# --- a new language


def test_a_new_language_grows_from_its_first_sheet(house, desk, tmp_path):
    table = house.path("knowledge/languages.yaml")
    house.write("knowledge/languages.yaml", "# The languages.\n" + table.read_text("utf-8"))
    assert desk.words("new-language", *UZBEK, "--out", tmp_path / "out")[0] == 0
    assert not errors(house)
    assert word_files.load(house.folder, house.local).cards.library.languages.tags == ("en", "uz", "ja")
    assert table.read_text("utf-8").startswith("# The languages.\n")
    book = Workbook(tmp_path / "out" / "tomoni-uz.xlsx")
    assert not book.cell("answers/fire.now/title").value
    for key, text in {
        "answers/fire.now/label": "Yongʻin",
        "answers/fire.now/title": "Yongʻin: {fire_ambulance}",
        "answers/fire.now/steps/1": "Chiqing.",
        "answers/fire.now/steps/2": "{fire_ambulance} ga qoʻngʻiroq qiling.",
        "answers/fire.now/steps/3": "Qaytmang.",
        "phrases/card.draft": "Qoralama",
        "danger/fire/words": "yongʻin\n=olov",
    }.items():
        book.text(key, text)
    desk.taken_up(book.save())
    assert not errors(house)
    assert rows(house, "knowledge/text/uz/answers/first.yaml")["fire.now"]["steps"][0] == "Chiqing."
    assert rows(house, "knowledge/text/uz/danger.yaml") == {"fire": {"words": ["yongʻin", "=olov"]}}
    assert rows(house, "phrasebook/text/uz.yaml") == {"card.draft": "Qoralama"}
    word_files.load(house.folder, house.local)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("en", *UZBEK[1:]), "already"),
        (("Uzbek!", *UZBEK[1:]), "tag"),
        ((*UZBEK[:-1], "xx_YY"), "locale"),
        ((*UZBEK[:-3], "latin", *UZBEK[-2:]), "script"),
    ],
)
def test_a_new_language_must_make_sense(desk, given, reason):
    before = desk.files()
    with pytest.raises(TomoniError, match=reason):
        desk.words("new-language", *given)
    assert desk.files() == before
