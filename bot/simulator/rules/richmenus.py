"""Rich menus: the object, its image, its aliases.

Source: Messaging API reference, "Rich menu structure", "Upload rich menu image", "Rich menu alias".
"""

from __future__ import annotations

import struct
from typing import Any

from .actions import rich_menu_action
from .checks import Check, Path, Problems, Shape, boolean, label, list_of, matching, number, text

MOST_AREAS = 20
WIDTHS = (800, 2500)
LOWEST = 250
FLATTEST = 1.45
IMAGE_BYTES = 1024 * 1024


def fits(width: int, height: int) -> bool:
    """Whether LINE takes a menu or an image of this size, in pixels."""
    return WIDTHS[0] <= width <= WIDTHS[1] and height >= LOWEST and width / height >= FLATTEST


def flat_enough(value: Any, path: Path, problems: Problems) -> None:
    """A menu is wider than high."""
    width, height = value.get("width"), value.get("height")
    if isinstance(width, int) and isinstance(height, int) and width < FLATTEST * height:
        # LINE does not publish this text.
        problems.add(path, f"aspect ratio must be greater than or equal to {FLATTEST}")


def areas_inside(value: Any, path: Path, problems: Problems) -> None:
    """Areas lie on the menu."""
    size = value.get("size") or {}
    for index, area in enumerate(value.get("areas") or ()):
        bounds = area.get("bounds") if isinstance(area, dict) else None
        if isinstance(bounds, dict) and not inside(bounds, size):
            # LINE does not publish this text.
            problems.add((((path, "areas"), index), "bounds"), "must be inside of the rich menu")


def inside(bounds: dict[str, Any], size: dict[str, Any]) -> bool:
    """Whether bounds end within the size; what is not a number was complained about already."""
    try:
        across = bounds["x"] + bounds["width"] <= size["width"]
        down = bounds["y"] + bounds["height"] <= size["height"]
    except (KeyError, TypeError):
        return True
    return bool(across and down)


bounds = Shape(
    {"x": number(0), "y": number(0), "width": number(1), "height": number(1)},
    ("x", "y", "width", "height"),
)
RICH_MENU = Shape(
    {
        "size": Shape({"width": number(*WIDTHS), "height": number(LOWEST)}, ("width", "height"), flat_enough),
        "selected": boolean,
        "name": label(300),
        "chatBarText": label(14),
        "areas": list_of(
            Shape({"bounds": bounds, "action": rich_menu_action}, ("bounds", "action")),
            MOST_AREAS,
            0,
        ),
    },
    ("size", "selected", "name", "chatBarText", "areas"),
    areas_inside,
)
alias_id: Check = matching("[a-z0-9_-]{1,32}")
menu_id: Check = matching("richmenu-[0-9a-f]{32}", "invalid richMenuId")
ALIAS = Shape({"richMenuAliasId": alias_id, "richMenuId": menu_id}, ("richMenuAliasId", "richMenuId"))
ALIAS_UPDATE = Shape({"richMenuId": menu_id}, ("richMenuId",))
BULK_LINK = Shape({"richMenuId": menu_id, "userIds": list_of(text(1000), 500)}, ("richMenuId", "userIds"))
BULK_UNLINK = Shape({"userIds": list_of(text(1000), 500)}, ("userIds",))


def image_size(image: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG, or None when it is neither."""
    if image[:8] == b"\x89PNG\r\n\x1a\n" and len(image) >= 24:
        width, height = struct.unpack(">II", image[16:24])
        return width, height
    return jpeg_size(image) if image[:2] == b"\xff\xd8" else None


def jpeg_size(image: bytes) -> tuple[int, int] | None:
    """Walks the segments of a JPEG to the frame header (ITU T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(image) and image[at] == 0xFF:
        marker = image[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", image[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(image[at + 2 : at + 4], "big")
    return None
