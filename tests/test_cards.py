"""A say in a language → a bubble: its form, its buttons, and the small print that tells what to trust."""

from __future__ import annotations

from datetime import date

import pytest

from bot.cards import plain, readable
from bot.errors import SlotError, UnknownId
from bot.model import Button, Choice, Say
from tests.small import SmallHouse

ENTRIES = "knowledge/entries.yaml"
FIRE_CARD = Say("fire.now", form="card")


@pytest.fixture
def house(tmp_path):
    return SmallHouse(tmp_path)


def card(house, tag="en", **more):
    return house.cards().bubble(Say("fire.now", form="card", **more), tag)


def danger(house, kind, tag="en"):
    return house.cards().bubble(Say(kind, form="danger"), tag)


# --- sentences


def test_a_sentence_is_text_without_small_print(house):
    bubble = house.cards().bubble(Say("card.source_unchecked", {"source": "JMA"}), "en")
    assert (bubble.look, bubble.lines, bubble.small) == ("text", ("Source: JMA",), ())


def test_a_sentence_with_buttons_is_a_panel_that_tells_its_state(house):
    buttons = (Choice(Say("fire.now"), "do=fire"), Choice(Say("topic.danger"), act="place", sign="📍"))
    bubble = house.cards().bubble(Say("emergency.quake", buttons=buttons), "en")
    assert (bubble.look, bubble.lines, bubble.small) == ("panel", ("Under a table.",), ("Draft",))
    assert bubble.buttons == (Button("Fire", "post", "do=fire"), Button("📍 Danger", "place", ""))


def test_the_language_of_a_say_overrules_that_of_the_turn(house):
    house.set("phrasebook/text/ja.yaml", "emergency.quake", "机の下へ。")
    bubble = house.cards().bubble(Say("emergency.quake", language="ja"), "en")
    assert (bubble.language, bubble.lines) == ("ja", ("机の下へ。",))


def test_the_label_of_a_language_is_its_own_name(house):
    assert house.cards().label(Say("language", {"tag": "ja"}), "en") == "日本語"


def test_the_same_phrase_with_other_values_is_another_bubble(house):
    """Bubbles are kept once worked out; the values of slots must count."""
    cards = house.cards()
    for source in ("JMA", "GSI", "JMA"):
        bubble = cards.bubble(Say("card.source_unchecked", {"source": source}), "en")
        assert bubble.lines == (f"Source: {source}",)


def test_contacts_fill_a_phrase_by_themselves_and_given_values_win(house):
    cards = house.cards()
    assert cards.phrase("emergency.fire", "en", {}) == "Get out. Call 119."
    assert cards.phrase("emergency.fire", "en", {"fire_ambulance": "112"}) == "Get out. Call 112."


def test_a_missing_value_is_a_slot_error_and_an_unknown_id_an_unknown_id(house):
    with pytest.raises(SlotError, match=r"\{number\}"):
        house.cards().phrase("button.call", "en", {})
    with pytest.raises(UnknownId):
        house.cards().bubble(Say("talk.never"), "en")
    with pytest.raises(UnknownId):
        house.cards().bubble(Say("fire.never", form="card"), "en")


# --- the card of an entry


def test_a_card_has_title_steps_and_pictogram_with_slots_filled(house):
    bubble = card(house)
    assert bubble.look == "card"
    assert bubble.title == "Fire: call 119"
    assert bubble.lines == ("Get out.", "Call 119.", "Do not go back.")
    assert bubble.pictogram == "fire-now"


def test_a_card_dials_first_then_links_then_the_handlers_buttons(house):
    buttons = card(house, buttons=(Choice(Say("water.where"), "do=water"),)).buttons
    assert buttons == (
        Button("Call 119", "dial", "119"),
        Button("map.example", "link", "https://www.map.example/hazards?all=1"),
        Button("Water", "post", "do=water"),
    )


def test_a_contact_without_a_number_gets_no_call_button(house):
    house.edit(ENTRIES, "fire.now", dial=["map", "desk"], links=["desk"])
    assert card(house).buttons == (Button("Call #7119", "dial", "#7119"),)


def test_a_link_button_says_where_it_leads(house):
    for url, shown in {
        "https://www.web171.jp/": "web171.jp",
        "https://a.b.example/x?y=https://other.example/": "a.b.example",
        "http://site.example": "site.example",
    }.items():
        house.edit("knowledge/contacts.yaml", "map", url=url)
        assert card(house).buttons[1].label == shown


# --- small print


def test_a_source_that_was_compared_has_its_date_in_the_language(house):
    house.edit(ENTRIES, "fire.now", checked=date(2026, 11, 21))
    assert card(house).small == ("Source: Fire Service, 21 Nov 2026", "Draft")
    assert card(house, "ja").small == ("Source: Fire Service, 2026/11/21",)


def test_a_source_that_was_not_compared_has_no_date(house):
    assert card(house).small == ("Source: Fire Service", "Draft")


def test_an_entry_without_a_source_names_none(house):
    house.edit(ENTRIES, "fire.now", source=None)
    assert card(house).small == ("Draft",)


@pytest.mark.parametrize(
    ("state", "marks"), [("draft", ["Draft"]), ("machine", ["Machine"]), ("reviewed", [])]
)
def test_the_state_of_the_words_is_told(house, state, marks):
    house.edit("knowledge/text/en/answers/first.yaml", "fire.now", state=state)
    assert list(card(house).small[1:]) == marks


def test_japanese_is_nobodys_translation_and_has_no_mark(house):
    assert "Draft" not in card(house, "ja").small


def test_words_from_a_fallback_say_so_in_the_residents_language_and_keep_their_own(house):
    house.language("vi", name="Tiếng Việt", fallback=["en", "ja"], locale="vi")
    house.write("phrasebook/text/vi.yaml", 'card.fallback: "Đây là {language}"')
    bubble = card(house, "vi")
    assert bubble.language == "en"
    assert bubble.title == "Fire: call 119"
    assert bubble.small[1:] == ("Đây là English", "Draft")


def test_a_fallback_in_japanese_is_named_and_is_no_draft(house):
    house.set("knowledge/text/en/answers/first.yaml", "fire.now", None)
    bubble = card(house)
    assert bubble.language == "ja"
    assert bubble.small[1:] == ("This is 日本語",)


# --- readings


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("避難所《ひなんじょ》", "避難所（ひなんじょ）"),
        ("水《みず》と｜お湯《おゆ》", "水（みず）とお湯（おゆ）"),
        ("no reading", "no reading"),
        ("｜119《ひゃくじゅうきゅう》", "119（ひゃくじゅうきゅう）"),
    ],
)
def test_readings_are_shown_in_brackets(written, shown):
    assert readable(written) == shown


def test_readings_are_shown_in_titles_steps_labels_and_phrases(house):
    words = {"label": "火事《かじ》", "title": "火事《かじ》だ", "steps": ["外《そと》へ"]}
    house.set("knowledge/text/ja/answers/first.yaml", "fire.now", words)
    house.set("phrasebook/text/ja.yaml", "topic.danger", "危険《きけん》")
    cards = house.cards()
    bubble = cards.bubble(FIRE_CARD, "ja")
    assert (bubble.title, bubble.lines) == ("火事（かじ）だ", ("外（そと）へ",))
    assert cards.label(Say("fire.now"), "ja") == "火事（かじ）"
    assert cards.label(Say("topic.danger"), "ja") == "危険（きけん）"


# --- shown to a Japanese person


def test_show_is_japanese_whatever_the_residents_language(house):
    house.edit("knowledge/text/ja/answers/first.yaml", "fire.now", title="火事です {fire_ambulance}")
    house.set("phrasebook/text/ja.yaml", "card.show_heading", "読んでください")
    bubble = house.cards().bubble(Say("fire.now", form="show"), "en")
    assert (bubble.look, bubble.language, bubble.title) == ("show", "ja", "火事です 119")
    assert bubble.small == ("読んでください",)
    assert bubble.buttons == ()


# --- mortal danger


def test_danger_with_a_number_says_call_what_to_do_and_what_to_say(house):
    bubble = danger(house, "fire")
    assert (bubble.look, bubble.pictogram, bubble.title) == ("danger", "emergency", "Call now")
    assert bubble.lines == ("Get out. Call 119.", "Say: 「火事です」 (Kaji desu)")
    assert bubble.buttons == (Button("Call 119", "dial", "119"),)
    assert bubble.small == ("Draft",)


def test_danger_without_a_number_is_only_what_to_do(house):
    bubble = danger(house, "quake")
    assert bubble.title == "Under a table."
    assert (bubble.lines, bubble.buttons) == ((), ())


def test_danger_with_a_number_but_nothing_to_say_in_japanese(house):
    house.edit("knowledge/danger.yaml", "fire", say=None)
    assert danger(house, "fire").lines == ("Get out. Call 119.",)


def test_danger_in_a_language_without_these_words_says_what_it_is(house):
    house.language("vi", fallback=["en", "ja"])
    bubble = danger(house, "fire", "vi")
    assert bubble.lines[0] == "Get out. Call 119."
    assert bubble.small == ("This is English", "Draft")


# --- as plain text


def test_an_entry_as_plain_text_is_title_and_numbered_steps(house):
    library = house.library()
    assert plain(library, library.answer("water.where", "en"), "water.where") == (
        "Where is water?\n"
        "1. Ask #7119 (Mon–Wed 08:30–17:15).\n"
        "2. You need 3 litres a day.\n"
        "3. Bring a bottle."
    )
