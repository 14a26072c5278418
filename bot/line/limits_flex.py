"""What LINE accepts inside a Flex message (reference: Flex Message, Container, Component)."""

import json
import re
from typing import Any

from bot.line.limits_actions import actions
from bot.line.limits_checks import (
    Check,
    Found,
    Kinds,
    Problem,
    Shape,
    choice,
    flag,
    form,
    media,
    several,
    whole,
    words,
)

MOST_BUBBLES = 12
FLEX_LABEL = 40
# LINE allows 30 and 50 KB and does not say how it measures: the margin covers KB = 1000 or 1024
# and whatever LINE adds. In bytes of the JSON that `weight` measures.
HEAVIEST_BUBBLE = 25_000
HEAVIEST_CAROUSEL = 42_000
MOST_ANIMATED_IMAGES = 10
BUBBLE_SIZES = ("nano", "micro", "deca", "hecto", "kilo", "mega", "giga")
DEFAULT_BUBBLE_SIZE = "mega"


def weight(value: Any) -> int:
    r"""Bytes of a value as JSON with `\u` escapes and spaces, the longest way to write it.

    UTF-8 is never longer (at most 3 bytes where an escape takes 6, 4 where a pair takes 12), so
    within a limit here is within it in both measures.
    """
    return len(json.dumps(value, default=str))


def _px(keywords: str, *, percent: bool = False) -> Check:
    units = "px|%" if percent else "px"
    return form(rf"{keywords}|\d+(\.\d+)?({units})", f"{keywords} or a number with {units}")


SPACES = "none|xs|sm|md|lg|xl|xxl"
FONT_SIZES = "xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl"
COLOUR = form(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?", "#RRGGBB or #RRGGBBAA")
SPACE = _px(SPACES)
OFFSET = form(rf"{SPACES}|-?\d+(\.\d+)?(px|%)", "a keyword, px or %")
PADDING = _px(SPACES, percent=True)
EXTENT = form(r"\d+(\.\d+)?(px|%)", "px or %")
FONT_SIZE = _px(FONT_SIZES)
GRAVITY = choice("top", "bottom", "center")
TEXT_STYLE: dict[str, Check] = {
    "size": FONT_SIZE,
    "color": COLOUR,
    "weight": choice("regular", "bold"),
    "style": choice("normal", "italic"),
    "decoration": choice("none", "underline", "line-through"),
}


def _ratio(value: Any, path: str, found: Found) -> None:
    """Width:height, each 1 to 100000, the height at most three times the width."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)", value if type(value) is str else "")
    wide, high = map(float, match.groups()) if match else (0.0, 0.0)
    if not (1 <= wide <= 100_000 and 1 <= high <= 100_000 and high <= 3 * wide):
        found.append(Problem(path, "form", "must be width:height, at most three times as high"))


PLACE: dict[str, Check] = {
    "margin": SPACE,
    "position": choice("relative", "absolute"),
    "offsetTop": OFFSET,
    "offsetBottom": OFFSET,
    "offsetStart": OFFSET,
    "offsetEnd": OFFSET,
}
SHARE: dict[str, Check] = {"flex": whole(0)}
TAP = actions(FLEX_LABEL, label_required=False)
TAPPABLE: dict[str, Check] = {"action": TAP}
SHRINK: dict[str, Check] = {"adjustMode": choice("shrink-to-fit"), "scaling": flag}

GRADIENT = Shape(
    {
        "angle": form(r"([0-9]|[1-9]\d|[12]\d\d|3[0-5]\d)(\.\d+)?deg", "0deg to below 360deg"),
        "startColor": COLOUR,
        "endColor": COLOUR,
        "centerColor": COLOUR,
        "centerPosition": form(r"(\d|[1-9]\d)(\.\d+)?%|100%", "0% to 100%"),
    },
    ("angle", "startColor", "endColor"),
)


def _layout_rules(box: Any, path: str, found: Found) -> None:
    baseline = box.get("layout") == "baseline"
    allowed = IN_BASELINE if baseline else IN_BOX
    contents = box.get("contents")
    for place, part in enumerate(contents if isinstance(contents, list) else ()):
        kind = part.get("type") if isinstance(part, dict) else None
        if kind in COMPONENTS and kind not in allowed:
            where = f"{path}/contents/{place}/type"
            found.append(Problem(where, "kind", f"may not stand in a {box.get('layout')} box"))


def _text_rules(text: Any, path: str, found: Found) -> None:
    if "text" not in text and "contents" not in text:
        found.append(Problem(f"{path}/text", "missing", "must be specified"))


def _component(value: Any, path: str, found: Found) -> None:
    IN_ANY_BOX(value, path, found)


BOX = Shape(
    PLACE
    | SHARE
    | TAPPABLE
    | dict.fromkeys(("paddingAll", "paddingTop", "paddingBottom"), PADDING)
    | dict.fromkeys(("paddingStart", "paddingEnd"), PADDING)
    | dict.fromkeys(("width", "maxWidth", "height", "maxHeight"), EXTENT)
    | {
        "layout": choice("horizontal", "vertical", "baseline"),
        # An empty list is allowed; nothing says how long a list may be, only how heavy.
        "contents": several(_component, 0, 1000),
        "spacing": SPACE,
        "backgroundColor": COLOUR,
        "borderColor": COLOUR,
        "borderWidth": _px("none|light|normal|medium|semi-bold|bold"),
        "cornerRadius": SPACE,
        "justifyContent": choice(
            "center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"
        ),
        "alignItems": choice("center", "flex-start", "flex-end"),
        "background": Kinds({"linearGradient": GRADIENT}),
    },
    ("layout", "contents"),
    (_layout_rules,),
)
BUTTON = Shape(
    PLACE
    | SHARE
    | SHRINK
    | {
        "action": actions(FLEX_LABEL),
        "color": COLOUR,
        "style": choice("primary", "secondary", "link"),
        "gravity": GRAVITY,
        "height": choice("sm", "md"),
    },
    ("action",),
)
IMAGE = Shape(
    PLACE
    | SHARE
    | TAPPABLE
    | {
        "url": media(),
        "align": choice("start", "end", "center"),
        "gravity": GRAVITY,
        "size": _px(f"{FONT_SIZES}|full", percent=True),
        "aspectRatio": _ratio,
        "aspectMode": choice("cover", "fit"),
        "backgroundColor": COLOUR,
        "animated": flag,
    },
    ("url",),
)
SPAN = Shape(TEXT_STYLE | {"text": words(HEAVIEST_CAROUSEL)}, ("text",))
TEXT = Shape(
    PLACE
    | SHARE
    | TAPPABLE
    | SHRINK
    | TEXT_STYLE
    | {
        "text": words(HEAVIEST_CAROUSEL),
        "contents": several(Kinds({"span": SPAN}), 1, 1000),
        "align": choice("start", "end", "center"),
        "gravity": GRAVITY,
        "wrap": flag,
        "lineSpacing": form(r"\d+(\.\d+)?px", "px"),
        "maxLines": whole(0),
    },
    (),
    (_text_rules,),
)
ICON = Shape(
    PLACE | {"url": media(), "size": FONT_SIZE, "aspectRatio": _ratio, "scaling": flag},
    ("url",),
)
SEPARATOR = Shape({"margin": SPACE, "color": COLOUR})
FILLER = Shape(SHARE)
VIDEO = Shape(
    {
        "url": media(),
        "previewUrl": media(),
        "altContent": Kinds({"box": BOX, "image": IMAGE}),
        "aspectRatio": _ratio,
        "action": Kinds({"uri": TAP.shapes["uri"]}),
    },
    ("url", "previewUrl", "altContent"),
)
COMPONENTS: dict[str, Shape] = {
    "box": BOX,
    "button": BUTTON,
    "image": IMAGE,
    "text": TEXT,
    "icon": ICON,
    "span": SPAN,
    "separator": SEPARATOR,
    "filler": FILLER,
    "video": VIDEO,
}
IN_BOX = {"box", "button", "image", "text", "separator", "filler"}
IN_BASELINE = {"icon", "text", "filler"}
IN_ANY_BOX = Kinds({kind: COMPONENTS[kind] for kind in sorted(IN_BOX | IN_BASELINE)})

BLOCKS = ("header", "hero", "body", "footer")
BLOCK_STYLE = Shape({"backgroundColor": COLOUR, "separator": flag, "separatorColor": COLOUR})
ONLY_BOX = Kinds({"box": BOX})


def _bubble_rules(bubble: Any, path: str, found: Found) -> None:
    if not any(block in bubble for block in BLOCKS):
        found.append(Problem(f"{path}/body", "missing", "needs at least one block"))
    hero = bubble.get("hero")
    small = bubble.get("size") in ("nano", "micro", "deca", "hecto")
    if small and isinstance(hero, dict) and hero.get("type") == "video":
        found.append(Problem(f"{path}/hero/type", "kind", "may not be video below kilo"))
    _weigh(bubble, HEAVIEST_BUBBLE, path, found)


def _weigh(container: Any, heaviest: int, path: str, found: Found) -> None:
    measured = json.dumps(container, default=str)
    if len(measured) > heaviest:
        found.append(Problem(path, "weight", f"is heavier than {heaviest} bytes", heaviest))
    # A quotation mark inside a text would be escaped: this counts properties only.
    if measured.count('"animated": true') > MOST_ANIMATED_IMAGES:
        found.append(Problem(path, "animated", f"moves over {MOST_ANIMATED_IMAGES} images"))


BUBBLE = Shape(
    {
        "size": choice(*BUBBLE_SIZES),
        "direction": choice("ltr", "rtl"),
        "header": ONLY_BOX,
        "hero": Kinds({"box": BOX, "image": IMAGE, "video": VIDEO}),
        "body": ONLY_BOX,
        "footer": ONLY_BOX,
        "styles": Shape(dict.fromkeys(BLOCKS, BLOCK_STYLE)),
        "action": TAP,
    },
    (),
    (_bubble_rules,),
)


def _carousel_rules(carousel: Any, path: str, found: Found) -> None:
    bubbles = carousel.get("contents")
    bubbles = [b for b in bubbles if isinstance(b, dict)] if isinstance(bubbles, list) else []
    if len({str(bubble.get("size", DEFAULT_BUBBLE_SIZE)) for bubble in bubbles}) > 1:
        found.append(Problem(f"{path}/contents", "sizes", "must all be of the same size"))
    for place, bubble in enumerate(bubbles):
        if isinstance(bubble.get("hero"), dict) and bubble["hero"].get("type") == "video":
            where = f"{path}/contents/{place}/hero/type"
            found.append(Problem(where, "kind", "may not be video in a carousel"))
    _weigh(carousel, HEAVIEST_CAROUSEL, path, found)


CAROUSEL = Shape(
    {"contents": several(Kinds({"bubble": BUBBLE}), 1, MOST_BUBBLES)},
    ("contents",),
    (_carousel_rules,),
)
CONTAINER = Kinds({"bubble": BUBBLE, "carousel": CAROUSEL})
