"""What LINE would refuse is found, counted as LINE counts; texts are cut where nothing breaks."""

import json

import linebot.v3.messaging as sdk
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import (
    FAMILY,
    ODD,
    box,
    button,
    call,
    carousel,
    flex,
    replies,
    reply,
    squeezed,
    text,
)

from bot.line.counting import label_width, shorten, split
from bot.line.limits import grapheme_count, graphemes, problems, utf16_units
from bot.line.limits_flex import BUBBLE, CAROUSEL, COMPONENTS, weight


def found(*messages):
    return [(problem.path, problem.rule) for problem in problems(messages)]


# Counting and cutting


def test_it_counts_as_lines_own_page_on_counting_does():
    assert [utf16_units(sign) for sign in ("🍎", "𠮷", FAMILY)] == [2, 2, 11]
    assert [grapheme_count(sign) for sign in ("🍎", "𠮷", FAMILY, "e\u0301", "น้ำ")] == [1] * 5
    assert graphemes(f"a{FAMILY}န်") == ["a", FAMILY, "န်"]


def test_a_label_is_counted_the_way_that_gives_more():
    assert grapheme_count("क्ष") == 1
    assert label_width("क्ष") == 2
    assert label_width("น้ำ") == 1


def test_a_shortened_text_ends_between_characters_with_an_ellipsis():
    assert shorten("short", 5) == "short"
    assert shorten(FAMILY * 3, 2, grapheme_count) == f"{FAMILY}…"
    assert shorten(FAMILY * 3, 12) == f"{FAMILY}…"
    assert shorten("Call the city", 6) == "Call…"


def test_a_shortened_text_never_shows_half_a_phone_number():
    assert shorten("City office 03-1234-5678", 18) == "City office…"


@pytest.mark.parametrize(
    ("whole", "first"),
    [
        ("aaaa bbb\n\ncc dddd", "aaaa bbb"),
        ("aaaa. bbb cc", "aaaa."),
        ("あいうえお。かきくけこ", "あいうえお。"),
        ("ကခဂဃငစ။ဆဇဈညတ", "ကခဂဃငစ။"),
        ("कखगघङ।चछजझञटठ", "कखगघङ।"),
        ("aaaa bbbb cccc", "aaaa bbbb"),
        ("กขคงจฉชซฌญฎฏ", "กขคงจฉชซฌญ"),
        ("あいうえお 03 1234 5678", "あいうえお"),
        ("あいうえおか012345", "あいうえおか"),
    ],
)
def test_a_long_text_is_split_where_its_script_pauses(whole, first):
    assert split(whole, 10)[0] == first


@settings(deadline=None)
@given(ODD, st.integers(2, 40))
def test_splitting_loses_only_white_space_and_respects_the_limit(whole, limit):
    parts = split(whole, limit)
    assert all(utf16_units(part) <= limit for part in parts)
    assert squeezed("".join(parts)) == squeezed(whole)


@given(ODD.filter(lambda whole: len(whole) < 500))
def test_splitting_never_cuts_inside_a_character(whole):
    room = max((utf16_units(cluster) for cluster in graphemes(whole)), default=1)
    ends = {0}
    for cluster in graphemes(whole):
        ends.add(max(ends) + len(cluster))
    place = 0
    for part in split(whole, max(room, 2)):
        assert whole.find(part, place) in ends or not part.strip()
        place = whole.find(part, place) + len(part)


# What LINE would refuse


def test_it_accepts_an_ordinary_rich_answer():
    message = flex(
        {"type": "text", "text": "避難所", "weight": "bold", "size": "xl", "wrap": True},
        box({"type": "icon", "url": "https://example.jp/i.png"}, layout="baseline"),
        footer=[call("119", "119")],
    )
    assert found({**message, **replies(reply("OK"))}) == []


@pytest.mark.parametrize(
    ("message", "path", "rule"),
    [
        (text(""), "/text", "empty"),
        (text(" \n"), "/text", "empty"),
        (text("🍎" * 2501), "/text", "too-long"),
        (text("\ud83d"), "/text", "unicode"),
        (text(119), "/text", "text"),
        ({"type": "text"}, "/text", "missing"),
        ({"type": "poem"}, "/type", "kind"),
        (
            text("a", emojis=[{"index": 0, "productId": "1", "emojiId": "1"}]),
            "/emojis/0/index",
            "emoji",
        ),
        ({"type": "textV2", "text": "{who} is safe"}, "/text", "braces"),
        ({"type": "textV2", "text": "a } b"}, "/text", "braces"),
        ({"type": "sticker", "packageId": "1"}, "/stickerId", "missing"),
        ({"type": "audio", "originalContentUrl": "https://a.jp/a.m4a"}, "/duration", "missing"),
        (text("a", sender={"name": "a" * 21}), "/sender/name", "too-long"),
        (text("a", sender={"name": "LINE"}), "/sender/name", "reserved"),
        (text("a", quickReply={"items": []}), "/quickReply/items", "count"),
        (text("a", **replies(*[reply(str(n)) for n in range(14)])), "/quickReply/items", "count"),
        (
            text("a", **replies(reply("é" * 21))),
            "/quickReply/items/0/action/label",
            "too-many-graphemes",
        ),
        (
            text("a", **replies({**reply("a"), "imageUrl": "http://a.jp/a.png"})),
            "/quickReply/items/0/imageUrl",
            "scheme",
        ),
        (flex(alt="é" * 1501), "/altText", "too-long"),
        (
            flex(call("é" * 41, "119")),
            "/contents/body/contents/0/action/label",
            "too-many-graphemes",
        ),
        (flex(call("", "119")), "/contents/body/contents/0/action/label", "empty"),
        (
            flex({"type": "button", "action": {"type": "camera"}}),
            "/contents/body/contents/0/action/type",
            "kind",
        ),
        (
            flex(button("a", type="postback", data="é" * 301)),
            "/contents/body/contents/0/action/data",
            "exact",
        ),
        (
            flex(button("a", type="postback", data="a", displayText="é" * 301)),
            "/contents/body/contents/0/action/displayText",
            "too-many-graphemes",
        ),
        (
            flex(button("a", type="postback", data="a", fillInText="b")),
            "/contents/body/contents/0/action/fillInText",
            "conflict",
        ),
        (
            flex(button("a", type="message", text="é" * 301)),
            "/contents/body/contents/0/action/text",
            "exact",
        ),
        (
            flex(button("a", type="uri", uri="mailto:a@a.jp")),
            "/contents/body/contents/0/action/uri",
            "scheme",
        ),
        (
            flex(button("a", type="uri", uri="https://a.jp/避難所")),
            "/contents/body/contents/0/action/uri",
            "encoding",
        ),
        (
            flex(button("a", type="uri", uri="https://a.jp/" + "a" * 1000)),
            "/contents/body/contents/0/action/uri",
            "exact",
        ),
        (flex({"type": "text", "text": ""}), "/contents/body/contents/0/text", "empty"),
        (flex({"type": "text"}), "/contents/body/contents/0/text", "missing"),
        (
            flex({"type": "text", "text": "a", "colour": "#000000"}),
            "/contents/body/contents/0/colour",
            "unknown",
        ),
        (
            flex({"type": "text", "text": "a", "color": "red"}),
            "/contents/body/contents/0/color",
            "form",
        ),
        (
            flex({"type": "icon", "url": "https://a.jp/a.png"}),
            "/contents/body/contents/0/type",
            "kind",
        ),
        (
            flex(box(call("a", "119"), layout="baseline")),
            "/contents/body/contents/0/contents/0/type",
            "kind",
        ),
        (
            flex({"type": "image", "url": "https://a.jp/a.png", "aspectRatio": "1:4"}),
            "/contents/body/contents/0/aspectRatio",
            "form",
        ),
        (flex({"type": "marquee"}), "/contents/body/contents/0/type", "kind"),
        (flex(*[{"type": "text", "text": "避難" * 50}] * 45), "/contents", "weight"),
        (
            {"type": "flex", "altText": "a", "contents": {"type": "bubble"}},
            "/contents/body",
            "missing",
        ),
        (carousel(*[flex()["contents"]] * 13), "/contents/contents", "count"),
        (
            carousel(flex(size="kilo")["contents"], flex()["contents"]),
            "/contents/contents",
            "sizes",
        ),
        (
            {
                "type": "location",
                "title": "a" * 101,
                "address": "b",
                "latitude": 35,
                "longitude": 139,
            },
            "/title",
            "too-long",
        ),
        (
            {
                "type": "location",
                "title": "a",
                "address": "b",
                "latitude": float("nan"),
                "longitude": 139,
            },
            "/latitude",
            "number",
        ),
        (
            {
                "type": "template",
                "altText": "a",
                "template": {"type": "confirm", "text": "a", "actions": [reply("a")["action"]]},
            },
            "/template/actions",
            "count",
        ),
        (
            {
                "type": "template",
                "altText": "a",
                "template": {
                    "type": "buttons",
                    "title": "t",
                    "text": "é" * 61,
                    "actions": [reply("a")["action"]],
                },
            },
            "/template/text",
            "too-many-graphemes",
        ),
        (
            {
                "type": "imagemap",
                "baseUrl": "https://a.jp/m",
                "altText": "a",
                "baseSize": {"width": 700, "height": 1},
                "actions": [],
            },
            "/baseSize/width",
            "number",
        ),
    ],
)
def test_it_finds_what_line_would_refuse_and_says_where(message, path, rule):
    assert found(message) == [(f"messages[0]{path}", rule)]


def test_a_request_holds_one_to_five_messages():
    assert found() == [("messages", "count")]
    assert found(*[text("a")] * 6) == [("messages", "count")]


@pytest.mark.parametrize(
    ("url", "accepted"),
    [
        ("https://example.jp/a.png", True),
        ("http://127.0.0.1:8000/a.png", True),
        ("http://localhost/a.png", True),
        ("http://[::1]:8000/a.png", True),
        ("http://example.jp/a.png", False),
        ("http://localhost.example.jp/a.png", False),
        ("http://localhost@example.jp/a.png", False),
        ("https://example.jp/" + "a" * 2000, False),
        ("/media/a.png", False),
    ],
)
def test_pictures_come_by_https_or_from_the_development_machine(url, accepted):
    message = {"type": "image", "originalContentUrl": url, "previewImageUrl": url}
    assert (found(message) == []) == accepted


def test_the_weight_of_flex_is_never_less_than_its_utf8():
    for sign in ("a", "é", "避", "🍎", '"', "\n"):
        value = {"text": sign * 100}
        assert weight(value) >= len(json.dumps(value, ensure_ascii=False).encode())


@pytest.mark.parametrize("kind", [*COMPONENTS, "bubble", "carousel"])
def test_the_properties_of_flex_are_those_of_lines_own_library(kind):
    model = getattr(sdk, f"Flex{kind.capitalize()}")
    shape = {**COMPONENTS, "bubble": BUBBLE, "carousel": CAROUSEL}[kind]
    assert {*shape.fields, "type"} == {field.alias for field in model.__fields__.values()}
