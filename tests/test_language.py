"""The table of languages: LINE's names for them, who stands in for whom, dates and hours."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from bot import language
from bot.data import Hours
from bot.errors import DataError
from bot.language import EASY, FIRST, JAPANESE, Languages, show_date, show_day, show_hours
from bot.settings import ROOT

LANGUAGES = language.load(ROOT / "knowledge" / "languages.yaml")
DAY = date(2026, 11, 21)
WEEK = Hours(("mon", "tue", "wed", "thu", "fri"), "08:30", "17:15")
each_language = pytest.mark.parametrize("row", LANGUAGES, ids=lambda row: row.tag)


def table(tmp_path, text):
    path = tmp_path / "languages.yaml"
    path.write_text(text, encoding="utf-8")
    return language.load(path)


# --- what LINE's profile says


@pytest.mark.parametrize(
    ("profile", "tag"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("EN-gb", "en"),
        ("ja", "ja"),
        ("ja-JP", "ja"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("zh_Hant_TW", "zh-Hant"),
        ("tl", "fil"),
        ("fil-PH", "fil"),
        ("in", "id"),
        ("id-ID", "id"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt"),
        ("my-MM", "my"),
        ("es-419", "es"),
    ],
)
def test_a_profile_language_is_one_of_ours(profile, tag):
    assert LANGUAGES.of_profile(profile) == tag


@pytest.mark.parametrize("profile", [None, "", "de", "eng", "zhx", "e", "-", "idx-ID"])
def test_a_profile_language_that_we_do_not_have_is_none(profile):
    assert LANGUAGES.of_profile(profile) is None


def test_no_profile_leads_to_easy_japanese():
    named = [name for row in LANGUAGES for name in row.line]
    assert EASY not in {LANGUAGES.of_profile(name) for name in named}
    assert len(named) == len(set(named))


# --- who stands in for whom


@each_language
def test_the_chain_begins_with_the_language_and_ends_with_japanese(row):
    chain = LANGUAGES.chain(row.tag)
    assert chain[0] == row.tag
    assert chain[-1] == JAPANESE
    assert len(chain) == len(set(chain))
    assert all(tag in LANGUAGES for tag in chain)


def test_one_chinese_stands_in_for_the_other():
    assert LANGUAGES.chain("zh-Hant")[1] == "zh-Hans"
    assert LANGUAGES.chain("zh-Hans")[1] == "zh-Hant"


def test_the_languages_stand_in_their_order_and_are_found_by_tag():
    assert len(LANGUAGES.tags) == len(set(LANGUAGES.tags)) == 16
    assert [row.tag for row in LANGUAGES] == list(LANGUAGES.tags)
    assert LANGUAGES["en"].name == "English"
    assert {EASY, JAPANESE, FIRST} <= set(LANGUAGES.tags)


def test_a_tag_that_is_not_ours_is_a_key_error():
    assert "de" not in LANGUAGES
    with pytest.raises(KeyError):
        LANGUAGES["de"]


# --- dates and hours


@each_language
def test_dates_and_hours_have_only_the_digits_0_to_9(row):
    for shown in (show_date(DAY, row), show_hours(WEEK, row)):
        digits = [sign for sign in shown if sign.isnumeric() and not re.match(r"[㐀-鿿]", sign)]
        assert digits
        assert all(sign in "0123456789" for sign in digits), shown


@each_language
def test_a_date_tells_the_year_and_the_day(row):
    shown = show_date(DAY, row)
    assert "2026" in shown
    assert "21" in shown


@each_language
def test_hours_are_24_hour_times_and_days_in_the_language(row):
    shown = show_hours(Hours(("mon", "tue", "wed", "thu", "fri"), "09:00", "22:00"), row)
    assert shown.endswith("09:00–22:00")
    assert show_hours(Hours(("sat",), "09:00", "22:00"), row) not in shown


def test_three_days_in_a_row_are_a_span_and_others_are_listed():
    english = LANGUAGES["en"]
    assert show_hours(WEEK, english) == "Mon–Fri 08:30–17:15"
    assert show_hours(Hours(("mon", "tue"), "08:30", "17:15"), english) == "Mon, Tue 08:30–17:15"
    assert show_hours(Hours(("mon", "wed", "fri"), "08:30", "17:15"), english) == "Mon, Wed, Fri 08:30–17:15"
    assert show_hours(Hours((), "08:30", "17:15"), english) == "08:30–17:15"


@each_language
def test_always_open_needs_no_words(row):
    assert show_hours(Hours(), row) == "24h"


def test_the_day_of_a_moment_is_that_of_japan():
    english = LANGUAGES["en"]
    assert show_day(datetime(2026, 11, 20, 14, 59, tzinfo=UTC), english) == "20 Nov 2026"
    assert show_day(datetime(2026, 11, 20, 15, 0, tzinfo=UTC), english) == "21 Nov 2026"


# --- the file


GOOD = "- {tag: en, name: English, english: English, fallback: [], script: Latn, locale: en_GB}\n"


def test_a_table_of_one_language_will_do(tmp_path):
    assert isinstance(table(tmp_path, GOOD), Languages)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "en",
        "- en",
        "{tag: en}",
        "- {tag: en}",
        GOOD.replace("script:", "skript:"),
        GOOD.replace("tag: en", "tag: en, tag: fr"),
        GOOD.replace("fallback: []", "fallback: ["),
        GOOD.replace("fallback: []", "fallback: 5"),
        GOOD.replace("fallback: []", "fallback: ja"),
        GOOD.replace("fallback: []", "fallback: [ja]"),
        GOOD.replace("script:", "line: en, script:"),
        GOOD.replace("script:", "hard: yes, script:"),
        GOOD.replace("script:", "longest: many, script:"),
        GOOD.replace("en_GB", "xx_YY"),
        GOOD + GOOD,
    ],
)
def test_without_a_good_table_nothing_starts(tmp_path, text):
    with pytest.raises(DataError, match=r"languages\.yaml"):
        table(tmp_path, text)


def test_a_table_that_is_not_there_is_a_data_error(tmp_path):
    with pytest.raises(DataError):
        language.load(tmp_path / "languages.yaml")
