"""A small good house for the gate: also notices, a drill, a glossary, districts; changes to it are data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot import check, texts
from bot.check import beside
from bot.check.view import View
from bot.data import Problem
from bot.settings import ROOT
from tests.small import JAPANESE_PHRASES, PHRASES, SmallHouse

TODAY = date(2026, 11, 21)
RULES = {rule.name: rule for rule in check.RULES}
FILES = {
    "answers": "knowledge/text/{}/answers/first.yaml",
    "questions": "knowledge/text/{}/questions/first.yaml",
    "danger": "knowledge/text/{}/danger.yaml",
    "terms": "knowledge/text/{}/terms.yaml",
    "versions": "knowledge/text/{}/versions.yaml",
    "phrases": "phrasebook/text/{}.yaml",
}
NOTICES: dict[str, Any] = {
    "rain.level4": {
        "kind": "notice",
        "level": 4,
        "issuer": "agency",
        "slots": {"area": "area"},
        "pictogram": "hazard-heavy_rain",
        "says": "heavy rain",
    },
    "evacuation.level4": {
        "kind": "notice",
        "level": 4,
        "issuer": "city",
        "slots": {"area": "area", "hazard": "hazard"},
        "pictogram": "warning-level4",
        "says": "leave",
    },
    "rain.level5": {
        "kind": "notice",
        "level": 5,
        "issuer": "agency",
        "slots": {"area": "area"},
        "pictogram": "warning-level5",
        "says": "protect your life",
    },
    "drill.start": {
        "kind": "notice",
        "issuer": "city",
        "slots": {"date": "date"},
        "pictogram": "drill",
        "says": "a drill",
    },
    "name.hazard.flood": {"kind": "name", "limit": 30, "pictogram": "hazard-flood", "says": "a hazard"},
    "name.garbage.burnable": {"kind": "name", "limit": 30, "says": "garbage"},
}
ENGLISH = {
    "rain.level4": "Level {level} heavy rain: leave if in danger\nJMA (気象庁): Urgent Warning for {area}."
    "\nThis is not the evacuation order (避難指示) of {municipality}.",
    "evacuation.level4": "Level {level} {hazard}: leave now"
    "\n{municipality}: Evacuation Order (避難指示), {area}.",
    "rain.level5": "Level {level} heavy rain: protect your life\nJMA (気象庁): Emergency Warning for {area}."
    "\nThis is not the evacuation order (避難指示) of {municipality}.\nGo to a high floor.",
    "drill.start": "DRILL / 訓練: not real\n{municipality}: a drill, {date}.\nDRILL / 訓練: not real",
    "name.hazard.flood": "flood",
    "name.garbage.burnable": "burnable garbage",
}
JAPANESE = {
    "rain.level4": "レベル{level} 大雨危険警報：危険なら避難を\n気象庁が{area}に発表しました。"
    "\nこれは{municipality}の避難指示ではありません。",
    "evacuation.level4": "警戒レベル{level} 避難指示（{hazard}）：今すぐ避難"
    "\n{municipality}が{area}に発令しました。",
    "rain.level5": "レベル{level} 大雨特別警報：命を守って\n気象庁が{area}に発表しました。"
    "\nこれは{municipality}の避難指示ではありません。\n高い階へ。",
    "drill.start": "【訓練】本当ではありません\n{municipality}：{date}の訓練です。"
    "\n【訓練】本当ではありません",
    "name.hazard.flood": "洪水",
    "name.garbage.burnable": "燃えるごみ",
}
TERMS = {
    "evacuation_order": {"ja": "避難指示", "source": "fire_service"},
    "urgent_warning": {"ja": "危険警報", "source": "fire_service"},
    "shelter": {"ja": "避難所"},
    "drill": {"ja": "訓練"},
    "evacuation_recommendation": {"ja": "避難勧告", "retired": TODAY, "instead": "evacuation_order"},
}
ENGLISH_TERMS = {
    "evacuation_order": {"use": ["Evacuation Order"], "avoid": ["evacuation instruction"]},
    "urgent_warning": {"use": ["Urgent Warning"]},
    "shelter": {"use": ["shelter"]},
    "drill": {"use": ["drill"]},
    "evacuation_recommendation": {"avoid": ["evacuation recommendation"]},
}


class GateHouse(SmallHouse):
    """A house on which no rule finds anything; a change is a list: what to do, a file, an id, a value."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for id, row in NOTICES.items():
            self.set("phrasebook/phrases.yaml", id, row)
        files = {
            "phrasebook/text/en.yaml": PHRASES | ENGLISH,
            "phrasebook/text/ja.yaml": JAPANESE_PHRASES | JAPANESE,
            "knowledge/terms.yaml": TERMS,
            "knowledge/text/en/terms.yaml": ENGLISH_TERMS,
            "local/areas.yaml": {"north": {"name": {"ja": "北町", "latin": "Kita-machi"}}},
            "local/garbage.yaml": {"north": {"burnable": {"days": ["mon"]}}},
        }
        for name, rows in files.items():
            self.write(name, yaml.safe_dump(rows, allow_unicode=True, sort_keys=False))

    def do(self, changes: list[list[Any]]) -> None:
        for verb, *values in changes:
            {"edit": self._edit, "set": self._set, "write": self._write, "tongue": self._tongue}[verb](
                *values
            )

    def found(self, name: str) -> list[Problem]:
        """What one rule finds; what reading finds is in the whole check."""
        if name not in RULES:
            return [problem for problem in check.problems(self.folder, self.local) if problem.rule == name]
        cards, _ = texts.read(self.folder, self.local)
        around = beside.read(self.folder, self.local, cards.library.languages)
        return list(RULES[name](View(cards, around, TODAY)))

    def _edit(self, name: str, id: str, fields: dict[str, Any]) -> None:
        self.edit(_file(name), id, **fields)

    def _set(self, name: str, id: str, value: Any) -> None:
        self.set(_file(name), id, value)

    def _write(self, name: str, text: str, more: str = "") -> None:
        """A whole file; with "+" before, at the end of the file."""
        path = self.path(_file(name))
        if text == "+":
            text = path.read_text(encoding="utf-8") + more
        self.write(_file(name), text)

    def _tongue(self, tag: str, title: str, *steps: str) -> None:
        """One more language, as in the real table but growing, with one answer."""
        rows = yaml.safe_load((ROOT / "knowledge" / "languages.yaml").read_text(encoding="utf-8"))
        row = next(row for row in rows if row["tag"] == tag)
        fields = {name: value for name, value in row.items() if name != "tag"}
        self.language(tag, **fields | {"fallback": ["ja"], "hard": False})
        fire = {"label": "119", "title": title, "steps": list(steps)}
        self.set(_file(f"{tag}/answers"), "fire.now", fire)


def _file(name: str) -> str:
    tag, _, kind = name.partition("/")
    return FILES[kind].format(tag) if kind in FILES else name
