"""The data behind our buttons. Old buttons stay tappable for ever, so the data carries a version."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

_VERSION = "1"


def make(do: str, **values: str) -> str:
    """The data of a button that does `do`; at most 300 characters by LINE's rule."""
    return urlencode({"v": _VERSION, "do": do, **values})


def read(data: str) -> Mapping[str, str]:
    """What a pressed button says, `do` among it; empty when the data is not ours or of another version."""
    values = dict(parse_qsl(data))
    return values if values.get("v") == _VERSION and "do" in values else {}
