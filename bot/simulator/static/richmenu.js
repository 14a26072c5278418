/** The rich menu under the input: its bar, its picture and its tap areas. */

import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { areaStyle } from "./templates.js";

export class RichMenu {
  #menuId = null;
  #run;
  #text = el("span", { class: "menu-text", dir: "auto" });
  #sheet = el("div", { class: "menu-sheet", hidden: true });
  #bar;

  /** `run(action)` is called when an area is tapped. */
  constructor(run) {
    this.#run = run;
    this.#bar = el(
      "button",
      { type: "button", class: "menu-bar", "aria-expanded": "false", onclick: () => this.toggle() },
      this.#text,
      icon("down"),
    );
    this.node = el("div", { class: "menu", hidden: true }, this.#bar, this.#sheet);
  }

  get available() {
    return !this.node.hidden;
  }

  /** Show this menu, or none for null. Does nothing when it is shown already. */
  async show(menuId) {
    if (menuId === this.#menuId) return;
    this.#menuId = menuId;
    if (!menuId) {
      this.node.hidden = true;
      return;
    }
    const wasOpen = this.available && !this.#sheet.hidden;
    const menu = await this.#load(menuId);
    if (!menu || this.#menuId !== menuId) return;
    this.#draw(menuId, menu);
    this.node.hidden = false;
    this.toggle(wasOpen || Boolean(menu.selected));
  }

  toggle(open = this.#sheet.hidden) {
    this.#sheet.hidden = !open;
    this.#bar.setAttribute("aria-expanded", String(open));
  }

  // A menu may be deleted between the news of it and the question: then there is none.
  async #load(menuId) {
    try {
      return await api.richMenu(menuId);
    } catch {
      if (this.#menuId === menuId) {
        this.#menuId = null;
        this.node.hidden = true;
      }
      return null;
    }
  }

  #draw(menuId, menu) {
    const size = { width: menu.size?.width || 2500, height: menu.size?.height || 1686 };
    this.#text.textContent = menu.chatBarText ?? "Menu";
    this.#sheet.style.setProperty("aspect-ratio", `${size.width} / ${size.height}`);
    this.#sheet.replaceChildren(
      el("img", { src: api.richMenuImage(menuId), alt: menu.name ?? "Rich menu", class: "menu-image" }),
      ...(menu.areas ?? []).map((area) => this.#area(area, size)));
  }

  #area(area, size) {
    const action = area.action ?? {};
    return el(
      "button",
      {
        type: "button",
        class: "tap-area",
        style: areaStyle(area.bounds ?? {}, size),
        "aria-label": nameOf(action),
        onclick: () => this.#run(action),
      },
    );
  }
}

// Areas have no words of their own unless the bot gave a label.
function nameOf(action) {
  return action.label ?? action.displayText ?? action.text ?? action.uri ?? action.data ?? "Menu area";
}
