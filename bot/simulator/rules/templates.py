"""Template messages and imagemaps.

Source: Messaging API reference, "Template messages" and "Imagemap message".
"""

from __future__ import annotations

from typing import Any

from .actions import action, image_carousel_action, template_action
from .checks import (
    Check,
    Path,
    Problems,
    Shape,
    anything,
    by_type,
    colour,
    graphemes,
    https_url,
    label,
    link_url,
    list_of,
    number,
    one_of,
    text,
)

MOST_COLUMNS = 10
MOST_AREAS = 50
IMAGEMAP_WIDTH = 1040
SHORT_TEXT = 60
LOOKS: dict[str, Check] = {
    "imageAspectRatio": one_of("rectangle", "square"),
    "imageSize": one_of("cover", "contain"),
}
# Its label is not shown.
default_action = action(20, False)
COLUMN: dict[str, Check] = {
    "thumbnailImageUrl": https_url,
    "imageBackgroundColor": colour,
    "title": label(40),
    "defaultAction": default_action,
}


def short_beside_picture(value: Any, path: Path, problems: Problems) -> None:
    """With a picture or a title there is room for 60 characters of text only."""
    words = value.get("text")
    beside = value.get("thumbnailImageUrl") or value.get("title")
    if beside and isinstance(words, str) and graphemes(words) > SHORT_TEXT:
        problems.add((path, "text"), f"Length must be between 0 and {SHORT_TEXT}")


def size(value: Any) -> int:
    """How many items a list has; 0 for anything else."""
    return len(value) if isinstance(value, list) else 0


def even_columns(value: Any, path: Path, problems: Problems) -> None:
    """All columns have the same number of actions, and all or none a picture and a title."""
    columns = [column for column in value.get("columns") or () if isinstance(column, dict)]
    traits: dict[str, set[Any]] = {
        "actions": {size(column.get("actions")) for column in columns},
        "thumbnailImageUrl": {column.get("thumbnailImageUrl") is None for column in columns},
        "title": {column.get("title") is None for column in columns},
    }
    for name, found in traits.items():
        if len(found) > 1:
            # LINE does not publish this text.
            problems.add((path, "columns"), f"{name} must be consistent in all columns")


column = Shape(
    COLUMN | {"text": label(120), "actions": list_of(template_action, 3)},
    ("text", "actions"),
    short_beside_picture,
)
template = by_type(
    {
        "buttons": Shape(
            COLUMN | LOOKS | {"type": anything, "text": label(160), "actions": list_of(template_action, 4)},
            ("text", "actions"),
            short_beside_picture,
        ),
        "confirm": Shape(
            {"type": anything, "text": label(240), "actions": list_of(template_action, 2, 2)},
            ("text", "actions"),
        ),
        "carousel": Shape(
            LOOKS | {"type": anything, "columns": list_of(column, MOST_COLUMNS)},
            ("columns",),
            even_columns,
        ),
        "image_carousel": Shape(
            {
                "type": anything,
                "columns": list_of(
                    Shape(
                        {"imageUrl": https_url, "action": image_carousel_action},
                        ("imageUrl", "action"),
                    ),
                    MOST_COLUMNS,
                ),
            },
            ("columns",),
        ),
    }
)
area = Shape(
    {"x": number(0), "y": number(0), "width": number(1), "height": number(1)},
    ("x", "y", "width", "height"),
)
AREA_FIELDS: dict[str, Check] = {"type": anything, "label": text(100, 0), "area": area}
imagemap_action = by_type(
    {
        "uri": Shape(AREA_FIELDS | {"linkUri": link_url}, ("linkUri", "area")),
        "message": Shape(AREA_FIELDS | {"text": text(400)}, ("text", "area")),
        "clipboard": Shape(AREA_FIELDS | {"clipboardText": text(1000)}, ("clipboardText", "area")),
    }
)
imagemap_video = Shape(
    {
        "originalContentUrl": https_url,
        "previewImageUrl": https_url,
        "area": area,
        "externalLink": Shape({"linkUri": link_url, "label": text(30)}, ("linkUri", "label")),
    },
    ("originalContentUrl", "previewImageUrl", "area"),
)
IMAGEMAP: dict[str, Check] = {
    "baseUrl": https_url,
    "altText": text(1500),
    "baseSize": Shape(
        {"width": number(IMAGEMAP_WIDTH, IMAGEMAP_WIDTH), "height": number(1)},
        ("width", "height"),
    ),
    "video": imagemap_video,
    "actions": list_of(imagemap_action, MOST_AREAS),
}
