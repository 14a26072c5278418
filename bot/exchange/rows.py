"""A row of words as it is to be: the edits of one that stands there, or the lines of a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import yaml

from bot.errors import DataError
from bot.exchange.files import File, fields, items
from bot.exchange.keys import LABEL, LISTS, STATE, STEPS, TEXT, TITLE, Kind
from bot.exchange.patch import Edit, field, listed, quoted, scalar


def changed(
    file: File, kind: Kind, row: yaml.Node, new: Mapping[str, str], state: str | None
) -> Iterator[Edit]:
    """The edits that give a row the texts in `new` (by part) and, when it is said, another state.

    Raises DataError for a row that has no parts to change: what is not read cannot be kept.
    """
    if not isinstance(row, yaml.MappingNode):
        if kind != "phrases":
            place = f"{file.path} line {row.start_mark.line + 1}"
            raise DataError(f"{place}: the row has no parts; run `python -m bot check`")
        yield from _bare(file, row, new.get(TEXT), state)
        return
    own = fields(row)
    for name in (LABEL, TITLE, TEXT):
        if name in new:
            yield _put(file, row, name, quoted(new[name]))
    if any(part.startswith(f"{STEPS}/") for part in new):
        steps = _steps(own.get(STEPS), new)
        if STEPS in own:
            yield from listed(file, own[STEPS], steps)
        else:
            yield field(file, row, STEPS, _flow(steps), last=True)
    for name in LISTS.get(kind, ()):
        if name in new and name in own:
            yield from listed(file, own[name], new[name].split("\n"))
        elif name in new:
            yield field(file, row, name, _flow(new[name].split("\n")), last=True)
    if state:
        yield _put(file, row, STATE, state)


def _put(file: File, row: yaml.MappingNode, name: str, raw: str) -> Edit:
    own = fields(row)
    return scalar(file, own[name], raw) if name in own else field(file, row, name, raw)


def _bare(file: File, row: yaml.Node, text: str | None, state: str | None) -> Iterator[Edit]:
    """A phrase that is only its text: with a state other than draft it becomes a mapping."""
    written = file.text[row.start_mark.index : row.end_mark.index]
    safe = getattr(row, "style", None) in ("'", '"')  # plain words may hold what ends a flow mapping
    raw = quoted(text) if text is not None else written if safe else quoted(row.value)
    yield scalar(file, row, f"{{text: {raw}, state: {state}}}" if state and state != "draft" else raw)


def _steps(node: yaml.Node | None, new: Mapping[str, str]) -> list[str]:
    """The steps with the new ones in their places; numbers beyond the last follow in order."""
    steps = {number: str(each.value) for number, each in enumerate(items(node), 1)}
    for part, text in new.items():
        if part.startswith(f"{STEPS}/"):
            steps[int(part.removeprefix(f"{STEPS}/"))] = text
    return [steps[number] for number in sorted(steps)]


def fresh(kind: Kind, id: str, new: Mapping[str, str], state: str) -> str:
    """The lines of a new row."""
    if kind == "phrases":
        text = quoted(new[TEXT])
        return f"{id}: {text if state == 'draft' else f'{{text: {text}, state: {state}}}'}\n"
    if kind == "answers":
        steps = sorted(
            (int(part.rpartition("/")[2]), text) for part, text in new.items() if part.startswith(STEPS)
        )
        lines = [
            f"state: {state}",
            f"label: {quoted(new[LABEL])}",
            f"title: {quoted(new[TITLE])}",
            f"{STEPS}:",
        ]
        lines += [f"  - {quoted(text)}" for _, text in steps]
    else:
        lines = [f"{name}: {_flow(new[name].split(chr(10)))}" for name in LISTS[kind] if new.get(name)]
    return f"{id}:\n" + "".join(f"  {line}\n" for line in lines)


def _flow(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"
