"""The real library, and a small one with words of its own for rules that must not hang on wording."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import knowledge
from bot.data import DangerWords, Questions
from bot.knowledge import Library
from bot.settings import ROOT

LEVELS = ("what do the levels mean", "level 1", "level 2", "level 3", "level 5")
SMALL = {
    ("warning.level4", "en"): (
        ("level 4 evacuation order what do i do", "they said level 4"),
        ("level 4", "hinan shiji"),
    ),
    ("warning.levels", "en"): (LEVELS, ("warning levels",)),
    ("shelter.find", "en"): (
        ("where is the nearest shelter", "place to go after a quake"),
        ("shelter", "safe"),
    ),
    ("shelter.find", "vi"): (("nơi lánh nạn gần nhất ở đâu", "chạy đi đâu"), ("nơi lánh nạn",)),
    ("shelter.find", "ja"): (("近くの避難所はどこですか", "ひなんじょ どこ"), ("避難所",)),
    ("shelter.foreigners", "en"): (
        ("can foreigners use the shelter", "is the shelter free"),
        ("passport", "safe"),
    ),
    ("garbage.day", "en"): (("which day is garbage day", "when is trash picked up"), ("garbage day",)),
    ("garbage.day", "ja"): (("ごみの日はいつですか",), ("ごみの日",)),
    ("call.119", "en"): (("how do i call an ambulance", "number of the ambulance"), ("ambulance",)),
    ("call.110", "en"): (("how do i call the police", "number of the police"), ("police",)),
    ("bot.language", "en"): (("can you speak english", "change language"), ("english please", "language")),
}
DANGER = {
    ("fire", "en"): DangerWords(("fire", "house is burning"), ("fire drill", "fire insurance")),
    ("fire", "vi"): DangerWords(("cháy nhà", "=cháy", "lửa"), ("chạy nhà", "bình chữa cháy")),
    ("fire", "ja"): DangerWords(("火事", "kaji da"), ("火事の保険",)),
    ("hurt", "en"): DangerWords(("unconscious", "bleeding a lot", "heart attack", "injured"), ()),
    ("hurt", "ru"): DangerWords(("теряет сознание", "=помогите"), ()),
    ("hurt", "my"): DangerWords(("သွေးထွက်",), ()),
    ("hurt", "th"): DangerWords(("ไฟดูด",), ("ไม่ถูกไฟดูด",)),
    ("quake", "en"): DangerWords(("=earthquake",), ()),
}


@pytest.fixture(scope="session")
def library() -> Library:
    return knowledge.load(ROOT / "knowledge", ROOT / "knowledge" / "local" / "mihon")


@pytest.fixture(scope="session")
def small(library: Library) -> Library:
    questions = {key: Questions(*texts) for key, texts in SMALL.items()}
    return replace(library, answers={}, questions=questions, danger_words=DANGER)
