"""The files of words of one language, with the place of every text in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.errors import DataError
from bot.exchange.keys import KINDS, LISTS, STATE, STEPS, TEXT, Kind

Row = tuple[yaml.ScalarNode, yaml.Node]  # an id and what stands under it


@dataclass(frozen=True)
class File:
    """One file: its text, and its rows with their places (indices of characters)."""

    path: Path
    text: str
    rows: Mapping[str, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Shelf:
    """All files of words of one language in the common folders, by kind."""

    tag: str
    files: Mapping[Kind, tuple[File, ...]]

    def find(self, kind: Kind, id: str) -> tuple[File, yaml.Node] | None:
        """The file that has this row, and the row."""
        for file in self.files[kind]:
            if id in file.rows:
                return file, file.rows[id][1]
        return None

    def parts(self, kind: Kind, id: str) -> dict[str, str]:
        """The texts of a row by part ("title", "steps/1", "state", …); {} when it is not there."""
        found = self.find(kind, id)
        return dict(_parts(kind, found[1])) if found else {}


def shelf(root: Path, tag: str) -> Shelf:
    """Read the words of a language; raises DataError when a file is no YAML mapping."""
    return Shelf(tag, {kind: tuple(map(read, _paths(root, tag, kind))) for kind in KINDS})


def _paths(root: Path, tag: str, kind: Kind) -> list[Path]:
    folder = root / "knowledge" / "text" / tag
    if kind in ("answers", "questions"):
        return sorted((folder / kind).glob("*.yaml"))
    path = folder / "danger.yaml" if kind == "danger" else root / "phrasebook" / "text" / f"{tag}.yaml"
    return [path] if path.exists() else []


def home(root: Path, tag: str, kind: Kind, name: str) -> Path:
    """The file of this name (of the Japanese file) in which a language's words of a kind stand."""
    if kind == "phrases":
        return root / "phrasebook" / "text" / f"{tag}.yaml"
    folder = root / "knowledge" / "text" / tag
    return folder / "danger.yaml" if kind == "danger" else folder / kind / name


def read(path: Path) -> File:
    """A file and its rows; line ends stay as they are."""
    try:
        text = path.read_bytes().decode("utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise DataError(f"{path} cannot be read (run `python -m bot check`): {error}") from error
    if node is None:
        return File(path, text)
    if not isinstance(node, yaml.MappingNode):
        raise DataError(f"{path} must be a mapping of ids to their content; run `python -m bot check`")
    return File(path, text, {key.value: (key, value) for key, value in node.value})


def fields(row: yaml.Node) -> dict[str, yaml.Node]:
    """The fields of a row by name; a bare phrase is its own text."""
    if isinstance(row, yaml.MappingNode):
        return {key.value: value for key, value in row.value}
    return {TEXT: row}


def items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _parts(kind: Kind, row: yaml.Node) -> Iterator[tuple[str, str]]:
    for name, node in fields(row).items():
        if name == STEPS:
            yield from ((f"{STEPS}/{number}", each.value) for number, each in enumerate(items(node), 1))
        elif name in LISTS.get(kind, ()):
            yield name, "\n".join(" ".join(str(each.value).split("\n")) for each in items(node))
        elif isinstance(node, yaml.ScalarNode):
            yield name, node.value
    if kind == "phrases" and not isinstance(row, yaml.MappingNode):
        yield STATE, "draft"
