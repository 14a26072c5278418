"""The first sheet of a workbook: what to do with it, in easy Japanese and in English."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook

from bot.data import Language

NAME = "How to"
MARKS = f"'{NAME}'!$Z$1:$Z$%d"  # what "letters left" does not count
FONT = "Yu Gothic"
ALLOWED = {"autofilter": True, "format_columns": True, "format_rows": True}  # on a protected sheet
_COLUMN_Z = 25
LINES = (
    ("使い方", "How to"),
    (
        "白いところだけ書いてください。灰色のところは変えられません。",
        "Write only in the white cells. The grey cells cannot be changed.",
    ),
    (
        "日本語と英語を見て、あなたの言葉で書きます。短く、やさしく書いてください。",
        "Look at the Japanese and the English, and write in your language: short and easy.",
    ),
    (
        "「あと何文字」が赤いとき（マイナスのとき）は、短くしてください。",
        "When “letters left” is red (below zero), make the text shorter.",
    ),
    (
        "{desk} のような { } は、そのままにしてください。ボットが番号などを入れます。",
        "Leave { } such as {desk} as it is: the bot puts in the number. You may move it within the sentence.",
    ),
    (
        "数字は書かないでください。数字は { } の中から来ます。",
        "Do not type digits. Numbers come from the { }.",
    ),
    (
        "質問や言葉は、1行に1つ書きます。セルの中で次の行に行くには、Alt と Enter を押します。",
        "Questions and words: one a line. Alt and Enter together begin a new line in a cell.",
    ),
    (
        "何も書かないところは、今の文のままです。消えません。",
        "A cell that you leave empty changes nothing. Nothing is deleted.",
    ),
    ("状態（じょうたい）", "States"),
    (
        "draft = 下書き。まだだれも確認（かくにん）していません。",
        "draft = nobody has checked it yet.",
    ),
    (
        "reviewed = その言葉を母語（ぼご）とする人や通訳者が、日本語と合っていることを確認しました。",
        "reviewed = a native speaker or an interpreter has checked that it says what the Japanese says.",
    ),
    (
        "machine = 機械翻訳（きかいほんやく）です。人は見ていません。",
        "machine = machine translation; nobody has read it.",
    ),
    (
        "「日本語が変わった」に印があるときは、日本語をもう一度読んで、文を直してください。",
        "A mark under “Japanese changed”: read the Japanese again and correct the text.",
    ),
    (
        "聞きたいことは「コメント」に書いてください。人の名前や電話番号は書かないでください。",
        "Write questions and remarks under “comment”. No names of persons, no phone numbers.",
    ),
    ("返し方", "Sending it back"),
    (
        "ファイルを Excel の形（.xlsx）で保存（ほぞん）して、もらった人に返してください。",
        "Save the file as an Excel workbook (.xlsx) and send it back to whom you have it from.",
    ),
)
HEADINGS = frozenset(line for line in LINES if line[0] in ("使い方", "状態（じょうたい）", "返し方"))


def add(book: Workbook, language: Language, signs: Sequence[str]) -> None:
    """Add the sheet; `signs`, the language's combining marks, stand hidden in its column Z."""
    sheet = book.add_worksheet(NAME)
    sheet.protect("", ALLOWED)
    sheet.set_column(0, 1, 70)
    sheet.set_column(_COLUMN_Z, _COLUMN_Z, None, None, {"hidden": True})
    plain, bold = (
        book.add_format(
            {
                "font_name": FONT,
                "font_size": 14 if big else 11,
                "bold": big,
                "text_wrap": True,
                "valign": "top",
            }
        )
        for big in (False, True)
    )
    rows = [("Tomoni", f"{language.name} – {language.english} [{language.tag}]"), *LINES]
    for number in range(max(len(rows), len(signs))):
        if number < len(rows):
            look = bold if number == 0 or rows[number] in HEADINGS else plain
            sheet.write_string(number, 0, rows[number][0], look)
            sheet.write_string(number, 1, rows[number][1], look)
        if number < len(signs):
            sheet.write_string(number, _COLUMN_Z, signs[number])
