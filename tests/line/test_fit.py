"""Messages are made to fit what LINE accepts without losing what they say."""

import copy
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import (
    FAMILY,
    LONG,
    ODD,
    box,
    button,
    call,
    carousel,
    flex,
    replies,
    reply,
    said,
    squeezed,
    text,
)

from bot.line.fit import fit, plain
from bot.line.limits import problems, utf16_units

# Making it fit


def test_what_fits_stays_as_it_is_and_the_input_is_not_changed():
    messages = [flex({"type": "text", "text": "a"}), text("b", **replies(reply("c")))]
    before = copy.deepcopy(messages)
    fitted = fit(messages)
    assert fitted == messages == before
    fitted[0]["contents"]["body"]["contents"].clear()
    assert messages == before


def test_a_long_text_becomes_several_in_order_with_the_replies_on_the_last():
    whole = "\n\n".join(f"{n}. " + "避難してください。" * 100 for n in range(12))
    fitted = fit([text(whole, **replies(reply("OK")))])
    assert len(fitted) == 3
    assert squeezed(said(fitted)) == squeezed(whole)
    assert ["quickReply" in message for message in fitted] == [False, False, True]


def test_more_than_five_texts_are_joined():
    fitted = fit([text(f"part {n}") for n in range(9)])
    assert len(fitted) == 5
    assert [f"part {n}" in said(fitted) for n in range(9)] == [True] * 9


def test_a_text_that_fits_five_messages_is_never_cut():
    whole = ("あ" * 2600 + "。") * 9
    fitted = fit([text(whole)])
    assert squeezed(said(fitted)) == squeezed(whole)


def test_beyond_five_full_messages_the_last_ends_with_an_ellipsis():
    fitted = fit([text("避難" * 20000)])
    assert [utf16_units(message["text"]) for message in fitted] == [5000] * 5
    assert fitted[-1]["text"].endswith("…")


def test_stickers_and_then_the_looks_give_way_to_words():
    rich = [flex({"type": "text", "text": f"rule {n}"}, call("Ambulance", "119")) for n in range(6)]
    fitted = fit([{"type": "sticker", "packageId": "1", "stickerId": "1"}, *rich])
    assert problems(fitted) == []
    assert [message["type"] for message in fitted] == ["flex"] * 4 + ["text"]
    assert fitted[-1]["text"] == "rule 4\nAmbulance: 119\n\nrule 5\nAmbulance: 119"


def test_of_too_many_quick_replies_the_first_thirteen_stay():
    items = [reply(f"{n}") for n in range(20)]
    assert fit([text("a", **replies(*items))])[0]["quickReply"]["items"] == items[:13]


def test_quick_replies_move_to_the_last_message_whose_own_come_first():
    fitted = fit([text("a", **replies(reply("x"), reply("y"))), text("b", **replies(reply("y")))])
    assert fitted == [text("a"), text("b", **replies(reply("y"), reply("x")))]


def test_a_bad_icon_goes_but_its_quick_reply_stays():
    item = {**reply("Shelters"), "imageUrl": "http://example.jp/i.png"}
    assert fit([text("a", **replies(item))]) == [text("a", **replies(reply("Shelters")))]


def test_labels_are_shortened_to_their_own_limit():
    fitted = fit([flex(call(FAMILY * 50, "119")) | replies(reply("い" * 30))])
    assert fitted[0]["contents"]["body"]["contents"][0]["action"]["label"] == FAMILY * 39 + "…"
    assert fitted[0]["quickReply"]["items"][0]["action"]["label"] == "い" * 19 + "…"


def test_a_button_with_too_long_data_goes_because_cut_data_would_mean_something_else():
    fitted = fit([flex(button("a", type="postback", data="x" * 301), call("b", "119"))])
    assert fitted == [flex(call("b", "119"))]


def test_a_number_without_a_scheme_is_not_lost_but_written_out():
    fitted = fit([flex(button("Fire", type="uri", uri="0312345678"))])
    assert fitted == [text("Fire: 0312345678")]


def test_empty_texts_and_unknown_looks_go_and_the_rest_stays_rich():
    good = {"type": "text", "text": "Go up"}
    spans = {"type": "text", "contents": [{"type": "span", "text": ""}]}
    message = flex({"type": "text", "text": " "}, spans, {**good, "color": "red", "glow": True})
    assert fit([message]) == [flex(good)]


def test_an_address_in_japanese_is_percent_encoded():
    fitted = fit([flex(button("a", type="uri", uri="https://a.jp/?q=みほん市 役所"))])
    uri = fitted[0]["contents"]["body"]["contents"][0]["action"]["uri"]
    assert uri.startswith("https://a.jp/?q=%E3%81%BF")
    assert problems(fitted) == []


def heavy(*more, footer=()):
    lines = [{"type": "text", "text": f"{n}: " + "避難" * 60} for n in range(35)]
    return flex(*lines, *more, footer=footer, header=box({"type": "text", "text": "大雨警報"}))


def test_too_heavy_flex_becomes_its_words_and_keeps_its_buttons():
    safe = {"type": "postback", "label": "I am safe", "data": "safe"}
    fitted = fit([heavy(footer=[call("Ambulance", "119"), button(**safe)]) | replies(reply("OK"))])
    assert len(fitted) == 1
    assert fitted[0]["text"].startswith("大雨警報\n\n0: 避難")
    assert fitted[0]["text"].endswith("34: " + "避難" * 60 + "\n\nAmbulance: 119")
    actions = [item["action"] for item in fitted[0]["quickReply"]["items"]]
    assert [action["label"] for action in actions] == ["OK", "Ambulance", "I am safe"]
    assert actions[1] == {"type": "uri", "label": "Ambulance", "uri": "tel:119"}


def test_a_long_carousel_becomes_several_of_one_size():
    bubbles = [flex({"type": "text", "text": str(n)})["contents"] for n in range(30)]
    bubbles[3]["size"] = "giga"
    fitted = fit([carousel(*bubbles)])
    assert [len(message["contents"]["contents"]) for message in fitted] == [12, 12, 6]
    assert {b["size"] for message in fitted for b in message["contents"]["contents"]} == {"giga"}


def test_a_number_given_instead_of_text_is_said():
    assert fit([text(119)]) == [text("119")]
    assert fit([flex({"type": "text", "text": 119})]) == [flex({"type": "text", "text": "119"})]


def test_words_in_a_part_that_line_does_not_know_are_said_all_the_same():
    assert fit([flex({"type": "heading", "text": "Run"}, {"type": "text", "text": "now"})]) == [
        text("Run\nnow")
    ]


def test_nothing_said_is_nothing_sent():
    assert fit([]) == fit([text(" ")]) == plain([{"type": "sticker"}]) == []


# In words alone


def test_plain_says_a_rich_message_in_reading_order_with_its_numbers():
    message = flex(
        box({"type": "text", "text": "Level"}, {"type": "text", "text": "4"}, layout="horizontal"),
        {
            "type": "text",
            "contents": [{"type": "span", "text": "Evac"}, {"type": "span", "text": "uate"}],
        },
        {"type": "text", "text": "Map", "action": {"type": "uri", "uri": "https://a.jp/m"}},
        footer=[
            call("Call 119", "119"),
            call("Advice", "%237119"),
            button("OK", type="message", text="OK"),
        ],
    )
    assert plain([message]) == [
        text(
            "Level 4\nEvacuate\nMap: https://a.jp/m\n\nCall 119\nAdvice: #7119",
            **replies(reply("OK")),
        )
    ]


def test_plain_writes_out_links_of_quick_replies_and_drops_what_may_be_refused():
    link = reply("Fire") | {"action": {"type": "uri", "label": "Fire", "uri": "tel:119"}}
    icon = {**reply("OK"), "imageUrl": "https://a.jp/i.png"}
    message = text("a", sender={"name": "City"}, quoteToken="x", **replies(link, icon))
    assert plain([message]) == [text("a\nFire: 119", **replies(reply("OK")))]


def test_plain_says_a_location_with_a_map_link_and_a_picture_as_its_link():
    place = {
        "type": "location",
        "title": "School",
        "address": "みほん市1-2",
        "latitude": 35.5,
        "longitude": 139,
    }
    picture = {
        "type": "image",
        "originalContentUrl": "https://a.jp/a.png",
        "previewImageUrl": "https://a.jp/b.png",
    }
    first, second = plain([place, picture])
    assert first["text"].startswith("School\nみほん市1-2\nhttps://")
    assert first["text"].endswith("35.5,139")
    assert second == text("https://a.jp/a.png")


def test_plain_says_a_template():
    ask = {
        "type": "confirm",
        "text": "Safe?",
        "actions": [reply("Yes")["action"], reply("No")["action"]],
    }
    assert plain([{"type": "template", "altText": "?", "template": ask}]) == [
        text("Safe?", **replies(reply("Yes"), reply("No")))
    ]


# Whatever is said, LINE accepts it

URLS = st.one_of(st.just("https://a.jp/a.png"), st.just("http://a.jp/"), st.just("tel:119"), ODD)
ACTIONS = st.one_of(
    st.builds(lambda label, said: {"type": "message", "label": label, "text": said}, LONG, LONG),
    st.builds(lambda label, uri: {"type": "uri", "label": label, "uri": uri}, LONG, URLS),
    st.builds(
        lambda label, data, shown: {
            "type": "postback",
            "label": label,
            "data": data,
            "displayText": shown,
        },
        LONG,
        LONG,
        LONG,
    ),
    st.builds(lambda label: {"type": "location", "label": label}, LONG),
)
PARTS = st.recursive(
    st.one_of(
        st.builds(lambda said: {"type": "text", "text": said, "wrap": True}, LONG),
        st.builds(
            lambda *spans: {
                "type": "text",
                "contents": [{"type": "span", "text": s} for s in spans],
            },
            ODD,
            ODD,
        ),
        st.builds(lambda action: {"type": "button", "action": action}, ACTIONS),
        st.builds(lambda url: {"type": "image", "url": url}, URLS),
        st.builds(lambda url: {"type": "icon", "url": url}, URLS),
    ),
    lambda inner: st.builds(
        lambda layout, parts: box(*parts, layout=layout),
        st.sampled_from(["vertical", "horizontal", "baseline", "spiral"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=8,
)
BUBBLES = st.builds(
    lambda parts, size: flex(*parts, size=size)["contents"],
    st.lists(PARTS, max_size=4),
    st.sampled_from(["mega", "kilo", "huge"]),
)
BARE = st.one_of(
    st.builds(text, LONG),
    st.builds(lambda alt, bubble: {"type": "flex", "altText": alt, "contents": bubble}, LONG, BUBBLES),
    st.builds(lambda bubbles: carousel(*bubbles), st.lists(BUBBLES, max_size=14)),
    st.builds(lambda a, b: {"type": "image", "originalContentUrl": a, "previewImageUrl": b}, URLS, URLS),
    st.builds(
        lambda a: {"type": "sticker", "packageId": "1", "stickerId": a},
        st.sampled_from(["1", "", "x"]),
    ),
    st.builds(
        lambda a, b, x, y: {
            "type": "location",
            "title": a,
            "address": b,
            "latitude": x,
            "longitude": y,
        },
        LONG,
        LONG,
        st.floats(),
        st.floats(-180, 180),
    ),
)
ITEMS = st.builds(lambda action: {"type": "action", "action": action}, ACTIONS)
MESSAGES = st.builds(
    lambda message, items, sender: {**message, **replies(*items), **sender},
    BARE,
    st.lists(ITEMS, max_size=16),
    st.one_of(st.just({}), st.builds(lambda name: {"sender": {"name": name}}, ODD)),
)
SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


@SLOW
@given(st.lists(MESSAGES, max_size=8), st.sampled_from([fit, plain]))
def test_whatever_is_fitted_is_accepted(messages, make):
    before = copy.deepcopy(messages)
    fitted = make(messages)
    assert fitted == [] or problems(fitted) == []
    assert json.dumps(messages) == json.dumps(before)
    assert all("quickReply" not in message for message in fitted[:-1])


@SLOW
@given(st.lists(MESSAGES, max_size=4))
def test_what_was_fitted_once_fits_for_good(messages):
    fitted = fit(messages)
    assert fit(fitted) == fitted


@SLOW
@given(st.lists(BUBBLES, min_size=1, max_size=3))
def test_no_emergency_number_is_lost_whatever_is_around_it(bubbles):
    for bubble in bubbles:
        bubble["footer"] = box(call("Fire", "119"))
    messages = [carousel(*bubbles)]
    assert json.dumps(fit(messages)).count("119") >= len(bubbles) or said(fit(messages)).endswith("…")
    assert "119" in said(plain(messages)) or said(plain(messages)).endswith("…")
