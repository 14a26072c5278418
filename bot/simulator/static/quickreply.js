/** The row of quick replies over the input: only the newest message's, gone after a tap. */

import { KEEPS_QUICK_REPLIES } from "./actions.js";
import { el } from "./dom.js";
import { mediaUrl } from "./links.js";

export class QuickReplies {
  #usedOf = null;
  #shownOf = null;
  #run;

  /** `run(action)` is called on a tap. */
  constructor(run) {
    this.#run = run;
    this.node = el("div", { class: "quick", role: "group", "aria-label": "Quick replies", hidden: true });
    this.node.addEventListener("wheel", (event) => this.#turn(event), { passive: false });
  }

  /** Show what belongs to the newest message of the chat (or nothing). */
  update(newest) {
    const items = newest?.from === "bot" && !newest.unsent ? (newest.message.quickReply?.items ?? []) : [];
    const visible = items.length > 0 && newest.id !== this.#usedOf;
    this.node.hidden = !visible;
    // Rebuilding would move the row back to its start and lose the keyboard's place.
    if (visible && this.#shownOf === newest.id) return;
    this.#shownOf = visible ? newest.id : null;
    this.node.replaceChildren(...(visible ? items.map((item) => this.#chip(item, newest.id)) : []));
    this.node.scrollLeft = 0;
  }

  // A mouse wheel turns up and down, the row goes left and right.
  #turn(event) {
    if (event.deltaX !== 0 || this.node.scrollWidth <= this.node.clientWidth) return;
    event.preventDefault();
    this.node.scrollLeft += event.deltaY;
  }

  #chip(item, messageId) {
    const image = mediaUrl(item.imageUrl);
    return el(
      "button",
      {
        type: "button",
        class: "quick-chip",
        dir: "auto",
        onclick: () => this.#tap(item.action ?? {}, messageId),
      },
      image && el("img", { src: image, alt: "", class: "quick-icon" }),
      item.action?.label ?? "",
    );
  }

  #tap(action, messageId) {
    if (!KEEPS_QUICK_REPLIES.has(action.type)) {
      this.#usedOf = messageId;
      this.#shownOf = null;
      this.node.hidden = true;
    }
    this.#run(action);
  }
}
