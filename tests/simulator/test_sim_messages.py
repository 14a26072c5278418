"""LINE's rules for message objects: examples that pass, and their neighbours that do not."""

import contextlib
import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.errors import LineError
from bot.simulator.rules.messages import REQUEST, check_request

FAMILY = "👨‍👩‍👧‍👦"  # one grapheme, 11 UTF-16 code units
APPLE = "🍎"  # one grapheme, 2 UTF-16 code units
PICTURE = "https://example.com/a.png"
EMPTY = "May not be empty"
NEEDED = "must be specified"


def text(**more):
    return {"type": "text", "text": "hello"} | more


def quick(action, count=1, **item):
    items = [{"type": "action", "action": action} | item] * count
    return text(quickReply={"items": items})


def postback(**more):
    return {"type": "postback", "label": "Yes", "data": "a=1"} | more


def buttons(**more):
    template = {"type": "buttons", "text": "Well?", "actions": [postback()]} | more
    return {"type": "template", "altText": "Well?", "template": template}


def column(**more):
    return {"text": "One", "actions": [postback()]} | more


def carousel(*columns):
    template = {"type": "carousel", "columns": list(columns)}
    return {"type": "template", "altText": "x", "template": template}


def confirm(*actions):
    template = {"type": "confirm", "text": "Sure?", "actions": list(actions)}
    return {"type": "template", "altText": "Sure?", "template": template}


def pictures(label):
    action = {"type": "uri", "label": label, "uri": "https://example.com/"}
    columns = [{"imageUrl": PICTURE, "action": action}]
    return {
        "type": "template",
        "altText": "x",
        "template": {"type": "image_carousel", "columns": columns},
    }


def picker(**more):
    return {"type": "datetimepicker", "label": "When", "data": "d", "mode": "date"} | more


def imagemap(**more):
    area = {"x": 0, "y": 0, "width": 520, "height": 520}
    return {
        "type": "imagemap",
        "baseUrl": "https://example.com/map",
        "altText": "A map",
        "baseSize": {"width": 1040, "height": 1040},
        "actions": [{"type": "uri", "linkUri": "https://example.com/", "area": area}],
    } | more


def v2(words, **substitution):
    return {"type": "textV2", "text": words, "substitution": substitution}


def mention(user="U" + "a" * 32):
    return {"type": "mention", "mentionee": {"type": "user", "userId": user}}


LOCATION = {
    "type": "location",
    "title": "Hall",
    "address": "1-1",
    "latitude": 35,
    "longitude": 139.5,
}
STICKER = {"type": "sticker", "packageId": "446", "stickerId": "1988"}
EMOJI = {"productId": "5ac1bfd5040ab15980c9b435", "emojiId": "001"}
AREA = {"x": 0, "y": 0, "width": 100, "height": 100}
MOVIE = {"originalContentUrl": PICTURE, "previewImageUrl": PICTURE, "area": AREA}

VALID = {
    "a text": text(),
    "5,000 UTF-16 code units": text(text=APPLE * 2500),
    "13 quick replies": quick(postback(), 13),
    "a label of 20 graphemes": quick(postback(label=FAMILY * 20)),
    "a place to be sent": quick({"type": "location", "label": "Here"}),
    "a camera": quick({"type": "camera", "label": "Photo"}),
    "an icon": quick(postback(), imageUrl=PICTURE),
    "a phone number": quick({"type": "uri", "label": "Call", "uri": "tel:119"}),
    "300 characters of data": quick(postback(data="d" * 300)),
    "a keyboard that opens": quick(postback(inputOption="openKeyboard", fillInText="x")),
    "a date": quick(picker(initial="2026-11-21", min="1900-01-01", max="2100-12-31")),
    "a moment": quick(picker(mode="datetime", initial="2026-11-21T23:59")),
    "a clipboard": quick({"type": "clipboard", "label": "Copy", "clipboardText": "c" * 1000}),
    "a sender": text(sender={"name": "City hall", "iconUrl": PICTURE}),
    "null is as good as nothing": text(quickReply=None, sender=None),
    "fields LINE does not know": text(notYetInvented=1),
    "an emoji at its dollar": text(text=APPLE + "$", emojis=[EMOJI | {"index": 2}]),
    "a mention": v2("Hello {who}", who=mention()),
    "a mention of all": v2("{who}", who={"type": "mention", "mentionee": {"type": "all"}}),
    "an emoji by name": v2("{smile}", smile=EMOJI | {"type": "emoji"}),
    "braces that mean braces": v2("{{who}}"),
    "a sticker": STICKER,
    "a picture": {"type": "image", "originalContentUrl": PICTURE, "previewImageUrl": PICTURE},
    "a picture on this machine": {
        "type": "image",
        "originalContentUrl": "http://127.0.0.1:8000/a.png",
        "previewImageUrl": "http://localhost/a.png",
    },
    "a film": {
        "type": "video",
        "originalContentUrl": PICTURE,
        "previewImageUrl": PICTURE,
        "trackingId": "track-1",
    },
    "a sound": {"type": "audio", "originalContentUrl": PICTURE, "duration": 60000},
    "a place": LOCATION,
    "a coupon": {"type": "coupon", "couponId": "01J"},
    "an imagemap": imagemap(),
    "an imagemap with a film": imagemap(video=MOVIE),
    "buttons": buttons(actions=[postback()] * 4, text="t" * 160),
    "buttons with a title": buttons(title="T" * 40, text="t" * 60),
    "a confirm": confirm(postback(), postback()),
    "ten columns": carousel(*[column()] * 10),
    "pictures in a row": pictures("l" * 12),
}


def details(*pairs):
    return [{"property": f"messages[0].{where}", "message": what} for where, what in pairs]


ITEM = "quickReply.items[0]"
ACTION = f"{ITEM}.action"
LABEL = "Length must be between 0 and 20"
KINDS = (
    "Must be one of the following values: [text, textV2, sticker, image, video, audio, location, "
    "coupon, imagemap, template, flex]"
)
INVALID = {
    "no text": ({"type": "text"}, details(("text", EMPTY))),
    "an empty text": (text(text=""), details(("text", EMPTY))),
    "5,001 UTF-16 code units": (
        text(text=APPLE * 2500 + "x"),
        details(("text", "Length must be between 0 and 5000")),
    ),
    "no type": ({"text": "x"}, details(("type", NEEDED))),
    "an unknown type": ({"type": "telegram"}, details(("type", KINDS))),
    "14 quick replies": (
        quick(postback(), 14),
        details(("quickReply.items", "Size must be between 1 and 13")),
    ),
    "no quick replies": (
        text(quickReply={"items": []}),
        details(("quickReply.items", "Size must be between 1 and 13")),
    ),
    "a label of 21 graphemes": (
        quick(postback(label=FAMILY * 21)),
        details((f"{ACTION}.label", LABEL)),
    ),
    "a quick reply without a label": (
        quick({"type": "message", "text": "x"}),
        details((f"{ACTION}.label", NEEDED)),
    ),
    "301 characters of data": (
        quick(postback(data="d" * 301)),
        details((f"{ACTION}.data", "Length must be between 0 and 300")),
    ),
    "a menu switch outside of a menu": (
        quick({"type": "richmenuswitch", "label": "x", "data": "x", "richMenuAliasId": "x"}),
        details(
            (
                f"{ACTION}.type",
                "Must be one of the following values: [postback, message, uri, datetimepicker, "
                "clipboard, camera, cameraRoll, location]",
            )
        ),
    ),
    "an icon without https": (
        quick(postback(), imageUrl="http://example.com/a.png"),
        details((f"{ITEM}.imageUrl", "invalid uri")),
    ),
    "a link of another scheme": (
        quick({"type": "uri", "label": "x", "uri": "javascript:alert(1)"}),
        details((f"{ACTION}.uri", "invalid uri")),
    ),
    "a link that is not encoded": (
        quick({"type": "uri", "label": "x", "uri": "https://example.com/避難所"}),
        details((f"{ACTION}.uri", "invalid uri")),
    ),
    "a link that is too long": (
        quick({"type": "uri", "label": "x", "uri": "https://example.com/" + "x" * 1000}),
        details((f"{ACTION}.uri", "Length must be between 0 and 1000")),
    ),
    "both displayText and text": (
        quick(postback(displayText="a", text="b")),
        details((f"{ACTION}.text", "displayText and text cannot both be specified")),
    ),
    "a date out of range": (
        quick(picker(max="2101-01-01")),
        details((f"{ACTION}.max", "invalid property")),
    ),
    "a time where a date belongs": (
        quick(picker(initial="10:00")),
        details((f"{ACTION}.initial", "invalid property")),
    ),
    "a sender's name that is too long": (
        text(sender={"name": "n" * 21}),
        details(("sender.name", LABEL)),
    ),
    "an emoji beside its dollar": (
        text(text=APPLE + "$", emojis=[EMOJI | {"index": 1}]),
        details(("emojis[0].index", "invalid property")),
    ),
    "21 emojis": (
        text(text="$", emojis=[EMOJI | {"index": 0}] * 21),
        details(("emojis", "Size must be between 0 and 20")),
    ),
    "a name without its substitution": (
        v2("Hello {who}"),
        details(("text", "invalid property")),
    ),
    "a brace alone": (v2("Hello {who", who=mention()), details(("text", "invalid property"))),
    "21 mentions": (
        v2("{who}" * 21, who=mention()),
        details(("substitution", "At most 20 mentions can be specified")),
    ),
    "a name with a space": (
        v2("x", **{"a b": mention()}),
        details(("substitution.a b", "invalid property")),
    ),
    "a sticker without a package": (
        {"type": "sticker", "stickerId": "1"},
        details(("packageId", NEEDED)),
    ),
    "a picture without preview": (
        {"type": "image", "originalContentUrl": PICTURE},
        details(("previewImageUrl", NEEDED)),
    ),
    "a place without a title": (
        {key: LOCATION[key] for key in LOCATION if key != "title"},
        details(("title", NEEDED)),
    ),
    "a place that is not on earth": (
        LOCATION | {"latitude": 91},
        details(("latitude", "Must be between -90 and 90")),
    ),
    "a title of 101": (
        LOCATION | {"title": "t" * 101},
        details(("title", "Length must be between 0 and 100")),
    ),
    "an imagemap of another width": (
        imagemap(baseSize={"width": 1000, "height": 1040}),
        details(("baseSize.width", "Must be between 1040 and 1040")),
    ),
    "51 areas": (
        imagemap(actions=imagemap()["actions"] * 51),
        details(("actions", "Size must be between 1 and 50")),
    ),
    "an area left of the map": (
        imagemap(video=MOVIE | {"area": AREA | {"x": -1}}),
        details(("video.area.x", "must be greater than or equal to 0")),
    ),
    "an alternative text of 1,501": (
        imagemap(altText="x" * 1501),
        details(("altText", "Length must be between 0 and 1500")),
    ),
    "five buttons": (
        buttons(actions=[postback()] * 5),
        details(("template.actions", "Size must be between 1 and 4")),
    ),
    "161 characters beside no picture": (
        buttons(text="t" * 161),
        details(("template.text", "Length must be between 0 and 160")),
    ),
    "61 characters beside a title": (
        buttons(title="T", text="t" * 61),
        details(("template.text", "Length must be between 0 and 60")),
    ),
    "a confirm with one button": (
        confirm(postback()),
        details(("template.actions", "Size must be between 2 and 2")),
    ),
    "a button without a label": (
        confirm(postback(label=None), postback()),
        details(("template.actions[0].label", NEEDED)),
    ),
    "eleven columns": (
        carousel(*[column()] * 11),
        details(("template.columns", "Size must be between 1 and 10")),
    ),
    "columns with unlike numbers of buttons": (
        carousel(column(), column(actions=[postback()] * 2)),
        details(("template.columns", "actions must be consistent in all columns")),
    ),
    "a picture's label of 13": (
        pictures("l" * 13),
        details(("template.columns[0].action.label", "Length must be between 0 and 12")),
    ),
}


def check(*messages):
    request = {"messages": list(messages)}
    check_request(REQUEST, request, json.dumps(request).encode())


@pytest.mark.parametrize("name", VALID)
def test_it_takes(name):
    check(VALID[name])


@pytest.mark.parametrize("name", INVALID)
def test_it_refuses(name):
    message, expected = INVALID[name]
    with pytest.raises(LineError) as error:
        check(message)
    assert error.value.body() == {
        "message": f"The request body has {len(expected)} error(s)",
        "details": expected,
    }


def test_several_errors_are_told_together():
    with pytest.raises(LineError) as error:
        check(text(text=""), {"type": "sticker"})
    assert error.value.message == "The request body has 3 error(s)"


@pytest.mark.parametrize("count", [0, 6])
def test_a_request_has_one_to_five_messages(line, count):
    answer = line.post("/v2/bot/message/validate/push", {"messages": [text()] * count})
    assert answer.json() == {
        "message": "The request body has 1 error(s)",
        "details": [{"message": "Size must be between 1 and 5", "property": "messages"}],
    }


@pytest.mark.parametrize("kind", ["reply", "push", "multicast", "narrowcast", "broadcast"])
def test_messages_can_be_validated_without_being_sent(line, kind):
    from linebot.v3.messaging import TextMessage, ValidateMessageRequest

    validate = getattr(line.api, f"validate_{kind}")
    validate(ValidateMessageRequest(messages=[TextMessage(text="hello")]))
    assert line.platform.chats == {}


def test_a_value_of_another_type_is_named(line):
    answer = line.post("/v2/bot/message/validate/push", {"messages": [text(text={})]})
    assert answer.json()["message"] == (
        "The property, messages[0].text, in the request body is invalid (line: -, column: -)"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
SAMPLES = [*VALID.values(), *(message for message, _ in INVALID.values())]


def places(value, at=()):
    """Every place in a JSON value."""
    yield at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield from places(item, (*at, key))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_value_at_any_place_is_taken_or_refused_but_never_trips(data):
    message = copy.deepcopy(data.draw(st.sampled_from(SAMPLES)))
    *above, last = data.draw(st.sampled_from(list(places(message))[1:]))
    holder = message
    for key in above:
        holder = holder[key]
    holder[last] = data.draw(JSON)
    with contextlib.suppress(LineError):
        check(message)
