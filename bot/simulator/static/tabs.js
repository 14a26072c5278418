/** One tab per phone. A narrow screen shows only the chosen phone, a wide one scrolls to it. */

import { avatar, el } from "./dom.js";

export class Tabs {
  #tabs = new Map();
  #chosen = null;
  #phones;

  /** `phones` is the live Map of chat id → Phone. */
  constructor(node, phones) {
    this.node = node;
    this.#phones = phones;
    node.setAttribute("role", "tablist");
    node.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get chosen() {
    return this.#chosen;
  }

  /** Bring the tabs up to date; keeps the chosen one, or takes the first. */
  refresh() {
    for (const [id, tab] of this.#tabs) if (!this.#phones.has(id)) this.#drop(id, tab);
    for (const [id, phone] of this.#phones) this.#keep(id, phone);
    if (this.#phones.has(this.#chosen)) return;
    this.#chosen = this.#phones.keys().next().value ?? null;
    this.#mark();
  }

  #drop(id, tab) {
    tab.remove();
    this.#tabs.delete(id);
  }

  // A tab is only touched when its words changed, so that it keeps the keyboard's focus.
  #keep(id, phone) {
    const tab = this.#tabs.get(id) ?? this.#add(id);
    const words = `${phone.name}\n${phone.resident?.language ?? ""}`;
    if (tab.dataset.words === words) return;
    tab.dataset.words = words;
    tab.replaceChildren(
      avatar(phone.name, null, "avatar-small"),
      el("span", { class: "tab-name", dir: "auto" }, phone.name),
      el("span", { class: "tab-lang" }, phone.resident?.language ?? ""),
    );
  }

  #add(id) {
    const tab = el(
      "button",
      {
        type: "button",
        class: "tab",
        role: "tab",
        tabindex: -1,
        "aria-selected": "false",
        "aria-controls": `phone-${id}`,
        onclick: () => this.choose(id),
      },
    );
    this.#tabs.set(id, tab);
    this.node.append(tab);
    return tab;
  }

  choose(id) {
    this.#chosen = id;
    this.#mark();
    this.#tabs.get(id)?.classList.remove("tab-unread");
    this.#tabs.get(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#phones.get(id)?.node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Note that a phone has something new, unless it is in sight. */
  markUnread(id) {
    const phone = this.#phones.get(id)?.node;
    const place = phone?.getBoundingClientRect();
    const inSight = place?.width > 0 && place.left < innerWidth - 40 && place.right > 40;
    if (!inSight) this.#tabs.get(id)?.classList.add("tab-unread");
  }

  #mark() {
    for (const [id, tab] of this.#tabs) {
      const chosen = id === this.#chosen;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      this.#phones.get(id).node.classList.toggle("phone-chosen", chosen);
      this.#phones.get(id).timeline.speak(chosen);
    }
  }

  #onKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const ids = [...this.#tabs.keys()];
    const next = ids[(ids.indexOf(this.#chosen) + step + ids.length) % ids.length];
    this.choose(next);
    this.#tabs.get(next).focus();
  }
}
