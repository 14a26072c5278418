"""Messages written short, and texts odd in every way, for the tests of limits and fit."""

from hypothesis import strategies as st

FAMILY = "👨‍👩‍👧‍👦"


def text(said, **more):
    return {"type": "text", "text": said, **more}


def reply(label, **action):
    return {"type": "action", "action": {"type": "message", "label": label, "text": label} | action}


def replies(*items):
    return {"quickReply": {"items": list(items)}}


def button(label, **action):
    return {"type": "button", "action": {"label": label, **action}}


def call(label, number):
    return button(label, type="uri", uri=f"tel:{number}")


def box(*contents, layout="vertical"):
    return {"type": "box", "layout": layout, "contents": list(contents)}


def flex(*contents, footer=(), alt="Flood warning", **bubble):
    bubble = {"type": "bubble", "body": box(*contents), **bubble}
    if footer:
        bubble["footer"] = box(*footer)
    return {"type": "flex", "altText": alt, "contents": bubble}


def carousel(*bubbles):
    contents = {"type": "carousel", "contents": list(bubbles)}
    return {"type": "flex", "altText": "Shelters", "contents": contents}


def said(messages):
    return "\n".join(message.get("text", "") for message in messages)


def squeezed(value):
    return "".join(value.split())


ODD = st.one_of(
    st.text(),
    st.text(
        st.sampled_from(list(f"{FAMILY}ကို့နြ်ျာ။ น้ำที่ क्षि। שלום مرحبا e\u0301 🇯🇵 \r\n。119")),
        max_size=60,
    ),
    st.text(st.characters(codec=None), max_size=20),
    st.sampled_from(["\ud83c\udf4e", "\ud83d alone", "\u202eabc\u2066", "\x00"]),
)
MARKS = st.builds(lambda marks: "a" + "\u0301" * marks, st.integers(0, 6000))
REPEATED = st.builds(lambda part, times: part * times, ODD, st.sampled_from([1, 1, 10, 300]))
LONG = st.one_of(ODD, REPEATED, MARKS)
