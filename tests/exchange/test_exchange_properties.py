"""Any text survives: through every format, and into a YAML file."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import yamlfile
from bot.data import Language
from bot.exchange import files, formats
from bot.exchange.cleaning import clean, fingerprint
from bot.exchange.keys import Key
from bot.exchange.notes import Note
from bot.exchange.patch import listed, patched, quoted, scalar
from bot.exchange.table import Line
from bot.exchange.units import Unit

VIETNAMESE = Language("vi", "Tiếng Việt", "Vietnamese", ("en",), "Latn", "vi")
printable = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n\u200c\u200d"))
often_harmful = st.sampled_from(
    [
        "=1+1",
        "'=x",
        "-5",
        "@a",
        "+81",
        "_x0041_",
        "_x005F_x0041_",
        "{desk}",
        "119",
        "1-2",
        "#NAME?",
        "a\n\nb",
        '"',
        "\\",
        "TRUE",
    ]
)
# Excel's own escapes, one grown into the next, are beyond what XlsxWriter escapes; nobody writes them.
twins = re.compile("_x[0-9a-fA-F]{4}_x[0-9a-fA-F]{4}_")
usual = st.one_of(printable, often_harmful).filter(lambda text: not twins.search(text))
texts = st.lists(usual, min_size=1, max_size=6)
words = st.lists(
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1), min_size=1, max_size=6
)
unhurried = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def line(number, text):
    unit = Unit(
        Key("phrases", f"a.b{number}", "text"), text, text, text, "draft", False, f"{number:08}/x/draft"
    )
    return Line(unit, Note("note", "20", 20))


@pytest.mark.parametrize("format", formats.SUFFIXES)
@given(given=texts)
@unhurried
def test_any_printable_text_survives_a_round_trip(format, given):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"words{formats.SUFFIXES[format]}"
        formats._module(formats._WRITERS[format]).write(
            path, VIETNAMESE, [line(*each) for each in enumerate(given)]
        )
        sheet = formats.read(path)
    back = {row.key: row for row in sheet.rows}
    for number, text in enumerate(given):
        row = back[f"phrases/a.b{number}"]
        assert clean(row.text, "text") == clean(text, "text")
        assert (row.base, row.doubt) == (f"{number:08}/x/draft", "")
    assert (sheet.tag, sheet.faults) == ("vi", [])


@given(text=printable)
@unhurried
def test_cleaning_twice_is_cleaning_once_and_the_fingerprint_agrees(text):
    for shape in ("text", "line", "lines"):
        once = clean(text, shape)
        assert clean(once, shape) == once
        assert fingerprint(once, shape) == fingerprint(text, shape)


def patched_value(content, edits_of):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words.yaml"
        path.write_bytes(content.encode())
        file = files.read(path)
        path.write_bytes(patched(file.text, edits_of(file, file.rows["a"][1])).encode())
        document = yamlfile.read(path)
    assert not document.problems
    return document.value


@pytest.mark.parametrize(
    "before", ['"old"', "old", "'old'", "|\n  old\n", ">\n  old\n  text\n", "🚒 old  # why", ""]
)
@given(text=printable)
@unhurried
def test_any_text_can_take_the_place_of_another_in_a_file(before, text):
    value = patched_value(
        f"a: {before}\n# next\nb: kept\n", lambda file, node: [scalar(file, node, quoted(text))]
    )
    assert value == {"a": text, "b": "kept"}


@pytest.mark.parametrize("style", ["flow", "folded", "block", "indented"])
@given(old=words, new=words)
@unhurried
def test_any_list_can_become_any_other_and_its_neighbours_stay(style, old, new):
    old, new = ([text for text in map(clean_line, each) if text] or ["x"] for each in (old, new))
    raws = [quoted(text) for text in old]
    written = {
        "flow": f"a: [{', '.join(raws)}]  # here\n",
        "folded": "a: [" + ",\n    ".join(raws) + "]\n",
        "block": "a:\n" + "".join(f"- {raw}  # here\n" for raw in raws),
        "indented": "a:\n" + "".join(f"    - {raw}\n    # here\n" for raw in raws),
    }[style]
    value = patched_value(f"# top\n{written}b: kept\n", lambda file, node: listed(file, node, new))
    folded = [fingerprint(text, "line") for text in value["a"]]
    assert folded == [fingerprint(text, "line") for text in new]
    assert value["b"] == "kept"


def clean_line(text):
    return clean(text, "line")
