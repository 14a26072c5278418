/** One line of a chat: avatar, name, content, time, read mark, and the menu on it. */

import { renderContent, shapeOf } from "./bubbles.js";
import { avatar, el, iconButton } from "./dom.js";
import { mediaUrl } from "./links.js";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const LONG_PRESS_MS = 500;

/**
 * `view` gives what the row needs of its phone: {own, head, read, language, name, run, openMenu, quoted}.
 * `head` says whether avatar and name are shown (the first of several).
 */
export function renderRow(entry, view) {
  if (entry.unsent) return unsentNote(entry, view);
  const shape = shapeOf(entry.message);
  const row = el(
    "div",
    {
      class: `row row-${shape} ${view.own ? "row-own" : "row-theirs"}`,
      "data-id": entry.id,
      role: "article",
      "aria-label": `${view.own ? "You" : view.name}, ${clock.format(entry.time)}`,
    },
  );
  if (view.head && !view.own) row.append(...heading(entry, view));
  const content = el(
    "div",
    { class: "content", lang: view.language || null },
    view.quoted && quote(view.quoted),
    renderContent(entry, view.run),
  );
  row.append(el("div", { class: "line" }, content, meta(entry, view)));
  listenForMenu(content, entry, view);
  return row;
}

function unsentNote(entry, view) {
  const words = `${view.own ? "You" : view.name} unsent a message.`;
  return el("div", { class: "row row-note", "data-id": entry.id }, el("p", { class: "note" }, words));
}

function heading(entry, view) {
  return [
    avatar(view.name, mediaUrl(entry.sender?.iconUrl), view.isBot ? "avatar-bot" : ""),
    el("p", { class: "sender", dir: "auto" }, view.name),
  ];
}

function quote({ name, text }) {
  return el(
    "div",
    { class: "quote" },
    el("strong", { dir: "auto" }, name),
    el("span", { dir: "auto" }, text),
  );
}

function meta(entry, view) {
  return el(
    "div",
    { class: "meta" },
    view.own && el("span", { class: "read", "data-time": entry.time, hidden: !view.read }, "Read"),
    el("time", { datetime: new Date(entry.time).toISOString() }, clock.format(entry.time)),
    iconButton(
      "more",
      "Message menu",
      (event) => view.openMenu(entry, event.currentTarget),
      { class: "icon-btn row-more" },
    ),
  );
}

// A long press on touch screens, the context menu elsewhere; the "…" button serves the keyboard.
function listenForMenu(content, entry, view) {
  content.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a")) return;
    event.preventDefault();
    view.openMenu(entry, content);
  });
  let timer = null;
  let pressedLong = false;
  content.addEventListener("pointerdown", (event) => {
    pressedLong = false;
    if (event.pointerType !== "touch") return;
    timer = setTimeout(() => {
      pressedLong = true;
      view.openMenu(entry, content);
    }, LONG_PRESS_MS);
  });
  for (const kind of ["pointerup", "pointercancel"]) content.addEventListener(kind, () => clearTimeout(timer));
  // Lifting the finger after a long press must not tap the button under it.
  content.addEventListener("click", (event) => {
    if (!pressedLong) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
}
