"""How the simulator's page draws messages: wrapping, scripts, widths, every kind of message."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from simulator_cast import (
    LONG,
    Json,
    Phones,
    box,
    bubble,
    flex,
    message_action,
    open_phone,
    overflow,
    quick,
    text,
)


def template(contents: Json) -> Json:
    """A template message."""
    return {"type": "template", "altText": "Shelters", "template": contents}


def test_long_text_and_long_words_wrap_inside_the_bubble(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    phones.say(chat, text(LONG), text("x" * 300), text("one\ntwo"))
    bubbles = open_phone(page, phones, chat).locator(".bubble:not(.dots)")
    expect(bubbles).to_have_count(3)
    for index in range(3):
        assert bubbles.nth(index).evaluate("n => n.scrollWidth <= n.clientWidth")
        assert bubbles.nth(index).evaluate("n => n.clientHeight") > 45


def test_markup_in_a_message_stays_text(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    evil = '<img src=x onerror="document.title=1"><b>bold</b>'
    phones.say(chat, text(evil), flex(bubble({"type": "text", "text": evil, "wrap": True})))
    phone = open_phone(page, phones, chat)
    expect(phone.locator(".bubble:not(.dots)")).to_have_text(evil)
    expect(phone.locator(".fx-words")).to_have_text(evil)
    expect(phone.locator(".content b")).to_have_count(0)


def test_addresses_in_a_text_become_links_without_the_full_stop(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    phones.say(chat, text("Xem https://example.com/a?b=1. Hoặc javascript:alert(1)"))
    link = open_phone(page, phones, chat).locator(".bubble a")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://example.com/a?b=1")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc", ""])
def test_other_schemes_are_not_opened(page: Page, phones: Phones, address: str) -> None:
    page.goto(phones.url)
    page.evaluate("async a => (await import('./static/links.js')).openAddress(a)", address)
    expect(page.locator(".toast")).to_contain_text("not allowed")
    assert len(page.context.pages) == 1


def test_arabic_runs_from_right_to_left(page: Page, phones: Phones) -> None:
    chat = phones.resident("Layla", "ar")
    words = {"type": "text", "text": "أمر بالإخلاء", "wrap": True}
    row = box({"type": "text", "text": "1", "flex": 0}, words, layout="horizontal")
    phones.say(chat, text("أمر بالإخلاء"), flex(bubble(row, direction="rtl")))
    phone = open_phone(page, phones, chat)
    expect(phone.locator(".bubble:not(.dots)")).to_have_css("direction", "rtl")
    expect(phone.locator(".fx-words").last).to_have_css("text-align", "right")
    first, second = (phone.locator(".fx-text").nth(at).bounding_box() for at in (0, 1))
    assert first
    assert second
    assert first["x"] > second["x"]


@pytest.mark.parametrize(
    ("language", "font"),
    [("ja", "JP"), ("zh-Hans", "SC"), ("zh-CN", "SC"), ("zh-Hant", "TC"), ("ko", "KR")],
)
def test_the_residents_language_decides_the_han_letters(
    page: Page, phones: Phones, language: str, font: str
) -> None:
    chat = phones.resident("Someone", language)
    phones.say(chat, text("直骨角"))
    content = open_phone(page, phones, chat).locator(".content")
    expect(content).to_have_attribute("lang", language)
    assert content.evaluate("n => getComputedStyle(n).fontFamily").startswith(f'"Noto Sans {font}"')


def test_flex_text_without_wrap_is_cut_on_one_line(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    cut, whole = {"type": "text", "text": LONG}, {"type": "text", "text": LONG, "wrap": True}
    phones.say(chat, flex(bubble(cut, whole, {**whole, "maxLines": 2})))
    words = open_phone(page, phones, chat).locator(".fx-words")
    expect(words).to_have_count(3)
    one, many, two = (words.nth(at).evaluate("n => n.clientHeight") for at in range(3))
    assert words.nth(0).evaluate("n => n.scrollWidth > n.clientWidth")
    assert one < two < many
    assert two == pytest.approx(2 * one, 0.1)


@pytest.mark.parametrize(("size", "width"), [("nano", 120), ("kilo", 260), ("mega", 300)])
def test_flex_bubbles_are_as_wide_as_on_a_phone(page: Page, phones: Phones, size: str, width: int) -> None:
    chat = phones.resident()
    phones.say(chat, flex(bubble({"type": "text", "text": "x"}, size=size)))
    page.set_viewport_size({"width": 375, "height": 800})
    place = open_phone(page, phones, chat).locator(".fx-bubble").bounding_box()
    assert place
    assert place["width"] == width


@pytest.mark.parametrize("width", [320, 375, 768, 1400, 1600])
def test_the_page_itself_never_scrolls_sideways(page: Page, phones: Phones, width: int) -> None:
    chat = phones.resident()
    card = bubble({"type": "text", "text": LONG, "wrap": True}, size="giga")
    phones.say(chat, text("x" * 400), flex({"type": "carousel", "contents": [card] * 5}), flex(card))
    phones.resident("Another", "my")
    page.set_viewport_size({"width": width, "height": 760})
    phone = open_phone(page, phones, chat)
    expect(phone.locator(".fx-bubble")).to_have_count(6)
    assert overflow(page) <= 0
    assert phone.locator(".scroller").evaluate("n => n.scrollWidth <= n.clientWidth")


def test_a_narrow_screen_shows_one_phone_and_tabs_to_switch(page: Page, phones: Phones) -> None:
    first, second = phones.resident("Lan"), phones.resident("Minh")
    page.set_viewport_size({"width": 375, "height": 760})
    open_phone(page, phones, first)
    expect(page.locator(f"#phone-{second}")).to_be_hidden()
    page.locator('[role="tab"][aria-selected="true"]').press("ArrowRight")
    expect(page.locator(f"#phone-{second}")).to_be_visible()
    expect(page.locator(f"#phone-{first}")).to_be_hidden()


def test_quick_replies_are_those_of_the_last_message_only(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    phones.say(chat, text("one", quickReply=quick(message_action("Old"))))
    phone = open_phone(page, phones, chat)
    row = phone.get_by_role("group", name="Quick replies")
    expect(row).to_have_text("Old")
    phones.say(chat, text("two", quickReply=quick(message_action("New"))))
    expect(row).to_have_text("New")
    phones.say(chat, text("three"))
    expect(row).to_be_hidden()


def test_thirteen_quick_replies_scroll_in_their_row(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    actions = [message_action(f"Choice {number}") for number in range(13)]
    phones.say(chat, text("Choose", quickReply=quick(*actions)))
    page.set_viewport_size({"width": 375, "height": 760})
    phone = open_phone(page, phones, chat)
    last = phone.get_by_role("button", name="Choice 12")
    expect(last).not_to_be_in_viewport()
    assert overflow(page) <= 0
    last.click()
    expect(phone.locator(".row-own .bubble")).to_have_text("Choice 12")


def test_every_button_is_large_enough_for_a_finger_and_has_a_name(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    phones.say(chat, text("Well?", quickReply=quick(message_action("Yes"))))
    page.set_viewport_size({"width": 375, "height": 760})
    open_phone(page, phones, chat).get_by_role("button", name="Yes").wait_for()
    buttons = page.locator("button:visible:not(.row-more)")
    for index in range(buttons.count()):
        node = buttons.nth(index)
        place, name = node.bounding_box(), node.get_attribute("aria-label") or node.inner_text()
        assert place, name
        assert place["height"] >= 44, name
        assert name.strip()


def test_every_kind_of_message_is_drawn(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    column = {"text": "Open now", "actions": [message_action("Map"), message_action("Call")]}
    tile = {"imageUrl": "https://example.com/1.png", "action": message_action("Look")}
    area = {"x": 0, "y": 0, "width": 1040, "height": 520}
    base = {"baseUrl": "https://example.com/map", "baseSize": {"width": 1040, "height": 1040}}
    tap = {"type": "message", "text": "North", "area": area}
    place = {"title": "School", "address": "1-2-3", "latitude": 35.0, "longitude": 139.0}
    media = {"originalContentUrl": "https://example.com/1", "previewImageUrl": "https://example.com/2"}
    phones.say(
        chat,
        {"type": "sticker", "packageId": "446", "stickerId": "1988"},
        {"type": "location", **place},
        {"type": "image", **media},
        {"type": "video", **media},
        {"type": "audio", "originalContentUrl": "https://example.com/1", "duration": 1000},
    )
    phones.say(
        chat,
        template({"type": "buttons", "title": "Shelter", **column}),
        template({"type": "confirm", **column}),
        template({"type": "carousel", "columns": [column, column]}),
        template({"type": "image_carousel", "columns": [tile, tile]}),
        {"type": "imagemap", "altText": "Map", **base, "actions": [tap]},
    )
    phone = open_phone(page, phones, chat)
    expect(phone.get_by_role("article")).to_have_count(10)
    expect(phone.get_by_role("img", name="Sticker 446 / 1988")).to_be_visible()
    expect(phone.get_by_role("link", name="Open the map")).to_be_visible()
    expect(phone.locator("video, audio")).to_have_count(2)
    expect(phone.locator(".tp-card")).to_have_count(4)
    phone.get_by_role("button", name="North").click()
    expect(phone.locator(".row-own .bubble")).to_have_text("North")
