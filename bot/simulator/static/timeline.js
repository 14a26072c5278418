/** The scrolling list of a chat: what is drawn, when to scroll, dates between days. */

import { el } from "./dom.js";
import { renderRow } from "./row.js";

const PAGE = 80;
// Up to so many rows stay drawn while new ones come in at the bottom.
const MOST = 240;
const NEAR_BOTTOM_PX = 60;

const dayFormat = new Intl.DateTimeFormat(
  "en-GB",
  { weekday: "short", day: "numeric", month: "short", year: "numeric" },
);
const dayOf = (time) => new Date(time).toDateString();
const minuteOf = (time) => Math.floor(time / 60000);

export class Timeline {
  #viewOf;
  #list = el("div", { class: "rows", role: "log", "aria-live": "off", "aria-label": "Messages" });
  #dots = el(
    "div",
    { class: "row row-bubble row-theirs row-dots", hidden: true },
    el(
      "div",
      { class: "bubble dots", role: "img", "aria-label": "The bot is working" },
      el("i"),
      el("i"),
      el("i"),
    ),
  );
  #earlier = el(
    "button",
    { type: "button", class: "btn earlier", hidden: true, onclick: () => this.#showEarlier() },
    "Show earlier messages",
  );
  #jump = el(
    "button",
    { type: "button", class: "jump", hidden: true, onclick: () => this.toBottom() },
    "New messages ↓",
  );
  #entries = [];
  #from = 0;
  #pinned = true;

  /** `viewOf(entry, previous)` answers what renderRow needs. */
  constructor(viewOf) {
    this.#viewOf = viewOf;
    this.scroller = el(
      "div",
      { class: "scroller", tabindex: 0, role: "region", "aria-label": "Chat" },
      el("div", { class: "scrolled" }, this.#earlier, this.#list, this.#dots),
    );
    this.node = el("div", { class: "timeline" }, this.scroller, this.#jump);
    this.scroller.addEventListener("scroll", () => this.#noteScroll(), { passive: true });
    // Pictures arrive late and the menu opens: whoever was at the bottom stays there.
    const watcher = new ResizeObserver(() => this.#keepBottom());
    watcher.observe(this.scroller);
    watcher.observe(this.scroller.firstChild);
  }

  /** Take over the chat's messages; `ids` are the ones that are new or changed, null for all. */
  update(entries, ids) {
    const known = this.#entries.length;
    const onlyNew = ids && known > 0 && entries.length - known === ids.length
      && ids.every((id) => entries.findLastIndex((entry) => entry.id === id) >= known);
    this.#entries = entries;
    if (!onlyNew) this.#drawAll(ids);
    else this.#append(known);
    if (!this.#pinned && onlyNew) this.#jump.hidden = false;
    this.#keepBottom();
  }

  setLoading(loading) {
    this.#dots.hidden = !loading;
  }

  /** Show the read marks up to a time (ms) without drawing anything anew. */
  markRead(upTo) {
    const marks = this.#list.querySelectorAll(".read[hidden]");
    for (const mark of marks) mark.hidden = Number(mark.dataset.time) > upTo;
  }

  /** Whether a screen reader says new messages: only the chosen phone's, or several would talk at once. */
  speak(aloud) {
    this.#list.setAttribute("aria-live", aloud ? "polite" : "off");
  }

  redraw() {
    this.#drawAll(null);
    this.#keepBottom();
  }

  toBottom() {
    this.#pinned = true;
    this.#keepBottom();
  }

  #drawAll(ids) {
    const fresh = ids === null || this.#list.childElementCount === 0;
    if (fresh || this.#pinned) this.#from = Math.max(0, this.#entries.length - PAGE);
    const fromBottom = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.#list.replaceChildren(...this.#rows(this.#from, this.#entries.length));
    this.#earlier.hidden = this.#from === 0;
    if (!this.#pinned) this.scroller.scrollTop = this.scroller.scrollHeight - fromBottom;
  }

  #append(known) {
    this.#list.append(...this.#rows(known, this.#entries.length));
    if (!this.#pinned || this.#entries.length - this.#from <= MOST) return;
    this.#from = this.#entries.length - PAGE;
    this.#list.replaceChildren(...this.#rows(this.#from, this.#entries.length));
    this.#earlier.hidden = false;
  }

  #showEarlier() {
    const until = this.#from;
    this.#from = Math.max(0, until - PAGE);
    const fromBottom = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.#list.prepend(...this.#rows(this.#from, until));
    this.#earlier.hidden = this.#from === 0;
    this.scroller.scrollTop = this.scroller.scrollHeight - fromBottom;
  }

  #rows(from, until) {
    const rows = [];
    for (let index = from; index < until; index += 1) {
      const entry = this.#entries[index];
      const previous = this.#entries[index - 1];
      if (!previous || dayOf(previous.time) !== dayOf(entry.time)) rows.push(dayNote(entry.time));
      rows.push(renderRow(entry, this.#viewOf(entry, startsGroup(entry, previous))));
    }
    return rows;
  }

  #noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#pinned = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (this.#pinned) this.#jump.hidden = true;
  }

  #keepBottom() {
    if (this.#pinned) this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

function dayNote(time) {
  return el(
    "div",
    { class: "row row-note" },
    el(
      "p",
      { class: "note" },
      el("time", { datetime: new Date(time).toISOString() }, dayFormat.format(time)),
    ),
  );
}

function startsGroup(entry, previous) {
  if (!previous || previous.unsent || previous.from !== entry.from) return true;
  return previous.sender?.name !== entry.sender?.name || minuteOf(previous.time) !== minuteOf(entry.time);
}
