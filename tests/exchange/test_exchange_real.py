"""The real words: sheets of several scripts come back byte for byte, and one edit is one line."""

from __future__ import annotations

import difflib

import pytest
from openpyxl import load_workbook

from bot.exchange.formats import SUFFIXES
from bot.line.counting import label_width
from tests.exchange.desk import Workbook, real

LANGUAGES = ("my", "ja-simple", "th", "fr", "ja")


@pytest.fixture
def desk(tmp_path, capsys):
    return real(tmp_path, capsys)


@pytest.mark.parametrize("format", SUFFIXES)
def test_sheets_that_come_back_as_they_went_change_no_byte(desk, format):
    before = desk.files()
    desk.words("export", "--language", *LANGUAGES, "--format", format, "--out", desk.root / "out")
    told = desk.taken_up(*(desk.root / "out").iterdir())
    assert "\n0 changes" in f"\n{told}"
    assert desk.files() == before


def test_all_languages_are_exported_at_once(desk):
    code, told = desk.words("export", "--all", "--out", desk.root / "out")
    assert code == 0
    tags = [path.stem.removeprefix("tomoni-") for path in sorted((desk.root / "out").iterdir())]
    assert set(LANGUAGES) < set(tags)
    assert len(tags) == len(told.splitlines())


def test_one_edited_step_is_one_changed_line_in_one_file(desk):
    before = desk.files()
    book = Workbook(desk.export("my"))
    key = "answers/earthquake.now/steps/1"
    book.put(key, book.cell(key).value + "။")
    desk.taken_up(book.save())
    after = desk.files()
    (name,) = (name for name in before if before[name] != after[name])
    was, now = (files[name].decode().splitlines() for files in (before, after))
    lines = [line for line in difflib.ndiff(was, now) if line[0] in "+-"]
    assert name == "knowledge/text/my/answers/disaster.yaml"
    assert len(lines) == 2


def test_a_workbook_is_pleasant(desk):
    book = load_workbook(desk.export("my"))
    assert book.sheetnames == ["How to", "Answers", "Phrases", "Questions", "Danger words"]
    sheet = book["Answers"]
    headings = {str(cell.value): cell.column_letter for cell in sheet[1]}
    text, base = headings["မြန်မာဘာသာ [my]"], headings["base"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.column_dimensions[base].hidden
    assert not sheet[f"{text}2"].protection.locked
    assert sheet["A2"].protection.locked
    assert str(sheet[f"{headings['あと何文字 / letters left']}2"].value).startswith("=")
    assert sheet.data_validations.dataValidation[0].formula1 == '"draft,reviewed,machine"'
    assert sheet.conditional_formatting
    assert all(sheet.row_dimensions[row].height > 15 for row in range(2, 9))


def test_a_note_says_what_a_slot_holds_and_how_long_a_text_may_be(desk):
    book = Workbook(desk.export("vi"))
    assert "{fire_ambulance} = 119" in book.cell("answers/call.119/title", "what it is for").value
    assert book.cell("answers/call.119/title", "limit").value == "60"
    assert book.cell("phrases/menu.menu", "limit").value == "18"
    assert book.cell("answers/call.119/steps/1", "limit").value.endswith("700")


def test_letters_left_are_those_that_the_data_gate_counts(desk):
    sheet = load_workbook(desk.export("my"), data_only=True)["Phrases"]
    headings = {str(cell.value): cell.column for cell in sheet[1]}
    left, text, limit = (
        headings["あと何文字 / letters left"],
        headings["မြန်မာဘာသာ [my]"],
        headings["長さ / limit"],
    )
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    row = rows["phrases/menu.menu"]
    assert row[left - 1].value == int(row[limit - 1].value) - label_width(row[text - 1].value)


def test_a_language_is_no_source_of_itself(desk):
    desk.words("export", "--language", "ja", "en", "vi", "--format", "csv", "--out", desk.root)
    read = {tag: (desk.root / f"tomoni-{tag}.csv").read_text("utf-8-sig") for tag in ("ja", "en", "vi")}
    headings = {tag: text.splitlines()[0].split(",") for tag, text in read.items()}
    assert "日本語" not in headings["ja"]
    assert "English" not in headings["en"]
    assert {"日本語", "English"} < set(headings["vi"])


def test_po_and_xliff_have_the_headers_that_programs_ask_for(desk):
    po = desk.export("ja-simple", "po").read_text("utf-8")
    assert '"Language: ja\\n"' in po
    assert '"Content-Type: text/plain; charset=utf-8\\n"' in po
    assert "msgid_plural" not in po
    xliff = desk.export("zh-Hans", "xliff").read_text("utf-8")
    assert 'xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"' in xliff
    assert 'source-language="en" target-language="zh-Hans"' in xliff
