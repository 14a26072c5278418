"""The language of a message: letters first, then words, the stored language as a light prior."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.identify import Guess, Identifier
from bot.knowledge import Library


@pytest.fixture(scope="module")
def identifier(library: Library) -> Identifier:
    return Identifier(library.languages, library)


SHOWN = {
    ("たすけて", None): "ja",
    ("たすけて", "ja"): "ja",
    ("たすけて", "ja-simple"): "ja-simple",
    ("たすけて", "vi"): "ja",
    ("wifi はどこ", "en"): "ja",
    ("နေရာ ဘယ်မှာလဲ", "en"): "my",
    ("မြန်မာ visa", None): "my",
    ("ช่วยด้วย", None): "th",
    ("मलाई मद्दत चाहियो", None): "ne",
    ("도와주세요", "ja"): "ko",
    ("где убежище", None): "ru",
    ("我们现在应该去哪里避难，请告诉我", None): "zh-Hans",
    ("請問我們現在應該去哪裡避難呢", None): "zh-Hant",
    ("tôi muốn tìm 避難所", None): "vi",
    ("where can I find the nearest 避難所", "ja"): "en",
    ("tôi không biết phải làm gì bây giờ", "en"): "vi",
    ("I do not know what I should do now", "vi"): "en",
    ("não sei o que fazer agora, me ajude por favor", None): "pt",
    ("je ne sais pas où aller maintenant", "en"): "fr",
}


@pytest.mark.parametrize(("asked", "language"), SHOWN.items())
def test_a_text_shows_its_language(
    identifier: Identifier, asked: tuple[str, str | None], language: str
) -> None:
    assert identifier.identify(*asked) == Guess(language, certain=True)


WORDS_OF_THE_WORLD = [
    "ok",
    "OK!!",
    "visa",
    "gas",
    "hospital",
    "wifi",
    "tsunami",
    "119",
    "🔥🔥",
    "!?",
    "",
    "   ",
]


@pytest.mark.parametrize("text", WORDS_OF_THE_WORLD)
@pytest.mark.parametrize("prior", ["ne", "vi", "zh-Hant", "ja-simple"])
def test_what_every_language_says_keeps_the_stored_language(
    identifier: Identifier, text: str, prior: str
) -> None:
    assert identifier.identify(text, prior) == Guess(prior, certain=False)


@pytest.mark.parametrize("text", ["", "119", "🔥"])
def test_nothing_known_means_english(identifier: Identifier, text: str) -> None:
    assert identifier.identify(text, None) == Guess("en", certain=False)


@pytest.mark.parametrize("prior", ["vi", "ja", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("text", ["避難所", "緊急地震速報"])
def test_a_word_copied_from_a_sign_keeps_the_stored_language(
    identifier: Identifier, text: str, prior: str
) -> None:
    assert identifier.identify(text, prior) == Guess(prior, certain=False)


@pytest.mark.parametrize("prior", ["zh-Hans", "zh-Hant"])
def test_chinese_that_both_kinds_write_alike_keeps_the_stored_kind(
    identifier: Identifier, prior: str
) -> None:
    assert identifier.identify("我要找真人客服", prior).language == prior


def test_words_with_digits_show_no_language(identifier: Identifier) -> None:
    assert identifier.identify("iphone15 2x 8", "ne") == identifier.identify("iphone15", "ne")


def test_a_romanised_example_shows_its_language(identifier: Identifier, library: Library) -> None:
    """A text of several words that only the folder of one language holds is of that language."""
    romanised = [
        (tag, text)
        for (_, tag), questions in library.questions.items()
        for text in questions.examples
        if tag in ("ne", "my") and text.isascii() and len(text.split()) >= 3
    ]
    wrong = [(tag, text) for tag, text in romanised if identifier.identify(text, None).language != tag]
    assert len(wrong) <= len(romanised) / 20


def test_an_unknown_stored_language_counts_as_none(identifier: Identifier) -> None:
    assert identifier.identify("ok", "xx") == identifier.identify("ok", None)


def test_a_script_that_is_not_ours_keeps_the_stored_language(identifier: Identifier) -> None:
    assert identifier.identify("مرحبا", "fil") == Guess("fil", certain=False)


@settings(deadline=None)  # machines differ
@given(text=st.text(max_size=80), prior=st.sampled_from([None, "vi", "ja-simple", "ne"]))
def test_any_text_gets_one_of_our_languages(
    identifier: Identifier, library: Library, text: str, prior: str | None
) -> None:
    guess = identifier.identify(text, prior)
    assert guess.language in library.languages
    assert guess.certain or guess.language == prior or prior is None
