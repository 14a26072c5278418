"""The small checks that the tables of LINE's limits are made of; each looks at one JSON value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.line.counting import label_width, utf16_units


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing LINE would refuse.

    `path` is the place (`messages[0]/contents/body/contents/3/action/label`), `rule` a fixed id,
    `message` a sentence for people, `limit` the number the rule is about (0: none).
    """

    path: str
    rule: str
    message: str
    limit: int = 0


Found = list[Problem]
Check = Callable[[Any, str, Found], None]

# What `fit` may shorten, by rule id: the unit that the limit is counted in.
SHORTENABLE: Mapping[str, Callable[[str], int]] = {
    "too-long": utf16_units,
    "too-many-graphemes": label_width,
}

_HTTPS = re.compile(r"https://[^\s/?#]+")
# A development machine shows the simulator its own pictures, and has no certificate. Nothing
# that a phone can reach has a loopback address, so this lets nothing through to LINE's users.
_LOOPBACK = re.compile(r"http://(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:[/?#]|$)")
_OPENABLE = re.compile(r"(?:https?|line)://[^\s/?#]|tel:[^\s]*[\d*#]", re.IGNORECASE)
_PRINTABLE_ASCII = re.compile(r"[!-~]*")


def words(
    limit: int,
    *,
    rule: str = "too-long",
    width: Callable[[str], int] = utf16_units,
    blank: bool = False,
) -> Check:
    """Text whose `width` is at most `limit`; `rule` is the id of the problem if it is wider."""

    def check(value: Any, path: str, found: Found) -> None:
        if not isinstance(value, str):
            found.append(Problem(path, "text", "must be text"))
            return
        if not blank and not value.strip():
            found.append(Problem(path, "empty", "may not be empty"))
        if 2 * len(value) > limit and width(value) > limit:
            found.append(Problem(path, rule, f"is longer than {limit}", limit))
        if not value.isascii() and not _encodable(value):
            found.append(Problem(path, "unicode", "holds half a surrogate pair"))

    return check


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def graphemes_up_to(limit: int, *, blank: bool = False) -> Check:
    """Text of at most `limit` grapheme clusters, which may be shortened."""
    return words(limit, rule="too-many-graphemes", width=label_width, blank=blank)


def exactly(limit: int, width: Callable[[str], int] = utf16_units) -> Check:
    """Text of at most `limit` that means something else when it is cut."""
    return words(limit, rule="exact", width=width)


def choice(*allowed: Any) -> Check:
    """One of a closed list of values."""
    listed = ", ".join(map(str, allowed))

    def check(value: Any, path: str, found: Found) -> None:
        if not isinstance(value, str | int) or value not in allowed:
            found.append(Problem(path, "choice", f"must be one of {listed}"))

    return check


def form(pattern: str, what: str) -> Check:
    """Text of a fixed form, given as a regular expression for the whole of it."""
    fits = re.compile(pattern).fullmatch

    def check(value: Any, path: str, found: Found) -> None:
        if not isinstance(value, str) or not fits(value):
            found.append(Problem(path, "form", f"must be {what}"))

    return check


def number(least: float, most: float, kinds: type | tuple[type, ...] = (int, float)) -> Check:
    """A number from `least` to `most`, both included."""

    def check(value: Any, path: str, found: Found) -> None:
        # True is an int to Python, not to LINE; NaN fails every comparison.
        right_kind = isinstance(value, kinds) and not isinstance(value, bool)
        if not right_kind or not least <= value <= most:
            found.append(Problem(path, "number", f"must be from {least} to {most}"))

    return check


def whole(least: int, most: int = 2**31 - 1) -> Check:
    """A whole number from `least` to `most`."""
    return number(least, most, int)


def flag(value: Any, path: str, found: Found) -> None:
    """true or false."""
    if not isinstance(value, bool):
        found.append(Problem(path, "flag", "must be true or false"))


def _address(limit: int, good: Callable[[str], object], kinds: str) -> Check:
    length = exactly(limit)

    def check(value: Any, path: str, found: Found) -> None:
        length(value, path, found)
        if not isinstance(value, str):
            return
        if not good(value):
            found.append(Problem(path, "scheme", f"must be an address with {kinds}"))
        elif not _PRINTABLE_ASCII.fullmatch(value):
            found.append(Problem(path, "encoding", "must be percent-encoded"))

    return check


def openable(limit: int = 1000) -> Check:
    """An address that a tap opens (reference: URI action)."""
    return _address(limit, _OPENABLE.match, "http, https, line or tel")


def media(limit: int = 2000) -> Check:
    """An address that LINE fetches: https (or a loopback host, for the simulator)."""
    return _address(limit, lambda url: _HTTPS.match(url) or _LOOPBACK.match(url), "https")


def several(each: Check, least: int, most: int) -> Check:
    """A list of `least` to `most` values."""

    def check(value: Any, path: str, found: Found) -> None:
        if not isinstance(value, list):
            found.append(Problem(path, "list", "must be a list"))
            return
        if not least <= len(value) <= most:
            found.append(Problem(path, "count", f"must hold {least} to {most}", most))
        for place, item in enumerate(value):
            each(item, f"{path}/{place}", found)

    return check


@dataclass(frozen=True)
class Shape:
    """An object: its properties, which of them it must have, and rules about them together."""

    fields: Mapping[str, Check]
    required: tuple[str, ...] = ()
    rules: tuple[Check, ...] = ()

    def __call__(self, value: Any, path: str, found: Found) -> None:
        if not isinstance(value, dict):
            found.append(Problem(path, "object", "must be an object"))
            return
        for key, part in value.items():
            check = self.fields.get(key)
            if check is not None:
                check(part, f"{path}/{key}", found)
            elif key != "type":
                # Real LINE servers answer "unknown field" to one in a Flex Message.
                where = f"{path}/{str(key).replace('/', '~1')}"
                found.append(Problem(where, "unknown", "is no property LINE knows"))
        for key in self.required:
            if key not in value:
                found.append(Problem(f"{path}/{key}", "missing", "must be specified"))
        for rule in self.rules:
            rule(value, path, found)


@dataclass(frozen=True)
class Kinds:
    """An object whose `type` says which shape it has."""

    shapes: Mapping[str, Check]

    def __call__(self, value: Any, path: str, found: Found) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        shape = self.shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            listed = ", ".join(self.shapes)
            found.append(Problem(f"{path}/type", "kind", f"must be one of {listed}"))
            return
        shape(value, path, found)
