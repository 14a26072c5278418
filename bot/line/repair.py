"""Takes out of one message, or shortens, whatever LINE would refuse: the smallest part first."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from bot.line.counting import shorten
from bot.line.limits_checks import SHORTENABLE, Check, Found, Problem
from bot.line.reading import Json, name_of, words_of

# Each round takes out or shortens all that `problems` names; what is missing then shows in the
# next round, and goes with the part it belongs to. Nothing is nested deeper than this.
ROUNDS = 40
Steps = tuple[str | int, ...]


def refused(value: Json, check: Check) -> Found:
    """What one check of the limits finds in a value; paths begin with "/"."""
    found: Found = []
    check(value, "", found)
    return found


def repaired(value: Json, check: Check) -> Json | None:
    """The value with everything LINE refuses shortened or taken out; None if words would go."""
    value = json.loads(json.dumps(value, default=str))
    for _ in range(ROUNDS):
        found = refused(value, check)
        if not found:
            return value
        gone = {steps for problem in found if (steps := _mend(value, problem)) is not None}
        if not all(_may_go(value, steps) for steps in gone):
            return None
        # Later places first, and parts before what holds them: earlier paths stay right.
        for steps in sorted(gone, reverse=True):
            del _at(value, steps[:-1])[steps[-1]]
    return None


def _mend(value: Json, problem: Problem) -> Steps | None:
    """Mends one problem in place (None), or says what must be taken out for it."""
    steps = _steps(value, problem.path)
    holder, key = _at(value, steps[:-1]), steps[-1] if steps else ""
    mended = _MENDED[problem.rule](holder, key, problem) if problem.rule in _MENDED else None
    if mended is not None:
        holder[key] = mended
        return None
    return steps[:-1] if problem.rule in ("missing", "kind") else steps


def _steps(value: Any, path: str) -> Steps:
    """A problem's path as keys and list places; the last key may be one that is missing."""
    steps: list[str | int] = []
    for name in path.split("/")[1:]:
        step = int(name) if isinstance(value, list) else name.replace("~1", "/")
        steps.append(step)
        value = _inside(value, step)
    return tuple(steps)


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    # Something that should have been an object goes no further.
    return value[step] if isinstance(step, int) else None


def _at(value: Any, steps: Steps) -> Any:
    for step in steps:
        value = value[step]
    return value


def _may_go(value: Json, steps: Steps) -> bool:
    """Whether a part may be taken out: not the whole, and nothing that a reader would miss."""
    if not steps or steps[-1] == "uri":  # a link or number that cannot be tapped is written out
        return False
    part = _at(value, steps)
    return not words_of({"type": "flex", "contents": part}) and not (isinstance(part, list) and part)


def _shortened(holder: Any, key: Any, problem: Problem) -> str:
    return shorten(holder[key], problem.limit, SHORTENABLE[problem.rule])


def _as_text(holder: Any, key: Any, _problem: Problem) -> str | None:
    value = holder[key]
    return str(value) if type(value) in (int, float) else None


def _encoded(holder: Any, key: Any, _problem: Problem) -> str:
    return quote(holder[key], safe="!#$%&'()*+,/:;=?@[]~")


def _filled(holder: Any, key: Any, _problem: Problem) -> str | None:
    return (_FILLING[key](holder) or None) if key in _FILLING else None


# What stands in for a property that is required and was left out or empty.
_FILLING: dict[str, Callable[[Json], str]] = {
    "label": name_of,
    "altText": words_of,
    "title": lambda location: str(location.get("address", "")).strip(),
    "address": lambda location: str(location.get("title", "")).strip(),
}
_MENDED: dict[str, Callable[[Any, Any, Problem], str | None]] = {
    **dict.fromkeys(SHORTENABLE, _shortened),
    "text": _as_text,
    "encoding": _encoded,
    "missing": _filled,
    "empty": _filled,
}
