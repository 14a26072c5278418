"""Sheets of the small house: what comes back changes just what was changed, or nothing at all."""

from __future__ import annotations

import csv
import io
from zipfile import ZipFile

import pytest
import yaml
from openpyxl import load_workbook

from bot.errors import DataError
from bot.exchange.formats import SUFFIXES
from tests.exchange.desk import ANSWERS, Workbook, small

FILE = "knowledge/text/en/answers/first.yaml"
PHRASES = "phrasebook/text/en.yaml"
DANGER = "knowledge/text/en/danger.yaml"
TITLE = "answers/water.where/title"
each_format = pytest.mark.parametrize("format", SUFFIXES)


@pytest.fixture
def both(tmp_path, capsys):
    return small(tmp_path, capsys)


@pytest.fixture
def house(both):
    return both[0]


@pytest.fixture
def desk(both):
    return both[1]


def changed_lines(house, name, before):
    """The lines of a file that are new."""
    return [
        line for line in house.path(name).read_text("utf-8").splitlines() if line not in before.splitlines()
    ]


def rewrite_csv(path, encoding="utf-8-sig", delimiter=",", edit=lambda rows: rows):
    """What a spreadsheet program makes of a CSV."""
    rows = edit(list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))))
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def text_column(rows):
    return next(place for place, cell in enumerate(rows[0]) if cell.endswith("]"))


def with_text(key, text):
    def edit(rows):
        row = next(row for row in rows if row[0] == key)
        row[text_column(rows)] = text
        return rows

    return edit


# --- nothing changed


@each_format
def test_a_sheet_that_comes_back_as_it_went_changes_no_byte(desk, format):
    before = desk.files()
    told = desk.taken_up(desk.export("en", format), desk.export("ja", format))
    assert told.startswith("0 changes")
    assert desk.files() == before


# --- one change


def test_one_edited_cell_changes_one_line(house, desk):
    desk.taken_up(Workbook(desk.export("en")).put(TITLE, "Where do I get water?").save())
    assert changed_lines(house, FILE, ANSWERS) == ['  title: "Where do I get water?"']


def test_a_comment_behind_the_text_stays(house, desk):
    desk.taken_up(Workbook(desk.export("en")).put("answers/fire.now/label", "It burns").save())
    assert changed_lines(house, FILE, ANSWERS) == ['  label: "It burns"   # short']


def test_a_step_in_a_list_of_lines_changes_alone(house, desk):
    desk.taken_up(Workbook(desk.export("en")).put("answers/fire.now/steps/3", "Never go back.").save())
    assert changed_lines(house, FILE, ANSWERS) == ['    - "Never go back."']


def test_a_word_in_a_list_of_words_changes_alone(house, desk):
    before = house.path(DANGER).read_text("utf-8")
    desk.taken_up(Workbook(desk.export("en")).text("danger/fire/words", "fire fire\n=flames").save())
    assert changed_lines(house, DANGER, before) == ['  words: ["fire fire", "=flames"]  # cries']


def test_a_list_in_brackets_grows_and_shrinks_in_brackets(house, desk):
    desk.taken_up(
        Workbook(desk.export("en")).text("danger/fire/words", "it burns\nfire fire\n=fire\nflames").save()
    )
    assert 'words: ["it burns", "fire fire", "=fire", "flames"]  # cries' in house.path(DANGER).read_text(
        "utf-8"
    )
    desk.taken_up(Workbook(desk.export("en")).text("danger/fire/words", "=fire\nflames").save())
    assert 'words: ["=fire", "flames"]  # cries' in house.path(DANGER).read_text("utf-8")


def test_a_list_of_lines_grows_and_shrinks_in_lines_and_keeps_its_comments(house, desk):
    key = "danger/quake/words"
    desk.taken_up(Workbook(desk.export("en")).put(key, "it shakes\nthe ground moves\nquake").save())
    text = house.path(DANGER).read_text("utf-8")
    assert '    - "the ground moves"\n    - "quake"\n  except' in text
    assert "# what it is not" in text
    desk.taken_up(Workbook(desk.export("en")).put(key, "the ground moves\nquake").save())
    assert 'words:\n    # what it is not\n    - "the ground moves"' in house.path(DANGER).read_text("utf-8")


def test_words_that_are_no_danger_are_added_where_there_were_none(house, desk):
    desk.taken_up(Workbook(desk.export("en")).put("danger/fire/except", "fire drill").save())
    assert yaml.safe_load(house.path(DANGER).read_text("utf-8"))["fire"]["except"] == ["fire drill"]


def test_a_state_is_taken_from_the_sheet(house, desk):
    book = Workbook(desk.export("en")).put("answers/water.where/label", "machine", "state")
    desk.taken_up(book.put("phrases/card.draft", "machine", "state").save())
    assert "\nwater.where:\n  state: machine\n  label" in house.path(FILE).read_text("utf-8")
    assert 'card.draft: {text: "Draft", state: machine}\n' in house.path(PHRASES).read_text("utf-8")


@pytest.mark.parametrize("format", ["po", "xliff"])
def test_a_text_edited_in_a_translation_program_arrives(house, desk, format):
    path = desk.export("en", format)
    path.write_text(path.read_text("utf-8").replace("Where is water?", "Where do I get water?"), "utf-8")
    desk.taken_up(path)
    assert changed_lines(house, FILE, ANSWERS) == ['  title: "Where do I get water?"']


# --- conflicts


def test_a_text_that_was_changed_here_and_in_the_sheet_is_a_conflict_and_nothing_is_written(house, desk):
    path = desk.export("en")
    house.edit(FILE, "water.where", title="Water: where?")
    told = desk.refused(Workbook(path).put(TITLE, "Water please").put("phrases/card.draft", "A draft").save())
    assert "CONFLICT en answers/water.where/title" in told
    assert "Water: where?" in told
    assert "Water please" in told


def test_two_sheets_that_say_different_things_are_a_conflict(desk):
    first = Workbook(desk.export("en")).put(TITLE, "Water one").save()
    second = rewrite_csv(desk.export("en", "csv"), edit=with_text(TITLE, "Water two"))
    assert "CONFLICT" in desk.refused(first, second)


def test_a_text_changed_here_and_untouched_in_the_sheet_stays(house, desk):
    path = desk.export("en")
    house.edit(FILE, "water.where", title="Water: where?")
    before = desk.files()
    desk.taken_up(path)
    assert desk.files() == before


def test_the_same_change_here_and_there_is_no_conflict(house, desk):
    path = Workbook(desk.export("en")).put(TITLE, "Water: where?").save()
    house.edit(FILE, "water.where", title="Water: where?")
    assert desk.taken_up(path).splitlines()[-2].startswith("0 changes")


def test_a_state_changed_here_and_there_is_a_conflict(house, desk):
    path = Workbook(desk.export("en")).put("answers/water.where/label", "machine", "state").save()
    house.edit(FILE, "water.where", state="reviewed")
    assert "CONFLICT" in desk.refused(path)


def test_without_the_hidden_column_a_change_is_refused(desk):
    book = Workbook(desk.export("en")).put(TITLE, "Water please")
    for sheet in book.book.worksheets[1:]:
        sheet.delete_cols(sheet.max_column)
    assert "base" in desk.refused(book.save())


# --- what is empty, deleted, moved


def test_an_empty_cell_deletes_nothing_and_is_told(desk):
    before = desk.files()
    told = desk.taken_up(Workbook(desk.export("en")).put(TITLE, None).save())
    assert "empty, kept en answers/water.where/title" in told
    assert desk.files() == before


def test_deleted_rows_and_columns_change_nothing(desk):
    before = desk.files()
    book = Workbook(desk.export("en"))
    for sheet in book.book.worksheets[1:]:
        sheet.delete_rows(3)
        sheet.delete_cols(2)  # what it is for
    desk.taken_up(book.save())
    assert desk.files() == before


def test_rows_are_found_by_key_and_columns_by_heading(house, desk):
    def turned(rows):
        return [[*rows[0][::-1], "mine"], *([*row[::-1], "x"] for row in reversed(rows[1:]))]

    def edit(rows):
        return turned(with_text(TITLE, "Where do I get water?")(rows))

    desk.taken_up(rewrite_csv(desk.export("en", "csv"), edit=edit))
    assert changed_lines(house, FILE, ANSWERS) == ['  title: "Where do I get water?"']


def test_hidden_rows_count_as_well(house, desk):
    book = Workbook(desk.export("en")).put(TITLE, "Where do I get water?")
    sheet, row = book.sheet_of(TITLE)
    sheet.row_dimensions[row].hidden = True
    desk.taken_up(book.save())
    assert "Where do I get water?" in house.path(FILE).read_text("utf-8")


def test_comments_are_told_and_change_nothing(desk):
    before = desk.files()
    told = desk.taken_up(Workbook(desk.export("en")).put(TITLE, "Is tap water meant?", "comment").save())
    assert "comment" in told
    assert "Is tap water meant?" in told
    assert desk.files() == before


# --- what is refused


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Where is water? Call 119", "digit"),
        ("Where is {litre}?", "slot"),
        ("Where " * 20 + "is it", "length"),
    ],
)
def test_what_the_data_gate_refuses_is_refused_with_its_cell(desk, text, reason):
    told = desk.refused(
        Workbook(desk.export("en")).put(TITLE, text).put("phrases/card.draft", "A draft").save()
    )
    assert f"[{reason}]" in told
    assert "en.xlsx Answers!D" in told


def test_a_missing_slot_is_refused(desk):
    told = desk.refused(Workbook(desk.export("en")).put("phrases/button.call", "Call now").save())
    assert "[slot]" in told


def test_a_fault_that_was_there_before_refuses_nobody(house, desk):
    house.edit(FILE, "fire.now", title="Fire 119")
    desk.taken_up(Workbook(desk.export("en")).put(TITLE, "Where do I get water?").save())


def test_an_unknown_key_is_refused(desk):
    def edit(rows):
        return [*rows, ["answers/fire.never/title", *["x"] * (len(rows[0]) - 1)]]

    assert "fire.never" in desk.refused(rewrite_csv(desk.export("en", "csv"), edit=edit))


def test_words_in_a_row_without_a_key_are_refused(desk):
    assert "without a key" in desk.refused(Workbook(desk.export("en")).put(TITLE, None, "key").save())


def test_an_unknown_state_is_refused(desk):
    book = Workbook(desk.export("en")).put("phrases/card.draft", "finished", "state")
    assert "finished" in desk.refused(book.save())


def test_a_language_that_is_none_of_ours_is_refused(desk):
    def edit(rows):
        rows[0][text_column(rows)] = "Klingon [tlh]"
        return rows

    assert "tlh" in desk.refused(rewrite_csv(desk.export("en", "csv"), edit=edit))


# --- words that were missing


def test_a_new_answer_stands_behind_its_predecessor_of_the_japanese_file(house, desk):
    house.set(FILE, "water.where", None)
    house.write(FILE, house.path(FILE).read_text("utf-8") + "\n# the end\n")
    book = Workbook(desk.export("en"))
    parts = {
        "label": "Water",
        "title": "Where?",
        "steps/1": "Ask {desk} ({desk_hours}).",
        "steps/2": "{litres} litres.",
    }
    for part, text in {**parts, "steps/3": "Bring a bottle."}.items():
        book.put(f"answers/water.where/{part}", text)
    desk.taken_up(book.save())
    rows = yaml.safe_load(house.path(FILE).read_text("utf-8"))
    assert list(rows) == ["fire.now", "water.where"]
    assert rows["water.where"]["steps"][2] == "Bring a bottle."
    assert house.path(FILE).read_text("utf-8").endswith("# the end\n")


def test_half_an_answer_waits_and_the_rest_is_taken_up(house, desk):
    house.set(FILE, "water.where", None)
    book = Workbook(desk.export("en")).put("answers/water.where/title", "Where?")
    told = desk.taken_up(book.put("phrases/card.draft", "A draft").save())
    assert "waiting en answers/water.where" in told
    assert "water.where" not in house.path(FILE).read_text("utf-8")
    assert 'card.draft: "A draft"' in house.path(PHRASES).read_text("utf-8")


def test_new_phrases_stand_in_the_order_of_the_japanese_file(house, desk):
    for id in ("card.draft", "card.machine", "topic.danger"):
        house.set(PHRASES, id, None)
    book = (
        Workbook(desk.export("en")).put("phrases/card.machine", "Machine").put("phrases/card.draft", "Draft")
    )
    desk.taken_up(book.put("phrases/topic.danger", "Danger").save())
    ours, japanese = (
        yaml.safe_load(house.path(name).read_text("utf-8"))
        for name in (PHRASES, PHRASES.replace("en.", "ja."))
    )
    assert list(ours) == list(japanese)


def test_a_step_more_as_in_the_japanese_is_added(house, desk):
    house.edit(
        "knowledge/text/ja/answers/first.yaml",
        "fire.now",
        steps=["Get out.", "Call {fire_ambulance}.", "No.", "Wait."],
    )
    desk.taken_up(Workbook(desk.export("en")).put("answers/fire.now/steps/4", "Wait outside.").save())
    assert '    - Do not go back.\n    - "Wait outside."\n\n# --- water' in house.path(FILE).read_text(
        "utf-8"
    )


# --- Excel's habits


def test_a_formula_is_a_fault_that_names_its_cell(desk):
    told = desk.refused(Workbook(desk.export("en")).put(TITLE, "=A1&B1").save())
    assert "Answers!D" in told
    assert "formula" in told


def test_an_error_value_is_a_fault(desk):
    book = Workbook(desk.export("en")).put(TITLE, "#NAME?")
    book.cell(TITLE).data_type = "e"
    assert "#NAME?" in desk.refused(book.save())


def test_a_number_is_a_fault_unless_it_is_the_text(house, desk):
    house.set("knowledge/text/en/danger.yaml", "fire", {"words": ["119"]})
    path = desk.export("en")
    before = desk.files()
    desk.taken_up(Workbook(path).put("danger/fire/words", 119).save())
    assert desk.files() == before
    assert "number" in desk.refused(Workbook(path).put("danger/fire/words", 110).save())


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_text_that_begins_like_a_formula_is_a_text(house, desk, format):
    house.set(DANGER, "fire", {"words": ["=1+1", "@fire"], "except": ["-3", "+81"]})
    path = desk.export("en", format)
    before = desk.files()
    if format == "xlsx":
        assert load_workbook(path)["Danger words"]["D2"].data_type == "s"
        Workbook(path).save()
    else:
        assert "'=1+1" in path.read_text("utf-8-sig")
    desk.taken_up(path)
    assert desk.files() == before


@pytest.mark.parametrize(
    "typed",
    [
        "  Where  is water?\u00a0",
        "Where is\r\nwater?",
        "Where is_x000D_\nwater?",
        "\ufeffWhere is wa\u200bter?",
    ],
)
def test_what_excel_does_to_a_text_is_no_change(desk, typed):
    before = desk.files()
    desk.taken_up(Workbook(desk.export("en")).put(TITLE, typed).save())
    assert desk.files() == before


def test_smart_quotes_alone_are_no_change(house, desk):
    house.edit(FILE, "water.where", title='Where\'s "water"...')
    before = desk.files()
    desk.taken_up(Workbook(desk.export("en")).put(TITLE, "Where’s “water”…").save())
    assert desk.files() == before


def test_wide_braces_and_spaces_become_a_slot(house, desk):
    desk.taken_up(Workbook(desk.export("en")).put("phrases/button.call", "Dial ｛ Number ｝").save())
    assert 'button.call: "Dial {number}"' in house.path(PHRASES).read_text("utf-8")


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp932", ","), ("cp932", ";")],
)
def test_a_csv_is_understood_however_it_was_saved(house, desk, encoding, delimiter):
    path = desk.export("en", "csv")
    clean = path.read_text("utf-8-sig").encode("cp932", "ignore").decode("cp932")
    path.write_text(clean, "utf-8-sig", newline="")
    desk.taken_up(rewrite_csv(path, encoding, delimiter, with_text(TITLE, "Where do I get water?")))
    assert changed_lines(house, FILE, ANSWERS) == ['  title: "Where do I get water?"']


def test_letters_that_a_character_set_lacks_are_missed(house, desk):
    house.edit(FILE, "water.where", title="Nước ở đâu")
    path = rewrite_csv(desk.export("en", "csv"), edit=with_text(TITLE, "N??c ? ?âu"))
    assert "lost" in desk.refused(path)


# --- files that are none of ours


def test_an_answer_whose_steps_are_not_there_gets_them(house, desk):
    steps = ANSWERS.index("  steps: [")
    house.write(FILE, ANSWERS[:steps])
    book = Workbook(desk.export("en"))
    for number, text in enumerate(("Ask {desk} ({desk_hours}).", "{litres} litres a day.", "Go."), 1):
        book.put(f"answers/water.where/steps/{number}", text)
    desk.taken_up(book.save())
    assert changed_lines(house, FILE, ANSWERS[:steps]) == [
        '  steps: ["Ask {desk} ({desk_hours}).", "{litres} litres a day.", "Go."]'
    ]


def test_words_for_a_row_that_cannot_be_read_are_not_lost_in_silence(house, desk):
    house.write(FILE, ANSWERS[: ANSWERS.index('  label: "Water"')])
    book = Workbook(desk.export("en"))
    for part in ("label", "title", "steps/1", "steps/2", "steps/3"):
        book.put(f"answers/water.where/{part}", "Water")
    with pytest.raises(DataError, match="has no parts"):
        desk.words("import", book.save())


def test_a_file_is_named_as_its_format_is(desk):
    for name in ("words.csv", "words.txt"):
        with pytest.raises(DataError, match=r"end its name with \.xlsx"):
            desk.words("export", "--language", "en", "--format", "xlsx", "--out", desk.root / name)


def test_a_damaged_workbook_is_told_in_one_line(desk):
    path = desk.export("en")
    with ZipFile(path) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    for name in ("xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"):
        with ZipFile(path, "w") as packed:
            for each, content in files.items():
                packed.writestr(each, content[: len(content) // 2] if each == name else content)
        with pytest.raises(DataError, match="no Excel workbook"):
            desk.words("diff", path)


@pytest.mark.parametrize(
    "name", ["words.xlsx", "words.po", "words.xlf", "words.csv", "words.docx", "none.xlsx"]
)
def test_a_file_that_is_no_sheet_is_told_in_one_line(desk, tmp_path, name):
    path = tmp_path / name
    if not name.startswith("none"):
        path.write_bytes(b"\x00\x01 not what it says")
    with pytest.raises(DataError, match=name):
        desk.words("diff", path)


def test_an_xliff_with_a_document_type_is_refused(desk):
    path = desk.export("en", "xliff")
    head, _, rest = path.read_text("utf-8").partition("\n")
    path.write_text(f'{head}\n<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n{rest}', "utf-8")
    with pytest.raises(DataError, match="document type"):
        desk.words("diff", path)
