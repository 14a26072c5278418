"""LINE's rules for Flex Messages."""

import contextlib
import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.errors import LineError
from bot.simulator.rules.messages import REQUEST, check_request

PICTURE = "https://example.com/a.png"
LINK = {"type": "uri", "label": "Open", "uri": "https://example.com/"}


def bubble(*contents, **more):
    return {"type": "bubble", "body": box(*contents)} | more


def box(*contents, **more):
    return {"type": "box", "layout": "vertical", "contents": list(contents)} | more


def text(words="hello", **more):
    return {"type": "text", "text": words} | more


def carousel(*bubbles):
    return {"type": "carousel", "contents": list(bubbles)}


def video(**more):
    parts = {"url": PICTURE, "previewUrl": PICTURE, "altContent": {"type": "image", "url": PICTURE}}
    return {"type": "video"} | parts | more


RICH = bubble(
    text("Title", weight="bold", size="xl", color="#1DB446", wrap=True, lineSpacing="6px"),
    {"type": "text", "contents": [{"type": "span", "text": "a", "decoration": "underline"}]},
    {"type": "separator", "margin": "md", "color": "#00000033"},
    box(
        {"type": "icon", "url": PICTURE, "size": "sm"},
        text(flex=0, align="end", maxLines=2),
        layout="baseline",
        spacing="5px",
    ),
    box(
        {
            "type": "image",
            "url": PICTURE,
            "size": "50%",
            "aspectRatio": "20:13",
            "aspectMode": "cover",
        },
        {"type": "filler"},
        {"type": "button", "action": LINK, "style": "primary", "height": "sm"},
        layout="horizontal",
        paddingAll="10%",
        cornerRadius="xxl",
        offsetTop="-4px",
        position="absolute",
        background={
            "type": "linearGradient",
            "angle": "23.5deg",
            "startColor": "#ffffff",
            "endColor": "#000000ff",
            "centerPosition": "10%",
        },
        action={"type": "message", "text": "tapped"},
    ),
    size="giga",
    direction="rtl",
    header=box(),
    hero={"type": "image", "url": PICTURE, "animated": True},
    styles={"body": {"backgroundColor": "#ffffff", "separator": True}},
    action={"type": "datetimepicker", "data": "x", "mode": "date", "min": "2026-01-01"},
)
VALID = {
    "a bubble of everything": RICH,
    "an empty box": bubble(),
    "twelve bubbles": carousel(*[bubble(text())] * 12),
    "bubbles of one size": carousel(bubble(size="mega"), bubble()),
    "a film in the hero": bubble(hero=video(action=LINK)),
    "a film in a kilo bubble": bubble(hero=video(), size="kilo"),
    "a label of 40": bubble({"type": "button", "action": LINK | {"label": "l" * 40}}),
    "a bubble of almost 30 KB": bubble(text("避" * 10_000)),
    "a carousel of almost 50 KB": carousel(bubble(text("x" * 25_000)), bubble(text("x" * 25_000))),
    "a picture on this machine": bubble({"type": "image", "url": "http://127.0.0.1:8000/a.png"}),
    "ten animations": bubble(*[{"type": "image", "url": PICTURE, "animated": True}] * 10),
}
UNKNOWN = "unknown field"
WRONG = "invalid property"
NEEDED = "must be specified"
TOO_LARGE = "Too large flex message. The maximum size of JSON data is exceeded"
FIRST = "/body/contents/0"
INVALID = {
    "nothing to show": ({"type": "bubble"}, ("/", "At least one block must be specified")),
    "an unknown container": ({"type": "bible"}, ("/", WRONG)),
    "no type": ({"body": box()}, ("/type", NEEDED)),
    "an empty text": (bubble(text("")), (f"{FIRST}/text", "must be non-empty text")),
    "no text": (bubble({"type": "text"}), (f"{FIRST}/text", NEEDED)),
    "an unknown field": (bubble(text(bold=True)), (f"{FIRST}/bold", UNKNOWN)),
    "an unknown field of a bubble": (bubble(shape="round"), ("/shape", UNKNOWN)),
    "an unknown field of a style": (
        bubble(styles={"body": {"color": "#ffffff"}}),
        ("/styles/body/color", UNKNOWN),
    ),
    "an unknown field of an action": (
        bubble({"type": "button", "action": LINK | {"url": "x"}}),
        (f"{FIRST}/action/url", UNKNOWN),
    ),
    "an unknown component": (bubble({"type": "table"}), (FIRST, WRONG)),
    "an icon outside of a baseline box": (bubble({"type": "icon", "url": PICTURE}), (FIRST, WRONG)),
    "a button in a baseline box": (
        bubble(box({"type": "button", "action": LINK}, layout="baseline")),
        (f"{FIRST}/contents/0", WRONG),
    ),
    "a span outside of a text": (bubble({"type": "span", "text": "x"}), (FIRST, WRONG)),
    "a film outside of the hero": (bubble(video()), (FIRST, WRONG)),
    "a film in a small bubble": (bubble(hero=video(), size="micro"), ("/hero", WRONG)),
    "a film in a carousel": (carousel(bubble(hero=video())), ("/contents/0/hero", WRONG)),
    "a text where a box belongs": ({"type": "bubble", "body": text()}, ("/body", WRONG)),
    "no layout": (
        {"type": "bubble", "body": {"type": "box", "contents": []}},
        ("/body/layout", NEEDED),
    ),
    "a button without an action": (bubble({"type": "button"}), (f"{FIRST}/action", NEEDED)),
    "a button without a label": (
        bubble({"type": "button", "action": {"type": "message", "text": "x"}}),
        (f"{FIRST}/action/label", NEEDED),
    ),
    "a label of 41": (
        bubble({"type": "button", "action": LINK | {"label": "l" * 41}}),
        (f"{FIRST}/action/label", "Length must be between 0 and 40"),
    ),
    "a colour by name": (bubble(text(color="red")), (f"{FIRST}/color", WRONG)),
    "a size that does not exist": (bubble(text(size="huge")), (f"{FIRST}/size", WRONG)),
    "a text where a truth belongs": (bubble(text(wrap="true")), (f"{FIRST}/wrap", WRONG)),
    "a picture without https": (
        bubble({"type": "image", "url": "http://example.com/a.png"}),
        (f"{FIRST}/url", "invalid uri"),
    ),
    "a picture without an address": (bubble({"type": "image"}), (f"{FIRST}/url", NEEDED)),
    "a picture that is too high": (
        bubble({"type": "image", "url": PICTURE, "aspectRatio": "1:4"}),
        (f"{FIRST}/aspectRatio", WRONG),
    ),
    "thirteen bubbles": (
        carousel(*[bubble()] * 13),
        ("/contents", "Size must be between 1 and 12"),
    ),
    "bubbles of two sizes": (
        carousel(bubble(size="kilo"), bubble()),
        ("/contents", "All bubbles must have the same size"),
    ),
    "a bubble over 30 KB": (bubble(text("避" * 10_300)), ("/", TOO_LARGE)),
    "a carousel over 50 KB": (carousel(*[bubble(text("x" * 18_000))] * 3), ("/", TOO_LARGE)),
    "eleven animations": (
        bubble(*[{"type": "image", "url": PICTURE, "animated": True}] * 11),
        ("/", "At most 10 animated images can be specified"),
    ),
}


def check(contents):
    request = {"messages": [{"type": "flex", "altText": "x", "contents": contents}]}
    check_request(REQUEST, request, json.dumps(request).encode())


@pytest.mark.parametrize("name", VALID)
def test_it_takes(name):
    check(VALID[name])


@pytest.mark.parametrize("name", INVALID)
def test_it_refuses(name):
    contents, (where, what) = INVALID[name]
    with pytest.raises(LineError) as error:
        check(contents)
    assert error.value.body() == {
        "message": "A message (messages[0]) in the request body is invalid",
        "details": [{"message": what, "property": where}],
    }


def test_the_failing_message_is_named(line):
    good = {"type": "flex", "altText": "x", "contents": RICH}
    bad = good | {"contents": {"type": "bubble"}}
    answer = line.post("/v2/bot/message/validate/push", {"messages": [good, bad]})
    assert answer.json()["message"] == "A message (messages[1]) in the request body is invalid"


def test_the_alternative_text_is_needed(line):
    message = {"type": "flex", "contents": RICH}
    answer = line.post("/v2/bot/message/validate/push", {"messages": [message]})
    assert answer.json()["details"] == [{"message": NEEDED, "property": "messages[0].altText"}]


def test_the_sdks_own_bubble_passes(line):
    from linebot.v3.messaging import FlexContainer, FlexMessage, PushMessageRequest

    user = line.friend()
    contents = FlexContainer.from_dict(RICH)
    message = FlexMessage(alt_text="x", contents=contents)
    assert line.api.push_message(PushMessageRequest(to=user, messages=[message])).sent_messages


SAMPLES = [*VALID.values(), *(contents for contents, _ in INVALID.values())]
SAMPLES = [sample for sample in SAMPLES if len(json.dumps(sample)) < 5000]
ODD = [None, True, 0, -1, 1.5, "", "x", [], [1], {}, {"type": "box"}, [{"type": "text"}], "mega"]


def places(value, at=()):
    yield at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield from places(item, (*at, key))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_value_at_any_place_is_taken_or_refused_but_never_trips(data):
    contents = copy.deepcopy(data.draw(st.sampled_from(SAMPLES)))
    *above, last = data.draw(st.sampled_from(list(places(contents))[1:]))
    holder = contents
    for key in above:
        holder = holder[key]
    holder[last] = data.draw(st.sampled_from(ODD))
    with contextlib.suppress(LineError):
        check(contents)
