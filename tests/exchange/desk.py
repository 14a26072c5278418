"""A translator's desk: copies of the words, the command line as it is typed, and Excel's part of the work."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from openpyxl import load_workbook

from bot import words_command
from bot.settings import ROOT
from tests.small import SmallHouse

COMMON = ("knowledge", "phrasebook")


class Desk:
    """Words in a folder, and the verbs on them."""

    def __init__(self, root: Path, local: Path, capsys) -> None:
        self.root, self.local, self.capsys = root, local, capsys

    def words(self, *arguments) -> tuple[int, str]:
        """Exit code, and what was printed."""
        parser = argparse.ArgumentParser()
        words_command.add(parser.add_subparsers())
        where = ["words", "--root", str(self.root), "--local", str(self.local)]
        options = parser.parse_args([*where, *map(str, arguments)])
        self.capsys.readouterr()
        code = options.verb(options)
        return code, self.capsys.readouterr().out

    def export(self, tag: str, format: str = "xlsx") -> Path:
        suffix = {"xliff": "xlf"}.get(format, format)
        path = self.root / "sheets" / f"{tag}.{suffix}"
        self.words("export", "--language", tag, "--format", format, "--out", path)
        return path

    def files(self) -> dict[str, bytes]:
        """Every file of words as it is now."""
        paths = (path for name in COMMON for path in sorted((self.root / name).rglob("*.yaml")))
        return {str(path.relative_to(self.root)): path.read_bytes() for path in paths}

    def taken_up(self, *arguments) -> str:
        code, told = self.words("import", *arguments)
        assert code == 0, told
        return told

    def refused(self, *arguments) -> str:
        """What is said; and nothing is written, neither by a look nor by the import."""
        before = self.files()
        assert self.words("diff", *arguments)[0] == 1
        code, told = self.words("import", *arguments)
        assert code == 1, told
        assert self.files() == before
        return told


def small(folder: Path, capsys) -> tuple[SmallHouse, Desk]:
    """The small house in English and Japanese, written as people write it: with comments and quotes."""
    house = SmallHouse(folder)
    house.write("knowledge/text/en/answers/first.yaml", ANSWERS)
    house.write("knowledge/text/en/danger.yaml", DANGER)
    house.write(
        "phrasebook/text/en.yaml", "# Sentences.\n" + house.path("phrasebook/text/en.yaml").read_text("utf-8")
    )
    return house, Desk(folder, house.local, capsys)


def real(folder: Path, capsys) -> Desk:
    """A copy of the real words."""
    for name in COMMON:
        shutil.copytree(ROOT / name, folder / name)
    return Desk(folder, folder / "knowledge" / "local" / "mihon", capsys)


ANSWERS = """\
# Fire and water.

fire.now:
  state: draft
  label: Fire   # short
  title: "Fire: call {fire_ambulance}"
  steps:
    - "Get out."
    # whom to call
    - 'Call {fire_ambulance}.'
    - Do not go back.

# --- water
water.where:
  label: "Water"
  title: "Where is water?"
  steps: ["Ask {desk} ({desk_hours}).", "You need {litres} litres a day.",
    "Bring a bottle."]
"""
DANGER = """\
fire:
  words: ["fire fire", "=fire"]  # cries
quake:
  words:
    - "it shakes"
    # what it is not
    - "the ground moves"
  except: [drill]
"""


class Workbook:
    """A workbook opened as a translator does: cells by key, columns by heading."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, load_workbook(path)

    def sheet_of(self, key: str):
        for sheet in self.book.worksheets[1:]:
            for row in sheet.iter_rows(min_row=2):
                if row[0].value == key:
                    return sheet, row[0].row
        raise KeyError(key)

    def cell(self, key: str, column: str = "["):
        """The cell of a key in the first column whose heading holds these words."""
        sheet, row = self.sheet_of(key)
        place = next(cell.column for cell in sheet[1] if column in str(cell.value))
        return sheet.cell(row, place)

    def put(self, key: str, text, column: str = "[") -> Workbook:
        self.cell(key, column).value = text
        return self

    def text(self, key: str, text: str) -> Workbook:
        """Text, also when it begins with =."""
        self.put(key, text)
        self.cell(key).data_type = "s"
        return self

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path
