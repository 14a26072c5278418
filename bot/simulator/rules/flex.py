"""Flex Messages: the contents of a bubble or a carousel.

Source: Messaging API reference, "Flex Message". LINE refuses fields and components it does not
know, names them by JSON pointer, and limits the JSON of a bubble to 30 KB and of a carousel to
50 KB. How it measures is not published; here: compact UTF-8, 1 KB = 1,024 bytes.
"""

from __future__ import annotations

import json
from typing import Any

from .actions import flex_action, flex_button_action, flex_video_action
from .checks import (
    Check,
    FlexProblems,
    Path,
    Problems,
    Shape,
    anything,
    boolean,
    by_type,
    colour,
    https_url,
    list_of,
    matching,
    number,
    one_of,
    text,
)

BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
MOST_BUBBLES = 12
VIDEO_SIZES = ("kilo", "mega", "giga")
MOST_ANIMATED = 10
KEYWORDS = ("none", "xs", "sm", "md", "lg", "xl", "xxl")
PIXELS = r"(?:\d+(?:\.\d+)?px)"
PERCENT = r"(?:\d+(?:\.\d+)?%)"

gap = matching(rf"{'|'.join(KEYWORDS)}|{PIXELS}")
padding = matching(rf"{'|'.join(KEYWORDS)}|{PIXELS}|{PERCENT}")
offset = matching(rf"{'|'.join(KEYWORDS)}|-?{PIXELS}|-?{PERCENT}")
length = matching(rf"{PIXELS}|{PERCENT}")
border = matching(rf"none|light|normal|medium|semi-bold|bold|{PIXELS}")
font_size = matching(rf"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|{PIXELS}")
image_size = matching(rf"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|full|{PIXELS}|{PERCENT}")
share = number(0)
align = one_of("start", "end", "center")
gravity = one_of("top", "bottom", "center")


def ratio(value: Any, path: Path, problems: Problems) -> None:
    """`{width}:{height}`, each 1 to 100000, the height at most three times the width."""
    sides = value.split(":") if isinstance(value, str) else []
    if len(sides) != 2 or not all(side.isascii() and side.isdigit() for side in sides):
        problems.add(path, "invalid property")
        return
    width, height = (int(side) for side in sides)
    if not (1 <= width <= 100000 and 1 <= height <= 100000 and height <= 3 * width):
        problems.add(path, "invalid property")


def text_or_spans(value: Any, path: Path, problems: Problems) -> None:
    """A text component has a text or spans."""
    if value.get("text") is None and value.get("contents") is None:
        problems.add((path, "text"), "must be specified")


def box_contents(value: Any, path: Path, problems: Problems) -> None:
    """What a box may hold depends on its layout."""
    contents = value.get("contents")
    if isinstance(contents, list):
        inside = IN_BASELINE if value.get("layout") == "baseline" else IN_BOX
        for index, item in enumerate(contents):
            inside(item, ((path, "contents"), index), problems)


def list_only(value: Any, path: Path, problems: Problems) -> None:
    """The contents of a box are a list; the items are checked with the layout in hand."""
    if not isinstance(value, list):
        problems.wrong_type(path)


def at_least_one_block(value: Any, path: Path, problems: Problems) -> None:
    """A bubble shows something; a video needs a bubble that is wide enough."""
    if all(value.get(block) is None for block in ("header", "hero", "body", "footer")):
        problems.add(path, "At least one block must be specified")
    if is_video(value.get("hero")) and (value.get("size") or "mega") not in VIDEO_SIZES:
        problems.add((path, "hero"), "invalid property")


def is_video(hero: Any) -> bool:
    """Whether a hero block is a video."""
    return isinstance(hero, dict) and hero.get("type") == "video"


def same_bubbles(value: Any, path: Path, problems: Problems) -> None:
    """The bubbles of a carousel have one size and no video."""
    contents = value.get("contents")
    items = contents if isinstance(contents, list) else []
    bubbles = [item for item in items if isinstance(item, dict)]
    if len({str(bubble.get("size") or "mega") for bubble in bubbles}) > 1:
        problems.add((path, "contents"), "All bubbles must have the same size")
    for index, bubble in enumerate(bubbles):
        if is_video(bubble.get("hero")):
            problems.add((((path, "contents"), index), "hero"), "invalid property")


PLACED: dict[str, Check] = {
    "type": anything,
    "margin": gap,
    "position": one_of("relative", "absolute"),
    "offsetTop": offset,
    "offsetBottom": offset,
    "offsetStart": offset,
    "offsetEnd": offset,
}
LETTERS: dict[str, Check] = {
    "size": font_size,
    "color": colour,
    "weight": one_of("regular", "bold"),
    "style": one_of("normal", "italic"),
    "decoration": one_of("none", "underline", "line-through"),
}
gradient = Shape(
    {
        "type": one_of("linearGradient"),
        "angle": matching(r"(?:\d|[1-9]\d|[12]\d\d|3[0-5]\d)(?:\.\d+)?deg"),
        "startColor": colour,
        "endColor": colour,
        "centerColor": colour,
        "centerPosition": matching(r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)%"),
    },
    ("type", "angle", "startColor", "endColor"),
)
span = Shape({"type": anything, "text": text(10**6)} | LETTERS, ("text",))
COMPONENTS: dict[str, Check] = {
    "box": Shape(
        PLACED
        | {
            "layout": one_of("horizontal", "vertical", "baseline"),
            "contents": list_only,
            "flex": share,
            "spacing": gap,
            "backgroundColor": colour,
            "borderColor": colour,
            "borderWidth": border,
            "cornerRadius": gap,
            "width": length,
            "maxWidth": length,
            "height": length,
            "maxHeight": length,
            "paddingAll": padding,
            "paddingTop": padding,
            "paddingBottom": padding,
            "paddingStart": padding,
            "paddingEnd": padding,
            "action": flex_action,
            "justifyContent": one_of(
                "flex-start", "center", "flex-end", "space-between", "space-around", "space-evenly"
            ),
            "alignItems": one_of("flex-start", "center", "flex-end"),
            "background": gradient,
        },
        ("layout", "contents"),
        box_contents,
    ),
    "button": Shape(
        PLACED
        | {
            "action": flex_button_action,
            "flex": share,
            "height": one_of("sm", "md"),
            "style": one_of("primary", "secondary", "link"),
            "color": colour,
            "gravity": gravity,
            "adjustMode": one_of("shrink-to-fit"),
            "scaling": boolean,
        },
        ("action",),
    ),
    "image": Shape(
        PLACED
        | {
            "url": https_url,
            "flex": share,
            "align": align,
            "gravity": gravity,
            "size": image_size,
            "aspectRatio": ratio,
            "aspectMode": one_of("fit", "cover"),
            "backgroundColor": colour,
            "action": flex_action,
            "animated": boolean,
        },
        ("url",),
    ),
    "icon": Shape(
        PLACED | {"url": https_url, "size": font_size, "aspectRatio": ratio, "scaling": boolean},
        ("url",),
    ),
    "text": Shape(
        PLACED
        | LETTERS
        | {
            "text": text(10**6),
            "contents": list_of(by_type({"span": span}), None),
            "adjustMode": one_of("shrink-to-fit"),
            "flex": share,
            "align": align,
            "gravity": gravity,
            "wrap": boolean,
            "lineSpacing": matching(PIXELS),
            "maxLines": number(0),
            "action": flex_action,
            "scaling": boolean,
        },
        also=text_or_spans,
    ),
    "separator": Shape({"type": anything, "margin": gap, "color": colour}),
    "filler": Shape({"type": anything, "flex": share}),
}
box = by_type(COMPONENTS, ("box",))
video = Shape(
    {
        "type": anything,
        "url": https_url,
        "previewUrl": https_url,
        "altContent": by_type(COMPONENTS, ("box", "image")),
        "aspectRatio": ratio,
        "action": flex_video_action,
    },
    ("url", "previewUrl", "altContent"),
)
IN_BOX = by_type(COMPONENTS, ("box", "button", "image", "text", "separator", "filler"))
IN_BASELINE = by_type(COMPONENTS, ("icon", "text", "filler"))
block_style = Shape({"backgroundColor": colour, "separator": boolean, "separatorColor": colour})
bubble = Shape(
    {
        "type": anything,
        "size": one_of("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
        "direction": one_of("ltr", "rtl"),
        "header": box,
        "hero": by_type(COMPONENTS | {"video": video}, ("box", "image", "video")),
        "body": box,
        "footer": box,
        "styles": Shape(dict.fromkeys(("header", "hero", "body", "footer"), block_style)),
        "action": flex_action,
    },
    also=at_least_one_block,
)
carousel = Shape(
    {"type": anything, "contents": list_of(by_type({"bubble": bubble}), MOST_BUBBLES)},
    ("contents",),
    same_bubbles,
)
container = by_type({"bubble": bubble, "carousel": carousel})


def json_bytes(value: Any) -> int:
    """Size of a value as compact UTF-8 JSON, in bytes."""
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(compact.encode("utf-8", "surrogatepass"))


def animated(value: Any) -> int:
    """How many animated images a value holds."""
    if isinstance(value, list):
        return sum(animated(item) for item in value)
    if isinstance(value, dict):
        return int(value.get("animated") is True) + sum(animated(v) for v in value.values())
    return 0


def check_size(contents: Any, problems: Problems) -> None:
    """The limits on JSON as a whole, for contents that are otherwise right."""
    high = CAROUSEL_BYTES if contents["type"] == "carousel" else BUBBLE_BYTES
    bubbles = contents["contents"] if contents["type"] == "carousel" else [contents]
    if json_bytes(contents) > high or any(json_bytes(item) > BUBBLE_BYTES for item in bubbles):
        # The wording is as seen in the field; LINE's reference does not list it.
        problems.add(None, "Too large flex message. The maximum size of JSON data is exceeded")


def check_contents(contents: Any, body: bytes) -> FlexProblems:
    """What is wrong with Flex contents; `body` is the whole request, to skip needless measuring."""
    problems = FlexProblems()
    container(contents, None, problems)
    if problems.found:
        return problems
    # The compact JSON of a part is never longer than the request it came in.
    if len(body) > BUBBLE_BYTES:
        check_size(contents, problems)
    if body.count(b'"animated"') > MOST_ANIMATED and animated(contents) > MOST_ANIMATED:
        problems.add(None, f"At most {MOST_ANIMATED} animated images can be specified")
    return problems
