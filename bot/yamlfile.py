"""YAML read safely: values know their line, keys stand once, `no` and `on` stay what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.data import Problem

Key = tuple[str | int, ...]


@dataclass
class Document:
    """A file's value, the line (from 1) of each of its parts, and what is wrong with it."""

    path: str
    value: Any = None
    lines: dict[Key, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)  # nodes met, to know an alias

    def line(self, *key: str | int) -> int:
        """The line of the part under `key`, or of the nearest part around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def fault(self, rule: str, message: str, *key: str | int) -> None:
        self.problems.append(Problem(self.path, self.line(*key), rule, message))


class _Loader(yaml.CSafeLoader):
    """libyaml's safe loader with fewer guesses: see _RESOLVERS."""


# YAML 1.1 turns yes/no/on/off into booleans and 1:30 into 90. Translators write words, so we
# resolve only what our files use.
_RESOLVERS = (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?[0-9]+\.[0-9]+$", "-0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789"),
)
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _RESOLVERS:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))

_MAPPING, _SEQUENCE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
_SCALARS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:timestamp": date.fromisoformat,
}


def read(path: Path, shown: str | None = None) -> Document:
    """Read one file; what is wrong is in `problems`, never an exception. `shown` is the path to print."""
    document = Document(shown or str(path))
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        document.fault("file.unreadable", f"cannot be read as UTF-8 text: {error}")
        return document
    if text.startswith("\ufeff"):
        document.fault("file.bom", "begins with a byte order mark; save as UTF-8 without BOM")
        text = text.removeprefix("\ufeff")
    _parse(document, text)
    return document


def _parse(document: Document, text: str) -> None:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        document.value = _build(document, node, ()) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.lines[()] = mark.line + 1 if mark else 1
        document.fault("yaml.syntax", f"not valid YAML: {error.problem or error.context}")
    except (yaml.YAMLError, RecursionError) as error:
        document.fault("yaml.syntax", f"not valid YAML: {error}")
    finally:
        loader.dispose()


def _build(document: Document, node: yaml.Node, key: Key) -> Any:
    document.lines.setdefault(key, node.start_mark.line + 1)
    if id(node) in document.seen:  # an alias may contain itself, or grow without end
        document.fault("yaml.alias", "aliases (*name) are not allowed; write it out", *key)
        return None
    document.seen.add(id(node))
    if node.tag == _MAPPING and isinstance(node, yaml.MappingNode):
        return dict(_items(document, node, key))
    if node.tag == _SEQUENCE and isinstance(node, yaml.SequenceNode):
        return [_build(document, child, (*key, index)) for index, child in enumerate(node.value)]
    if node.tag not in _SCALARS or not isinstance(node, yaml.ScalarNode):
        document.fault("yaml.tag", f"the tag {node.tag} is not allowed here", *key)
        return None
    try:
        return _SCALARS[node.tag](node.value)
    except ValueError as error:  # the thirteenth month
        document.fault("yaml.value", f"{node.value!r} has no meaning: {error}", *key)
        return None


def _items(document: Document, node: yaml.MappingNode, key: Key) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for name_node, value_node in node.value:
        name = str(name_node.value)
        document.lines[(*key, name)] = name_node.start_mark.line + 1
        value = _build(document, value_node, (*key, name))
        if name in seen:
            document.fault("yaml.duplicate", f"{name!r} stands twice; keep one", *key, name)
            continue
        seen.add(name)
        yield name, value
