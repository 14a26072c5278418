"""Bubbles → LINE's JSON: the four looks, what buttons do, and that nothing LINE refuses goes out."""

from __future__ import annotations

import copy
import json

import pytest

from bot.line.limits import MESSAGE
from bot.line.messages import Composer
from bot.line.reading import actions_of, words_of
from bot.line.repair import refused
from bot.model import Bubble, Button

CALL = Button("Call 119", "dial", "119")
FIRE = Bubble(
    "en",
    "card",
    title="Fire: call 119",
    lines=("Get out.", "Call 119."),
    pictogram="fire-now",
    buttons=(CALL, Button("map.example", "link", "https://map.example/"), Button("More", "post", "do=more")),
    small=("Source: Fire Service", "Draft"),
)
DANGER = Bubble("en", "danger", title="Call now", lines=("Get out.",), pictogram="emergency", buttons=(CALL,))
SHOW = Bubble("ja", "show", title="火事です", lines=("外へ出る。",), small=("読んでください",))


def posts(*labels):
    return tuple(Button(label, "post", f"do={label}") for label in labels)


def panel(*labels):
    return Bubble("en", "panel", lines=("Which one?",), buttons=posts(*labels), small=("Draft",))


@pytest.fixture
def composer():
    return Composer("https://bot.example")


@pytest.fixture
def compose(composer):
    def composed(*bubbles, quick=()):
        messages = composer.compose(bubbles, quick)
        assert not any(refused(message, MESSAGE) for message in messages)
        return messages

    return composed


@pytest.fixture
def one(compose):
    def contents(bubble):
        (message,) = compose(bubble)
        return message["contents"]

    return contents


def parts(value, kind):
    """Every part of this type, in reading order."""
    if isinstance(value, list):
        return [found for item in value for found in parts(item, kind)]
    if not isinstance(value, dict):
        return []
    own = [value] if value.get("type") == kind else []
    return own + [found for item in value.values() for found in parts(item, kind)]


def rows_of(bubble):
    """How many things to press stand side by side, row after row."""
    boxes = [part for part in bubble["body"]["contents"] if part.get("layout") == "horizontal"]
    return [len(box["contents"]) for box in boxes]


# --- the looks


def test_a_sentence_is_a_text_message(compose):
    assert compose(Bubble("en", "text", lines=("Hello.", "Ask me."))) == (
        {"type": "text", "text": "Hello.\nAsk me."},
    )


def test_a_card_has_picture_title_numbered_steps_small_print_and_buttons_below(one):
    bubble = one(FIRE)
    assert bubble["size"] == "mega"
    texts = [part["text"] for part in parts(bubble["body"], "text")]
    assert texts == [
        "Fire: call 119",
        "1",
        "Get out.",
        "2",
        "Call 119.",
        "Source: Fire Service",
        "Draft",
    ]
    assert [part["action"]["label"] for part in bubble["footer"]["contents"]] == [
        "Call 119",
        "map.example",
        "More",
    ]


def test_a_card_without_buttons_has_no_footer(one):
    assert "footer" not in one(Bubble("en", "card", title="Fire", lines=("Get out.",)))


def test_danger_has_its_title_white_on_red_and_a_call_button(one):
    bubble = one(DANGER)
    assert bubble["header"]["backgroundColor"] == "#B81D13"
    (title,) = parts(bubble["header"], "text")
    assert (title["text"], title["color"]) == ("Call now", "#FFFFFF")
    (button,) = parts(bubble["footer"], "button")
    assert (button["style"], button["color"]) == ("primary", "#B81D13")


def test_danger_without_anything_but_a_title_is_a_message_too(compose):
    (message,) = compose(Bubble("en", "danger", title="Under a table.", pictogram="emergency"))
    assert "Under a table." in words_of(message)


def test_what_is_shown_to_a_japanese_person_is_large_and_without_buttons(one):
    bubble = one(SHOW)
    assert bubble["size"] == "giga"
    assert [(text["text"], text["size"]) for text in parts(bubble, "text")] == [
        ("読んでください", "sm"),
        ("火事です", "xxl"),
        ("外へ出る。", "xl"),
    ]
    assert actions_of(bubble) == []


def test_every_text_of_a_rich_message_wraps_and_is_never_cut(one):
    for bubble in (FIRE, DANGER, SHOW, panel("A", "B")):
        wide = [text for text in parts(one(bubble), "text") if len(text["text"]) > 1]
        assert all(text["wrap"] for text in wide)


def test_the_list_of_chats_shows_title_and_steps(compose):
    (message,) = compose(FIRE)
    assert message["altText"] == "Fire: call 119 Get out. Call 119."


def test_a_long_text_for_the_list_of_chats_ends_with_an_ellipsis(compose):
    (message,) = compose(Bubble("en", "card", title="Fire", lines=("x" * 500,)))
    assert message["altText"].startswith("Fire xxx")
    assert message["altText"].endswith("…")
    assert len(message["altText"]) <= 400


# --- panels


def test_many_short_buttons_stand_in_two_columns(one):
    assert rows_of(one(panel("A", "B", "C", "D", "E"))) == [2, 2, 1]


def test_few_buttons_stand_one_below_the_other(one):
    assert rows_of(one(panel("A", "B", "C", "D"))) == [1, 1, 1, 1]


def test_one_long_label_puts_all_in_one_column(one):
    assert rows_of(one(panel("A", "B", "C", "D", "a label of 17 chs"))) == [1, 1, 1, 1, 1]


def test_the_buttons_of_a_panel_show_their_whole_label(one):
    label = "Loud alarm on the phone, what is it?"
    bubble = one(panel(label))
    (pressed,) = actions_of(bubble)
    assert pressed["data"] == f"do={label}"
    assert label in [text["text"] for text in parts(bubble, "text")]


# --- what buttons do


@pytest.mark.parametrize(
    ("number", "uri"),
    [
        ("119", "tel:119"),
        ("#7119", "tel:%237119"),
        ("0570-013904", "tel:0570013904"),
        ("+81 (3) 1234-5678", "tel:+81312345678"),
        ("*67", "tel:*67"),
    ],
)
def test_a_call_button_dials_a_percent_encoded_number(one, number, uri):
    bubble = Bubble("en", "card", title="t", lines=("s",), buttons=(Button("Call", "dial", number),))
    (action,) = actions_of(one(bubble))
    assert action == {"type": "uri", "label": "Call", "uri": uri}


def test_a_link_opens_a_postback_says_what_was_pressed(one):
    _, link, more = actions_of(one(FIRE))
    assert link == {"type": "uri", "label": "map.example", "uri": "https://map.example/"}
    assert more == {"type": "postback", "label": "More", "data": "do=more", "displayText": "More"}


def test_a_place_button_among_quick_replies_opens_the_map(compose):
    (message,) = compose(FIRE, quick=(Button("📍 My place", "place"),))
    assert message["quickReply"]["items"] == [
        {"type": "action", "action": {"type": "location", "label": "📍 My place"}}
    ]


def test_quick_replies_stand_only_under_the_last_message(compose):
    first, second = compose(DANGER, FIRE, quick=posts("A", "B"))
    assert "quickReply" not in first
    assert [item["action"]["label"] for item in second["quickReply"]["items"]] == ["A", "B"]


def test_without_bubbles_there_is_nothing_to_send(compose):
    assert compose(quick=posts("A")) == ()


# --- pictures


@pytest.mark.parametrize("base", ["https://bot.example", "http://127.0.0.1:8000", "http://localhost:8000"])
def test_a_picture_comes_from_https_or_from_this_machine(base):
    (message,) = Composer(base).compose((FIRE,))
    (picture,) = parts(message, "image")
    assert picture["url"] == f"{base}/media/pictogram/fire-now-256.png"


@pytest.mark.parametrize("base", ["http://bot.example", "http://127.0.0.1.bot.example"])
def test_a_picture_that_line_would_refuse_is_left_out_and_the_words_stay(base):
    messages = Composer(base).compose((FIRE,))
    assert parts(list(messages), "image") == []
    said = "\n".join(words_of(message) for message in messages)
    assert "Get out." in said
    assert "119" in said


def test_a_card_without_a_pictogram_has_no_picture(one):
    assert parts(one(Bubble("en", "card", title="Fire", lines=("Get out.",))), "image") == []


# --- whatever comes


def test_a_bubble_that_is_too_much_for_line_is_still_said(compose):
    steps = tuple(f"{number} " + "long " * 600 for number in range(7))
    messages = compose(Bubble("en", "card", title="Much", lines=steps, buttons=(CALL,)))
    said = "\n".join(words_of(message) for message in messages)
    assert 1 <= len(messages) <= 5
    assert "Much" in said
    assert "119" in said


def test_an_empty_line_does_not_spoil_a_card(compose):
    messages = compose(Bubble("en", "card", title="Fire", lines=("", "Get out."), small=("",)))
    assert "Get out." in words_of(messages[0])


# --- kept once worked out


def test_composing_twice_gives_the_same(composer):
    once = composer.compose((FIRE, DANGER), posts("A"))
    assert composer.compose((FIRE, DANGER), posts("A")) == once
    assert Composer("https://bot.example").compose((FIRE, DANGER), posts("A")) == once


def test_quick_replies_of_one_answer_do_not_appear_under_another(composer):
    bare = copy.deepcopy(composer.compose((FIRE,)))
    composer.compose((FIRE,), posts("A"))
    composer.compose((DANGER, FIRE), posts("B"))
    assert composer.compose((FIRE,)) == bare


def test_two_answers_with_the_same_bubble_share_no_part(composer):
    """Somebody who changes a copy of one answer cannot change the other."""
    first = composer.compose((FIRE,), posts("A"))[0]
    second = composer.compose((FIRE,), posts("B"))[0]
    before = copy.deepcopy(second)
    first["contents"]["body"]["contents"].clear()
    assert second == before


def test_what_is_composed_is_json(composer):
    messages = list(composer.compose((FIRE, DANGER, SHOW, panel("A")), posts("B")))
    assert json.loads(json.dumps(messages, ensure_ascii=False)) == messages
