"""Events → turns → messages, without HTTP: what the bot says, in which language, and what it stores."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation import Conversation
from bot.language import EASY
from bot.line import webhook
from bot.line.messages import Composer
from bot.line.reading import words_of
from bot.outbox import LEASE
from bot.postback import make
from bot.store import Store
from bot.work import store_answers
from handlers import HANDLERS
from tests import cast
from tests.cast import GROUP, MAI, NOW

QUESTION = "where is the nearest shelter"


@pytest.fixture
def store(tmp_path):
    opened = Store(f"sqlite:///{tmp_path / 'tomoni.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def talk(words, store):
    return Talk(words, store)


class Talk:
    """Hands events to the conversation and keeps what it owes."""

    def __init__(self, words, store):
        self.words, self.store, self.now = words, store, NOW
        composer = Composer("https://bot.example")
        self.conversation = Conversation(words, HANDLERS, composer, ("Tomoni", "トモニ"))
        self.phrase = words.cards.phrase

    def take(self, *rows, profile=None):
        """The answers to these events, one batch."""
        with self.store.begin() as tx:
            tx.receive([webhook.event(row) for row in rows], self.now)
            claimed = tx.claim(99, self.now, LEASE)
            known = tx.residents({received.event.chat for received in claimed}, self.now)
        answered = [self.conversation.answer(one, known, self.now, profile) for one in claimed]
        with self.store.begin() as tx:
            return store_answers(tx, answered, self.now)

    def says(self, *rows, profile=None):
        """All words of the answers, and all postback data on their buttons."""
        owed = self.take(*rows, profile=profile)
        return "\n".join(words_of(message) for answer in owed for message in answer.messages)

    def language(self, tag, user=MAI):
        self.take(cast.press(make("language", tag=tag), user))

    def resident(self, id=MAI):
        with self.store.begin() as tx:
            return tx.residents([id], self.now).get(id)


def data_of(owed):
    """Postback data of every button of an answer."""
    found = []

    def walk(part):
        if isinstance(part, dict):
            if part.get("type") == "postback":
                found.append(part["data"])
            for value in part.values():
                walk(value)
        elif isinstance(part, list | tuple):
            for value in part:
                walk(value)

    walk(owed.messages)
    return found


# --- arriving


def test_a_follower_is_greeted_in_the_language_of_the_profile_and_in_easy_japanese(talk):
    said = talk.says(cast.event("follow", follow={"isUnblocked": False}), profile="vi")
    assert talk.phrase("talk.greeting", "vi", {"name": "Tomoni"}) in said
    assert talk.phrase("talk.greeting", EASY, {"name": "Tomoni"}) in said
    assert talk.resident().language == "vi"


def test_a_follower_without_a_profile_language_is_greeted_in_english_and_chooses(talk):
    said = talk.says(cast.event("follow"))
    assert talk.phrase("talk.greeting", "en", {"name": "Tomoni"}) in said
    assert talk.resident().language is None


def test_a_follower_sees_all_languages_in_their_own_names(talk):
    said = talk.says(cast.event("follow"))
    assert all(language.name in said for language in talk.words.cards.library.languages)


def test_the_language_survives_block_and_unblock(talk):
    talk.language("ne")
    talk.take(cast.event("unfollow"))
    said = talk.says(cast.event("follow", follow={"isUnblocked": True}), profile="en")
    assert talk.phrase("talk.greeting", "ne", {"name": "Tomoni"}) in said
    assert talk.resident().language == "ne"


def test_invited_to_a_group_it_says_what_it_is(talk):
    said = talk.says(cast.event("join", source={"type": "group", "groupId": GROUP}))
    assert talk.phrase("talk.group_hello", "en", {"name": "Tomoni"}) in said


# --- asking


def test_a_question_is_answered_with_the_card_of_its_entry(talk):
    (owed,) = talk.take(cast.text(QUESTION))
    card = owed.messages[0]
    title = talk.words.cards.title("shelter.find", "en")
    assert title in words_of(card)
    assert "/media/pictogram/shelter-find-256.png" in str(card)
    assert make("show", id="shelter.find") in data_of(owed)
    assert len(card["quickReply"]["items"]) >= 4


def test_a_card_tells_its_source_and_that_it_is_a_draft(talk):
    said = talk.says(cast.text(QUESTION))
    assert "GSI" in said
    assert talk.phrase("card.draft", "en", {}) in said


def test_a_question_in_a_certain_language_is_answered_in_it_and_offers_to_stay(talk):
    talk.language("vi")
    (owed,) = talk.take(cast.text("Where is the nearest evacuation shelter for my family?"))
    assert talk.words.cards.title("shelter.find", "en") in words_of(owed.messages[0])
    assert make("language", tag="en") in data_of(owed)
    assert talk.resident().language == "vi"


def test_somebody_new_keeps_the_language_they_first_wrote_in(talk):
    talk.take(cast.text("ใกล้ที่สุดมีศูนย์อพยพที่ไหนบ้าง"))
    assert talk.resident().language == "th"


def test_an_uncertain_text_is_answered_in_the_residents_language(talk):
    talk.language("vi")
    said = talk.says(cast.text("119"))
    assert talk.words.cards.title("call.119", "vi") in said


def test_an_unknown_question_says_so_and_offers_the_menu_and_a_person(talk):
    (owed,) = talk.take(cast.text("who won the football game yesterday evening"))
    said = words_of(owed.messages[0])
    assert talk.phrase("talk.unknown", "en", {}) in said
    assert "0000-00-0001" in said
    assert make("entry", id="bot.human") in data_of(owed)


def test_every_topic_and_every_entry_can_be_reached_by_buttons(talk):
    (menu,) = talk.take(cast.press(make("menu")))
    reached = set()
    for data in data_of(menu):
        if "do=topic" in data:
            (topic,) = talk.take(cast.press(data))
            reached |= {d for d in data_of(topic) if "do=entry" in d}
    entries = talk.words.cards.library.entries
    assert {make("entry", id=id) for id in entries} <= reached


def test_every_entry_can_be_shown_in_every_language(talk):
    library = talk.words.cards.library
    for tag in library.languages.tags:
        talk.language(tag)
        for id, entry in library.entries.items():
            (owed,) = talk.take(cast.press(make("entry", id=id)))
            assert owed.messages, (id, tag)
            if entry.topic != "bot":
                title = talk.words.cards.title(id, tag)
                assert title in words_of(owed.messages[0])


def test_show_to_a_japanese_person_is_large_and_japanese(talk):
    talk.language("my")
    (owed,) = talk.take(cast.press(make("show", id="fire.now")))
    bubble = owed.messages[0]["contents"]
    assert bubble["size"] == "giga"
    assert talk.phrase("card.show_heading", "ja", {}) in words_of(owed.messages[0])


# --- danger


CRIES = [
    "fire!!! help",
    "kaji da",
    "he is not breathing",
    "i want to die",
    "cháy nhà rồi",
    "火事だ",
    "着火了",
]


@pytest.mark.parametrize("cry", CRIES)
def test_words_of_mortal_danger_put_the_emergency_card_first(talk, cry):
    (owed,) = talk.take(cast.text(cry))
    assert "tel:119" in str(owed.messages[0]) or "tel:110" in str(owed.messages[0])
    assert owed.messages[0]["contents"]["header"]["backgroundColor"] == "#B81D13"
    assert len(owed.messages) == 2


def test_the_emergency_card_says_what_to_say_in_japanese(talk):
    assert "Kaji desu" in talk.says(cast.text("fire in my house help"))


# --- the bot about itself


def test_the_language_changes_in_two_taps_and_is_remembered(talk):
    (list_,) = talk.take(cast.press(make("languages")))
    assert make("language", tag="my") in data_of(list_)
    said = talk.says(cast.press(make("language", tag="my")))
    assert talk.phrase("talk.language_set", "my", {"language": "မြန်မာဘာသာ"}) in said
    assert talk.resident().language == "my"


def test_notices_go_off_and_on(talk):
    talk.take(cast.press(make("notices", to="off")))
    assert not talk.resident().notices
    assert talk.phrase("talk.notices_are_off", "en", {}) in talk.says(
        cast.press(make("entry", id="bot.notices"))
    )
    talk.take(cast.press(make("notices", to="on")))
    assert talk.resident().notices


def test_it_tells_what_is_stored_and_deletes_it_at_once(talk):
    talk.language("pt")
    (owed,) = talk.take(cast.press(make("entry", id="bot.privacy")))
    assert "Português" in words_of(owed.messages[0])
    assert make("delete") in data_of(owed)
    talk.take(cast.press(make("delete")))
    assert talk.resident()
    said = talk.says(cast.press(make("delete_now")))
    assert talk.phrase("talk.delete_done", "pt", {}) in said
    assert talk.resident() is None


def test_deleting_can_be_thought_over(talk):
    talk.language("pt")
    talk.take(cast.press(make("delete_not")))
    assert talk.resident()


def test_old_and_foreign_buttons_get_the_menu(talk):
    for data in ("", "do=entry&id=fire.now", "v=1&do=entry&id=gone.entry", "v=1&do=dance", "v=9&do=menu"):
        assert talk.phrase("talk.old_button", "en", {}) in talk.says(cast.press(data))


# --- other kinds


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file"])
def test_what_cannot_be_read_gets_a_kind_answer_and_the_menu(talk, kind):
    said = talk.says(cast.message({"type": kind}))
    assert talk.phrase("talk.media", "en", {}) in said
    assert talk.phrase("topic.shelter", "en", {}) in said


def test_a_sticker_gets_a_kind_answer(talk):
    assert talk.phrase("talk.sticker", "en", {}) in talk.says(cast.message({"type": "sticker"}))


def test_a_place_is_remembered_for_this_talk_only(talk):
    said = talk.says(cast.message({"type": "location", "latitude": 35.1, "longitude": 139.2, "title": "x"}))
    assert talk.phrase("talk.location", "en", {"minutes": "30"}) in said
    assert talk.resident().place.latitude == 35.1
    talk.now = NOW + timedelta(minutes=31)
    assert talk.resident().place is None


QUIET = ["unfollow", "leave", "memberLeft", "videoPlayComplete", "beacon", "somethingNew", "accountLink"]


@pytest.mark.parametrize("kind", QUIET)
def test_events_that_need_no_words_get_none(talk, kind):
    assert talk.take(cast.event(kind)) == []


def test_standby_is_never_answered_and_nobody_is_stored(talk):
    assert talk.take(cast.text("fire", mode="standby")) == []
    assert talk.resident() is None


def test_an_unknown_kind_of_message_is_left_alone(talk):
    assert talk.take(cast.message({"type": "hologram"})) == []


# --- groups


def test_in_a_group_it_is_silent_and_stores_nothing_unless_addressed(talk):
    assert talk.take(cast.in_group("where is the shelter")) == []
    assert talk.take(cast.in_group("we go together, tomonidae are fish")) == []
    assert talk.resident(GROUP) is None


@pytest.mark.parametrize(
    "called",
    ["Tomoni, where is the nearest shelter", "@Tomoni where is the nearest shelter",
     "where is the nearest shelter @tomoni", "トモニ、 where is the nearest shelter"],
)  # fmt: skip
def test_in_a_group_it_answers_who_calls_it_by_name(talk, called):
    (owed,) = talk.take(cast.in_group(called))
    assert owed.chat == GROUP
    assert talk.words.cards.title("shelter.find", "en") in words_of(owed.messages[0])


def test_in_a_group_it_answers_a_mention(talk):
    (owed,) = talk.take(cast.in_group("@Tomoni there is a fire", mention=True))
    assert "tel:119" in str(owed.messages[0])


def test_a_bare_mention_is_told_how_to_ask(talk):
    said = talk.says(cast.in_group("@Tomoni", mention=True))
    assert talk.phrase("talk.group_how", "en", {"name": "Tomoni"}) in said


def test_of_two_edits_only_the_newest_is_answered(talk):
    source = {"type": "group", "groupId": GROUP, "userId": MAI}
    old = cast.event(
        "messageEdited", source=source, message={"type": "text", "id": "9", "text": "Tomoni fire"}
    )
    new = {**old, "webhookEventId": "newer", "timestamp": old["timestamp"] + 5000,
           "message": {"type": "text", "id": "9", "text": "Tomoni where is water"}}  # fmt: skip
    (owed,) = talk.take(new, old)
    assert talk.words.cards.title("water.where", "en") in words_of(owed.messages[0])


def test_leaving_a_group_forgets_it(talk):
    talk.take(cast.in_group("Tomoni where is the nearest shelter"))
    assert talk.resident(GROUP)
    talk.take(cast.event("leave", source={"type": "group", "groupId": GROUP}))
    assert talk.resident(GROUP) is None


# --- several in a batch, and faults


def test_a_change_counts_for_the_next_event_of_the_same_batch(talk):
    _, owed = talk.take(cast.press(make("language", tag="fr")), cast.press(make("entry", id="fire.now")))
    assert talk.words.cards.title("fire.now", "fr") in words_of(owed.messages[0])


def test_a_handler_that_breaks_leads_to_the_apology_and_the_next_event_goes_on(words, store):
    class Broken:
        @staticmethod
        def wants(event, resident, here):
            return event.text == "boom"

        @staticmethod
        def answer(event, resident, here):
            raise RuntimeError(event.text)

    talk = Talk(words, store)
    talk.conversation = Conversation(words, (Broken, *HANDLERS), Composer("https://bot.example"), ("Tomoni",))
    first, second = talk.take(cast.text("boom"), cast.text(QUESTION, cast.JOAO))
    assert talk.phrase("talk.sorry", "en", {}) in words_of(first.messages[0])
    assert talk.words.cards.title("shelter.find", "en") in words_of(second.messages[0])


def test_small_talk_is_not_worth_a_late_push(talk):
    (sticker,) = talk.take(cast.message({"type": "sticker"}))
    (question,) = talk.take(cast.text(QUESTION))
    assert sticker.matters_until < question.matters_until


# --- garbage days: the municipality's own data


def test_who_asks_for_the_garbage_day_chooses_a_district(talk):
    (owed,) = talk.take(cast.text("which day is garbage day"))
    assert len(owed.messages) == 2
    assert make("garbage", area="kita") in str(owed.messages[1])
    said = talk.says(cast.press(make("garbage", area="kita")))
    assert "Kita-machi (北町)" in said
    assert talk.phrase("name.garbage.plastic", "en", {}) in said


def test_who_names_the_district_gets_its_calendar_at_once(talk):
    said = talk.says(cast.text("which day is plastic garbage in Kita-machi"))
    assert "Kita-machi (北町)" in said
    assert "Thu" in said
    assert "Minami-machi" not in said


def test_a_district_is_found_by_its_japanese_name_too(talk):
    assert "北町" in talk.says(cast.text("北町のプラスチックごみは何曜日ですか"))


def test_a_district_that_is_gone_leads_to_the_menu(talk):
    said = talk.says(cast.press(make("garbage", area="atlantis")))
    assert talk.phrase("talk.old_button", "en", {}) in said
