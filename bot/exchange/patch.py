"""Changes to the text of a YAML file that touch just what changes: comments, order and quoting stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import yaml

from bot.exchange.cleaning import fingerprint
from bot.exchange.files import File, items

# JSON lets them stand as they are; YAML takes them for line ends or refuses them.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class Edit(NamedTuple):
    """Put `new` in place of the characters from `start` up to `end`."""

    start: int
    end: int
    new: str


def quoted(text: str) -> str:
    """A double-quoted scalar."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def patched(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; edits do not overlap, those at one place are made in their order."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join([*parts, text[done:]])


def scalar(file: File, node: yaml.Node, raw: str) -> Edit:
    """Put `raw` in place of a scalar; a block scalar (|) keeps its last line end."""
    start, end = node.start_mark.index, _end(file.text, node)
    return Edit(start, end, raw if start < end else f" {raw}")


def listed(file: File, node: yaml.Node, new: Sequence[str]) -> Iterator[Edit]:
    """The edits that turn a list into `new`: elements that stay are not touched."""
    old = items(node)
    if not isinstance(node, yaml.SequenceNode) or not old:
        yield scalar(file, node, f"[{', '.join(map(quoted, new))}]")
        return
    was = [each.value for each in old]
    write = _Flow(file, old) if node.flow_style else _Block(file, old)
    for i1, i2, j1, j2 in _differing(
        *([fingerprint(text, "line") for text in texts] for texts in (was, new))
    ):
        both = min(i2 - i1, j2 - j1)
        for index in range(both):
            yield scalar(file, old[i1 + index], quoted(new[j1 + index]))
        if i1 + both < i2:
            yield write.cut(i1 + both, i2)
        if j1 + both < j2:
            yield write.put(i1 + both, [quoted(text) for text in new[j1 + both : j2]])


def _differing(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where two lists differ: first and last index in the old one, then in the new one."""
    if len(old) == len(new):  # element by element: a reordered list shows what moved
        for index in range(len(old)):
            if old[index] != new[index]:
                yield index, index + 1, index, index + 1
        return
    for name, *places in SequenceMatcher(None, old, new, False).get_opcodes():
        if name != "equal":
            yield places[0], places[1], places[2], places[3]


class _Flow:
    """A list in brackets."""

    def __init__(self, file: File, nodes: list[yaml.Node]) -> None:
        self.starts = [node.start_mark.index for node in nodes]
        self.ends = [_end(file.text, node) for node in nodes]

    def cut(self, first: int, last: int) -> Edit:
        """Take out the elements first … last - 1 and a comma each."""
        if last < len(self.starts):
            return Edit(self.starts[first], self.starts[last], "")
        return Edit(self.ends[first - 1], self.ends[last - 1], "")

    def put(self, before: int, raws: list[str]) -> Edit:
        if before == 0:
            return Edit(self.starts[0], self.starts[0], "".join(f"{raw}, " for raw in raws))
        end = self.ends[before - 1]
        return Edit(end, end, "".join(f", {raw}" for raw in raws))


class _Block:
    """A list of lines with dashes."""

    def __init__(self, file: File, nodes: list[yaml.Node]) -> None:
        begins = [file.text.rfind("\n", 0, node.start_mark.index) + 1 for node in nodes]
        self.lines = [
            (begin, line_end(file.text, _end(file.text, node)))
            for begin, node in zip(begins, nodes, strict=True)
        ]
        self.text = file.text
        self.dash = file.text[begins[-1] : nodes[-1].start_mark.index]
        self.newline = newline(file.text)

    def cut(self, first: int, last: int) -> Edit:
        return Edit(self.lines[first][0], self.lines[last - 1][1], "")

    def put(self, before: int, raws: list[str]) -> Edit:
        at = self.lines[before - 1][1] if before else self.lines[0][0]
        return Edit(
            at, at, "".join([fresh(self.text, at), *(self.dash + raw + self.newline for raw in raws)])
        )


def field(file: File, row: yaml.MappingNode, name: str, raw: str, last: bool = False) -> Edit:
    """Add a field to a row, at its beginning or at its end."""
    first = row.value[0][0].start_mark
    if row.flow_style:
        at = _end(file.text, row.value[-1][1]) if last else first.index
        return Edit(at, at, f", {name}: {raw}" if last else f"{name}: {raw}, ")
    line = f"{name}: {raw}{newline(file.text)}"
    if last:
        at = line_end(file.text, end_of(file.text, row))
        return Edit(at, at, fresh(file.text, at) + " " * first.column + line)
    return Edit(first.index, first.index, line + " " * first.column)


def inserted(file: File, after: str | None, block: str, loose: bool) -> Edit:
    """Put a new row behind the row `after`, or before all rows; `loose`: a blank line between rows.

    A file with two rows and more shows by itself whether it is loose.
    """
    end = newline(file.text)
    block, gap = block.replace("\n", end), end if _loose(file, loose) else ""
    if after is not None:
        at = line_end(file.text, end_of(file.text, file.rows[after][1]))
        return Edit(at, at, fresh(file.text, at) + gap + block)
    if not file.rows:
        at = len(file.text)
        return Edit(at, at, fresh(file.text, at) + gap + block)
    at = min(key.start_mark.index for key, _ in file.rows.values())
    return Edit(at, at, block + gap)


def _loose(file: File, otherwise: bool) -> bool:
    rows = list(file.rows.values())[:2]
    if len(rows) < 2:
        return otherwise
    between = file.text[end_of(file.text, rows[0][1]) : rows[1][0].start_mark.index]
    return "\n\n" in between.replace("\r", "")


def fresh(text: str, index: int) -> str:
    """A line end when there is none before this place."""
    return "" if index == 0 or text[index - 1] == "\n" else newline(text)


def end_of(text: str, node: yaml.Node) -> int:
    """Where the last scalar of a node ends: a block's own mark stands behind comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    return _end(text, node)


def _end(text: str, node: yaml.Node) -> int:
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def line_end(text: str, index: int) -> int:
    """Behind the line end that follows."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
