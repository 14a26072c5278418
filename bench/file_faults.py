"""Faults of form: put into files of a copy of the words, which is read anew after each."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from bench.spoilt import Fault, House
from bot import check, texts
from bot.check import beside
from bot.data import Problem

MEANT = {
    "phone digits swapped": "fact phone",
    "byte order mark": "file.bom",
    "tab before a key": "yaml.syntax",
    "YAML broken": "yaml.syntax",
    "key twice in a file": "yaml.duplicate",
    "alias": "yaml.alias",
    "id of nowhere": "unknown",
    "id in two files": "id.twice",
    "title is true": "shape",
    "yes and no unquoted": "shape",
    "number without quotes": "shape",
}
TAGS = ("ja", "en", "vi")  # enough for faults of form, and read soon
OFTEN = 5
_PHONE = re.compile(r'phone: "(#?\d[\d-]+)"')


@contextmanager
def copy(root: Path) -> Iterator[Path]:
    """A copy of the words in a few languages, with all its facts accepted."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for folder in ("knowledge", "phrasebook"):
            shutil.copytree(root / folder, place / folder)
        path = place / "knowledge" / "languages.yaml"
        rows = [row for row in yaml.safe_load(path.read_text(encoding="utf-8")) if row["tag"] in TAGS]
        for row in rows:
            row["fallback"] = [tag for tag in row["fallback"] if tag in TAGS]
        path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
        check.accept_facts(place, _local(place))
        yield place


def _local(root: Path) -> Path:
    return root / "knowledge" / "local" / "mihon"


def look(root: Path) -> tuple[Problem, ...]:
    """The gate's fast rules, and what reading finds."""
    cards, found = texts.read(root, _local(root))
    around = beside.read(root, _local(root), cards.library.languages)
    return check.of(cards, (*found, *around.problems), fast=True, around=around)


def all_of(root: Path, house: House, rng: random.Random) -> Iterator[Fault]:
    """Each fault stands in the files while the caller looks, then the file is as it was.

    `house` holds the words as they are, without the fault.
    """
    for kind, path, text in _faults(root, rng):
        before = path.read_text(encoding="utf-8") if path.exists() else None
        path.write_text(text, encoding="utf-8")
        shown = str(path.relative_to(root))
        yield Fault(kind, shown, house, frozenset(TAGS), rules=frozenset(MEANT[kind].split()))
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")


def _faults(root: Path, rng: random.Random) -> Iterator[tuple[str, Path, str]]:
    contacts = root / "knowledge" / "contacts.yaml"
    yield from _phones(contacts, rng)
    for path in rng.sample(_word_files(root), OFTEN):
        text = path.read_text(encoding="utf-8")
        id = re.search(r"^([\w.]+):", text, re.MULTILINE)
        assert id
        rows = text[id.start() :]
        yield "byte order mark", path, "\ufeff" + text
        yield (
            "tab before a key",
            path,
            text.replace("\n  ", "\n\t", 1) if "\n  " in text else f"x:\n\ty: z\n{text}",
        )
        yield "YAML broken", path, text + "\nbroken: [1\n"
        yield "key twice in a file", path, text + "\n" + rows.split("\n\n")[0].partition("\n#")[0] + "\n"
        yield "alias", path, text + "\nmore.one: &a x\nmore.two: *a\n"
        yield (
            "id of nowhere",
            path,
            re.sub(rf"^{re.escape(id[1])}:", f"{id[1]}x:", text, count=1, flags=re.MULTILINE),
        )
    answers = [path for path in _word_files(root) if path.parent.name == "answers"]
    for path in rng.sample(answers, OFTEN):
        yield "id in two files", path.with_name("zz_more.yaml"), path.read_text(encoding="utf-8")
        yield (
            "title is true",
            path,
            re.sub(r"title: .*", "title: true", path.read_text(encoding="utf-8"), count=1),
        )
    text = contacts.read_text(encoding="utf-8")
    for found in rng.sample(list(re.finditer(r"free: (true|false)", text)), OFTEN):
        yield "yes and no unquoted", contacts, text[: found.start()] + "free: yes" + text[found.end() :]
    for found in rng.sample(list(_PHONE.finditer(text)), OFTEN):
        yield "number without quotes", contacts, text[: found.start()] + "phone: 119" + text[found.end() :]


def _phones(contacts: Path, rng: random.Random) -> Iterator[tuple[str, Path, str]]:
    """Two digits that stand side by side change places."""
    text = contacts.read_text(encoding="utf-8")
    spots = [
        (found.start(1) + index)
        for found in _PHONE.finditer(text)
        for index, (one, two) in enumerate(zip(found[1], found[1][1:], strict=False))
        if one.isdigit() and two.isdigit() and one != two
    ]
    for at in rng.sample(spots, 4 * OFTEN):
        yield "phone digits swapped", contacts, text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _word_files(root: Path) -> list[Path]:
    folders = [root / "knowledge" / "text" / tag / part for tag in TAGS for part in ("answers", "questions")]
    return sorted(path for folder in folders for path in folder.glob("*.yaml"))
