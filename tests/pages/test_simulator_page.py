"""What people do on the simulator's page in a real browser, and what the bot hears of it."""

from __future__ import annotations

from urllib.error import HTTPError

import pytest
from playwright.sync_api import Page, expect
from simulator_cast import (
    Phones,
    box,
    bubble,
    button,
    flex,
    message_action,
    open_phone,
    quick,
    rich_menu,
    text,
    wait_for,
)


def test_a_resident_is_added_and_becomes_a_friend(page: Page, phones: Phones) -> None:
    page.goto(phones.url)
    page.get_by_role("button", name="Add phone", exact=True).click()
    page.get_by_label("Name").fill("Sita")
    page.get_by_label("Phone language").select_option("ne")
    page.get_by_role("button", name="Add", exact=True).click()
    phone = page.get_by_role("tabpanel", name="Sita")
    phone.get_by_role("button", name="Add friend").click()
    expect(phone.get_by_text("Not a friend yet.")).to_be_hidden()
    assert wait_for(page, lambda: phones.bot.of("follow"))["source"]["type"] == "user"


def test_a_blocked_bot_cannot_be_written_to_until_it_is_unblocked(page: Page, phones: Phones) -> None:
    phone = open_phone(page, phones, phones.resident())
    phone.get_by_role("button", name="Phone menu").click()
    page.get_by_role("menuitem", name="Block").click()
    expect(phone.get_by_text("You blocked this account.")).to_be_visible()
    expect(phone.get_by_label("Message", exact=True)).to_be_hidden()
    phone.get_by_role("button", name="Unblock").click()
    expect(phone.get_by_label("Message", exact=True)).to_be_visible()
    assert wait_for(page, lambda: phones.bot.of("follow")[1:])["follow"] == {"isUnblocked": True}


def test_enter_sends_what_is_typed(page: Page, phones: Phones) -> None:
    phone = open_phone(page, phones, phones.resident())
    phone.get_by_label("Message", exact=True).fill("Xin chào")
    phone.get_by_label("Message", exact=True).press("Enter")
    expect(phone.locator(".row-own .bubble")).to_have_text("Xin chào")
    assert wait_for(page, lambda: phones.bot.of("message"))["message"]["text"] == "Xin chào"


def test_a_telephone_number_is_named_not_dialled(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    action = {"type": "uri", "label": "119", "uri": "tel:119"}
    phones.say(chat, flex(bubble({"type": "button", "action": action})))
    open_phone(page, phones, chat).get_by_role("button", name="119").click()
    expect(page.locator(".toast")).to_have_text("Would call 119")


def test_a_flex_button_sends_its_postback_and_shows_its_words(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    phones.say(chat, flex({**bubble(), "footer": box(button("Tôi an toàn", "safe=1"))}))
    phone = open_phone(page, phones, chat)
    phone.get_by_role("button", name="Tôi an toàn").click()
    expect(phone.locator(".row-own .bubble")).to_have_text("Tôi an toàn")
    assert wait_for(page, lambda: phones.bot.of("postback"))["postback"] == {"data": "safe=1"}


def test_a_tapped_quick_reply_speaks_and_goes(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    silent = {"type": "postback", "label": "Later", "data": "later"}
    phones.say(chat, text("Well?", quickReply=quick(message_action("Yes"), silent)))
    phone = open_phone(page, phones, chat)
    phone.get_by_role("button", name="Later").click()
    expect(phone.get_by_role("group", name="Quick replies")).to_be_hidden()
    assert wait_for(page, lambda: phones.bot.of("postback"))["postback"] == {"data": "later"}


def test_a_location_quick_reply_asks_for_a_place_and_stays(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    action = {"type": "location", "label": "Where I am"}
    phones.say(chat, text("Where?", quickReply=quick(action)))
    phone = open_phone(page, phones, chat)
    phone.get_by_role("button", name="Where I am").click()
    expect(phone.get_by_role("group", name="Quick replies")).to_be_visible()
    page.get_by_role("button", name="Sendai Station").click()
    page.get_by_label("Latitude").fill("38.3")
    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(phone.locator(".location-title")).to_have_text("Sendai Station")
    sent = wait_for(page, lambda: phones.bot.of("message"))["message"]
    assert (sent["type"], sent["latitude"]) == ("location", 38.3)


def test_a_moment_is_chosen_and_posted_back(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    action = {"type": "datetimepicker", "label": "When", "data": "due", "mode": "date"}
    phones.say(chat, text("When?", quickReply=quick(action)))
    open_phone(page, phones, chat).get_by_role("button", name="When").click()
    page.locator('input[type="date"]').fill("2026-12-01")
    page.get_by_role("button", name="OK").click()
    posted = wait_for(page, lambda: phones.bot.of("postback"))["postback"]
    assert posted == {"data": "due", "params": {"date": "2026-12-01"}}


def test_the_rich_menu_opens_from_its_bar_and_its_areas_speak(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    menu_id = rich_menu(phones, "Menu", message_action("Shelters"))
    phones.call("POST", f"v2/bot/user/{chat}/richmenu/{menu_id}")
    phone = open_phone(page, phones, chat)
    area = phone.get_by_role("button", name="Shelters")
    expect(area).to_be_hidden()
    phone.get_by_role("button", name="Menu", exact=True).click()
    area.click()
    expect(phone.locator(".row-own .bubble")).to_have_text("Shelters")
    assert phone.locator(".menu-image").evaluate("n => n.naturalWidth") == 800


def test_an_area_switches_to_another_rich_menu(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    other = rich_menu(phones, "Other", message_action("Doctors"))
    alias = {"richMenuAliasId": "other", "richMenuId": other}
    phones.call("POST", "v2/bot/richmenu/alias", alias)
    switch = {"type": "richmenuswitch", "label": "Next", "data": "next", "richMenuAliasId": "other"}
    first = rich_menu(phones, "First", switch)
    phones.call("POST", f"v2/bot/user/{chat}/richmenu/{first}")
    phone = open_phone(page, phones, chat)
    phone.get_by_role("button", name="First", exact=True).click()
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("button", name="Doctors")).to_be_visible()
    params = wait_for(page, lambda: phones.bot.of("postback"))["postback"]["params"]
    assert params == {"newRichMenuAliasId": "other", "status": "SUCCESS"}


def test_the_dots_run_while_the_bot_is_working(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    phone = open_phone(page, phones, chat)
    dots = phone.get_by_role("img", name="The bot is working")
    phones.call("POST", "v2/bot/chat/loading/start", {"chatId": chat, "loadingSeconds": 20})
    expect(dots).to_be_visible()
    phones.say(chat, text("Done"))
    expect(dots).to_be_hidden()


def test_a_resident_takes_a_message_back(page: Page, phones: Phones) -> None:
    phone = open_phone(page, phones, phones.resident())
    phone.get_by_label("Message", exact=True).fill("oops")
    phone.get_by_label("Message", exact=True).press("Enter")
    phone.locator(".row-own .content").click(button="right")
    page.get_by_role("menuitem", name="Unsend").click()
    expect(phone.get_by_text("You unsent a message.")).to_be_visible()
    expect(phone.get_by_text("oops")).to_have_count(0)
    assert wait_for(page, lambda: phones.bot.of("unsend"))


def test_members_of_a_group_mention_the_bot_and_edit(page: Page, phones: Phones) -> None:
    lan, minh = phones.resident("Lan"), phones.resident("Minh")
    phone = open_phone(page, phones, phones.group(lan, minh))
    phone.get_by_label("Act as").select_option(minh)
    phone.get_by_role("button", name="Mention the bot").click()
    phone.get_by_label("Message", exact=True).press_sequentially("help")
    phone.get_by_label("Message", exact=True).press("Enter")
    expect(phone.locator(".row-own .mention")).to_have_text("@Tomoni")
    sent = wait_for(page, lambda: phones.bot.of("message"))
    assert sent["source"]["userId"] == minh
    assert sent["message"]["mention"]["mentionees"][0]["isSelf"] is True
    phone.locator(".row-own .content").click(button="right")
    page.get_by_role("menuitem", name="Edit").click()
    page.get_by_role("textbox", name="Edit the message").fill("help, please")
    page.get_by_role("button", name="Save").click()
    expect(phone.locator(".row-own .bubble")).to_have_text("help, please")
    assert wait_for(page, lambda: phones.bot.of("messageEdited"))["message"]["text"] == "help, please"


def test_a_drawn_picture_is_sent_with_its_bytes(page: Page, phones: Phones) -> None:
    phone = open_phone(page, phones, phones.resident())
    phone.get_by_role("button", name="Send something else").click()
    page.get_by_role("menuitem", name="Picture").click()
    page.get_by_role("button", name="Notice on a wall").click()
    picture = phone.locator(".row-own img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 640)
    assert wait_for(page, lambda: phones.bot.of("message"))["message"]["type"] == "image"


def test_reading_old_messages_is_not_disturbed_by_new_ones(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    for first in range(0, 120, 5):
        phones.say(chat, *[text(f"Message {number}") for number in range(first, first + 5)])
    phone = open_phone(page, phones, chat)
    scroller = phone.locator(".scroller")
    expect(phone.get_by_text("Message 119")).to_be_in_viewport()
    phone.get_by_role("button", name="Show earlier messages").click()
    expect(phone.get_by_text("Message 0", exact=True)).to_have_count(1)
    scroller.evaluate("n => { n.scrollTop = 0; }")
    expect(phone.get_by_text("Message 0", exact=True)).to_be_in_viewport()
    phones.say(chat, text("The newest"))
    phone.get_by_role("button", name="New messages").click()
    expect(phone.get_by_text("The newest")).to_be_in_viewport()


def test_the_page_says_offline_and_comes_back_by_itself(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    phone = open_phone(page, phones, chat)
    page.route("**/phones/**", lambda route: route.abort())
    expect(page.get_by_text("Offline – trying again")).to_be_visible()
    phones.say(chat, text("While you were away"))
    page.unroute("**/phones/**")
    expect(phone.get_by_text("While you were away")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("Offline – trying again")).to_be_hidden()


def test_a_fault_is_ordered_in_the_inspector_and_hits_the_next_call(page: Page, phones: Phones) -> None:
    chat = phones.resident()
    page.goto(phones.url)
    page.get_by_role("button", name="Inspector", exact=True).click()
    page.get_by_text("Faults and quota").click()
    page.get_by_label("Call", exact=True).select_option("push")
    page.get_by_label("Fault", exact=True).select_option("500")
    page.get_by_role("button", name="Order").click()
    expect(page.get_by_text("push: 500, 1 ×")).to_be_visible()
    with pytest.raises(HTTPError, match="500"):
        phones.say(chat, text("lost"))
    expect(page.locator(".log-failed")).to_contain_text("/v2/bot/message/push")
    expect(page.get_by_text("No failing calls ordered.")).to_be_visible()


def test_a_bot_that_was_removed_is_invited_again(page: Page, phones: Phones) -> None:
    phone = open_phone(page, phones, phones.group(phones.resident()))
    phone.get_by_role("button", name="Phone menu").click()
    page.get_by_role("menuitem", name="Remove the bot").click()
    expect(phone.get_by_text("The bot is not in this chat.")).to_be_visible()
    phone.get_by_role("button", name="Invite it").click()
    expect(phone.get_by_label("Message", exact=True)).to_be_visible()
    assert wait_for(page, lambda: phones.bot.of("leave"))
    assert wait_for(page, lambda: phones.bot.of("join")[1:])


def test_the_page_works_under_a_prefix(page: Page, phones_under_prefix: Phones) -> None:
    chat = phones_under_prefix.resident()
    phones_under_prefix.say(chat, text("Xin chào"))
    phone = open_phone(page, phones_under_prefix, chat)
    expect(phone.locator(".bubble:not(.dots)")).to_have_text("Xin chào")
