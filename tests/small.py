"""A small house of words in a folder: two languages, two entries, one danger; every file may be changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot import check, knowledge, phrasebook
from bot.cards import Cards
from bot.data import Problem

LANGUAGES = [
    {"tag": "en", "name": "English", "english": "English", "fallback": ["ja"], "script": "Latn"},
    {"tag": "ja", "name": "日本語", "english": "Japanese", "fallback": [], "script": "Jpan", "longest": 350},
]
WHERE = {"en": {"locale": "en_GB", "detector": "en"}, "ja": {"locale": "ja"}}

STANDS_ONCE: dict[str, Any] = {
    "knowledge/languages.yaml": [row | WHERE[row["tag"]] | {"hard": True} for row in LANGUAGES],
    "knowledge/entries.yaml": {
        "fire.now": {
            "topic": "danger",
            "pictogram": "fire-now",
            "dial": ["fire_ambulance"],
            "links": ["map"],
            "related": ["water.where"],
            "source": "fire_service",
        },
        "water.where": {"topic": "danger", "pictogram": "water-where", "values": {"litres": 3}},
    },
    "knowledge/contacts.yaml": {
        "fire_ambulance": {"phone": "119", "hours": "always"},
        "desk": {
            "phone": "#7119",
            "hours": {"days": ["mon", "tue", "wed"], "open": "08:30", "close": "17:15"},
        },
        "map": {"url": "https://www.map.example/hazards?all=1"},
    },
    "knowledge/sources.yaml": {"fire_service": {"name": "Fire Service", "url": "https://fire.example/"}},
    "knowledge/danger.yaml": {
        "fire": {
            "entry": "fire.now",
            "dial": ["fire_ambulance"],
            "say": {"ja": "火事です", "latin": "Kaji desu"},
        },
        "quake": {"entry": "fire.now", "dial": []},
    },
    "local/municipality.yaml": {"name": {"ja": "みほん市", "other": "Mihon City"}},
    "phrasebook/phrases.yaml": {
        "topic.danger": {"limit": 20, "says": "a heading"},
        "button.call": {"limit": 40, "slots": {"number": "phone"}, "says": "a red button"},
        "emergency.title": {"limit": 40, "says": "a title"},
        "emergency.say": {"slots": {"japanese": "text"}, "says": "what to say"},
        "emergency.fire": {"slots": {"fire_ambulance": "contact"}, "says": "do this now"},
        "emergency.quake": {"says": "do this now"},
        "card.source": {"slots": {"source": "text", "date": "date"}, "says": "small print"},
        "card.source_unchecked": {"slots": {"source": "text"}, "says": "small print"},
        "card.draft": {"says": "a mark"},
        "card.machine": {"says": "a mark"},
        "card.fallback": {"slots": {"language": "text"}, "says": "a mark"},
        "card.show_heading": {"says": "over the Japanese"},
    },
}
WORDS: dict[str, Any] = {
    "answers/first.yaml": {
        "fire.now": {
            "label": "Fire",
            "title": "Fire: call {fire_ambulance}",
            "steps": ["Get out.", "Call {fire_ambulance}.", "Do not go back."],
        },
        "water.where": {
            "label": "Water",
            "title": "Where is water?",
            "steps": ["Ask {desk} ({desk_hours}).", "You need {litres} litres a day.", "Bring a bottle."],
        },
    },
    "questions/first.yaml": {
        "fire.now": {"examples": list("abcdef"), "keywords": list("abcdefghij")},
        "water.where": {"examples": list("ghijkl"), "keywords": list("ghijklmnop")},
    },
    "danger.yaml": {"fire": {"words": ["fire fire"]}, "quake": {"words": ["it shakes"], "except": ["drill"]}},
}
PHRASES = {
    "topic.danger": "Danger",
    "button.call": "Call {number}",
    "emergency.title": "Call now",
    "emergency.say": "Say: {japanese}",
    "emergency.fire": "Get out. Call {fire_ambulance}.",
    "emergency.quake": "Under a table.",
    "card.source": "Source: {source}, {date}",
    "card.source_unchecked": "Source: {source}",
    "card.draft": "Draft",
    "card.machine": "Machine",
    "card.fallback": "This is {language}",
    "card.show_heading": "Please read this",
}


JAPANESE_ANSWERS = {
    "fire.now": {
        "label": "火事",
        "title": "火事：{fire_ambulance}に電話",
        "steps": ["外へ出てください。", "{fire_ambulance}に電話してください。", "戻らないでください。"],
    },
    "water.where": {
        "label": "水",
        "title": "水はどこですか",
        "steps": [
            "{desk}に聞いてください（{desk_hours}）。",
            "一日に{litres}リットル要ります。",
            "容器を持ってきてください。",
        ],
    },
}
JAPANESE_PHRASES = PHRASES | {"card.show_heading": "これを読んでください"}


class SmallHouse:
    """Files in `folder`; a test changes one thing and reads them again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.local = folder / "local"
        files = STANDS_ONCE | {"local/contacts.yaml": {}}
        for tag in ("en", "ja"):
            files |= {f"knowledge/text/{tag}/{name}": rows for name, rows in WORDS.items()}
            files[f"phrasebook/text/{tag}.yaml"] = PHRASES
        files["knowledge/text/ja/answers/first.yaml"] = JAPANESE_ANSWERS
        files["phrasebook/text/ja.yaml"] = JAPANESE_PHRASES
        for name, rows in files.items():
            self.write(name, yaml.safe_dump(rows, allow_unicode=True, sort_keys=False))

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, text: str) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    def set(self, name: str, id: str, value: Any) -> None:
        """Put a whole row into a file; None takes it out."""
        rows = yaml.safe_load(self.path(name).read_text(encoding="utf-8")) if self.path(name).exists() else {}
        rows = rows | {id: value} if value is not None else {k: v for k, v in rows.items() if k != id}
        self.write(name, yaml.safe_dump(rows, allow_unicode=True, sort_keys=False))

    def edit(self, name: str, id: str, **fields: Any) -> None:
        """Change some fields of a row; None takes a field out."""
        row = yaml.safe_load(self.path(name).read_text(encoding="utf-8"))[id] | fields
        self.set(name, id, {key: value for key, value in row.items() if value is not None})

    def language(self, tag: str, **fields: Any) -> None:
        """Change some fields of a language, or add one that is like English."""
        path = self.path("knowledge/languages.yaml")
        rows = {row["tag"]: row for row in yaml.safe_load(path.read_text(encoding="utf-8"))}
        rows[tag] = {**rows["en"], **rows.get(tag, {"hard": False}), "tag": tag, **fields}
        self.write("knowledge/languages.yaml", yaml.safe_dump(list(rows.values()), allow_unicode=True))

    def line(self, name: str, text: str) -> int:
        """The line (from 1) on which the text stands first."""
        lines = self.path(name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def library(self) -> knowledge.Library:
        return knowledge.load(self.folder / "knowledge", self.local)

    def phrasebook(self) -> phrasebook.Phrasebook:
        return phrasebook.load(self.folder / "phrasebook", self.library().languages)

    def cards(self) -> Cards:
        library = self.library()
        return Cards(library, phrasebook.load(self.folder / "phrasebook", library.languages))

    def problems(self) -> list[Problem]:
        return check.problems(self.folder, self.local)
