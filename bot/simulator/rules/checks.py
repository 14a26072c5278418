"""The engine of the rules: small checks, and tables (`Shape`) that say which field gets which.

A check takes a value, its path and the list of problems, and adds to the list. Paths are linked
pairs (parent, key), spelled out only when something is wrong: almost every request is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import regex

from ..errors import Detail, invalid_property

Path = tuple[Any, str | int] | None
Check = Callable[[Any, Path, "Problems"], None]
# Hosts for which plain http is let through: bots under test serve pictures on their own machine.
LOOPBACK = ("localhost", "127.0.0.1", "::1")
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
# Characters that must be percent-encoded in a URL (RFC 3986).
UNENCODED = re.compile(r'[^!-~]|[<>"{}|\\^`]')
USER_ID = re.compile(r"U[0-9a-f]{32}")


def steps(path: Path) -> list[str | int]:
    """The keys from the root to this path."""
    keys: list[str | int] = []
    while path is not None:
        path, key = path
        keys.append(key)
    return keys[::-1]


def dotted(path: Path) -> str:
    """A path as LINE writes it for most requests: `messages[0].text`."""
    text = ""
    for key in steps(path):
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text


def pointer(path: Path) -> str:
    """A path as LINE writes it inside Flex contents: `/body/contents/0/text`."""
    return "/" + "/".join(str(key) for key in steps(path))


class Problems:
    """What is wrong with a request, in the order found."""

    flex = False

    def __init__(self) -> None:
        self.found: list[tuple[Path, str]] = []

    def add(self, path: Path, message: str) -> None:
        """Notes one problem."""
        self.found.append((path, message))

    def wrong_type(self, path: Path) -> None:
        """A value of another JSON type: LINE stops reading there."""
        raise invalid_property(dotted(path))

    def details(self) -> list[Detail]:
        """The problems as LINE's `details`."""
        return [{"message": text, "property": dotted(path)} for path, text in self.found]


class FlexProblems(Problems):
    """Inside Flex contents LINE uses JSON pointers, and knows every field by name."""

    flex = True

    def wrong_type(self, path: Path) -> None:
        """A value that cannot be read as this field."""
        self.add(path, "invalid property")

    def details(self) -> list[Detail]:
        """The problems as LINE's `details`."""
        return [{"message": text, "property": pointer(path)} for path, text in self.found]


@dataclass(frozen=True)
class Shape:
    """One kind of object: a check per field, what must be there, and rules between fields."""

    fields: dict[str, Check]
    required: tuple[str, ...] = ()
    also: Check | None = None
    missing: str = "must be specified"
    known: frozenset[str] = field(default=frozenset())

    def __call__(self, value: Any, path: Path, problems: Problems) -> None:
        """Checks one object; fields that are null count as not given."""
        if not isinstance(value, dict):
            problems.wrong_type(path)
            return
        fields = self.fields
        for key, item in value.items():
            check = fields.get(key)
            if check is None:
                if problems.flex:
                    problems.add((path, key), "unknown field")
            elif item is not None:
                check(item, (path, key), problems)
        for key in self.required:
            if value.get(key) is None:
                problems.add((path, key), self.missing)
        if self.also is not None:
            self.also(value, path, problems)


def by_type(shapes: dict[str, Check], allowed: Iterable[str] | None = None) -> Check:
    """The `type` of an object chooses its shape; only the allowed ones may appear here."""
    names = list(shapes if allowed is None else allowed)
    usable = {name: shapes[name] for name in names}
    complaint = f"Must be one of the following values: [{', '.join(names)}]"

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.wrong_type(path)
            return
        kind = value.get("type")
        shape = usable.get(kind) if isinstance(kind, str) else None
        if shape is not None:
            shape(value, path, problems)
        elif kind is None:
            problems.add((path, "type"), "must be specified")
        elif problems.flex:
            problems.add(path, "invalid property")
        else:
            problems.add((path, "type"), complaint)

    return check


def utf16(text: str) -> int:
    """Length in UTF-16 code units: how LINE counts text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """Length in what a reader calls characters: how LINE counts labels."""
    return len(text) if text.isascii() else len(regex.findall(r"\X", text))


def text(high: int, low: int = 1, count: Callable[[str], int] = utf16) -> Check:
    """A string of low to high characters, in the unit of `count`."""
    complaint = f"Length must be between {low if low > 1 else 0} and {high}"

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.wrong_type(path)
        elif not value and low:
            problems.add(path, "must be non-empty text" if problems.flex else "May not be empty")
        # No string has more characters of either unit than twice its code points.
        elif len(value) * 2 > high and count(value) > high:
            problems.add(path, complaint)

    return check


def label(high: int, low: int = 1) -> Check:
    """A string counted in grapheme clusters."""
    return text(high, low, graphemes)


def one_of(*values: str) -> Check:
    """One of a closed list of strings."""
    allowed = frozenset(values)
    complaint = f"Must be one of the following values: [{', '.join(values)}]"

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.wrong_type(path)
        elif value not in allowed:
            problems.add(path, "invalid property" if problems.flex else complaint)

    return check


def matching(pattern: str, complaint: str = "invalid property") -> Check:
    """A string of a given form."""
    form = re.compile(pattern)

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.wrong_type(path)
        elif form.fullmatch(value) is None:
            problems.add(path, complaint)

    return check


def number(low: float, high: float | None = None, whole: bool = True) -> Check:
    """A number from low to high, both included."""
    upper = float("inf") if high is None else high
    complaint = (
        f"must be greater than or equal to {low}" if high is None else f"Must be between {low} and {high}"
    )

    def check(value: Any, path: Path, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            problems.wrong_type(path)
        elif not low <= value <= upper:
            problems.add(path, complaint)

    return check


def boolean(value: Any, path: Path, problems: Problems) -> None:
    """true or false."""
    if not isinstance(value, bool):
        problems.wrong_type(path)


def anything(value: Any, path: Path, problems: Problems) -> None:
    """Not looked at here."""


def list_of(check: Check, high: int | None, low: int = 1) -> Check:
    """A list of low to high items, each checked."""
    upper = high if high is not None else 10**9
    complaint = f"Size must be between {low} and {high}"

    def check_list(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.wrong_type(path)
            return
        if not low <= len(value) <= upper:
            problems.add(path, complaint)
            return
        for index, item in enumerate(value):
            check(item, (path, index), problems)

    return check_list


def safe_host(url: str) -> bool:
    """https, or plain http to this machine: LINE itself takes https only."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def usable_url(value: str, schemes: tuple[str, ...]) -> bool:
    """Whether LINE takes this URL. An empty scheme list asks for https."""
    if UNENCODED.search(value) is not None:
        return False
    try:
        return urlsplit(value).scheme in schemes if schemes else safe_host(value)
    except ValueError:
        return False


def url(high: int = 2000, schemes: tuple[str, ...] = ()) -> Check:
    """A percent-encoded URL of at most `high` characters."""
    complaint = f"Length must be between 0 and {high}"

    def check(value: Any, path: Path, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.wrong_type(path)
        elif len(value) > high:
            problems.add(path, complaint)
        elif not usable_url(value, schemes):
            problems.add(path, "invalid uri")

    return check


colour = matching(COLOUR.pattern)
https_url = url()
link_url = url(1000, ("http", "https", "line", "tel"))
