/** The input at the foot of a phone: text, and the + menu for everything else a resident can send. */

import { askLocation } from "./dialogs.js";
import { el, icon, iconButton } from "./dom.js";
import { askFile, askPicture, askSticker } from "./pictures.js";
import { openMenu } from "./popup.js";

export class Composer {
  #phone;
  #quoted = null;
  #input = el(
    "textarea",
    {
      class: "input",
      rows: 1,
      dir: "auto",
      placeholder: "Aa",
      "aria-label": "Message",
      enterkeyhint: "send",
    },
  );
  #quoteBar = el("div", { class: "quote-bar", hidden: true });

  constructor(phone) {
    this.#phone = phone;
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#input.addEventListener("input", () => this.#grow());
    const send = iconButton("send", "Send", () => this.#send(), { class: "icon-btn send" });
    const plus = iconButton(
      "plus",
      "Send something else",
      (event) => this.#offerMore(event.currentTarget),
      { "aria-haspopup": "menu" },
    );
    const mention = phone.isGroup && iconButton("at", "Mention the bot", () => this.#mention());
    this.node = el(
      "div",
      { class: "composer" },
      this.#quoteBar,
      el(
        "div",
        { class: "composer-row" },
        plus,
        mention,
        this.#input,
        iconButton("smile", "Send a sticker", () => this.#offer(askSticker)),
        send,
      ),
    );
  }

  /** Put text into the input and the keyboard's focus with it. */
  fill(text) {
    this.#input.value = text;
    this.#grow();
    this.#input.focus();
  }

  /** Answer to a message: it is named over the input until something is sent. */
  quote(entry, name, text) {
    this.#quoted = entry.id;
    this.#quoteBar.replaceChildren(
      el("span", { dir: "auto" }, `${name}: ${text}`),
      iconButton("close", "Do not quote", () => this.#unquote()),
    );
    this.#quoteBar.hidden = false;
    this.#input.focus();
  }

  #unquote() {
    this.#quoted = null;
    this.#quoteBar.hidden = true;
  }

  #onKey(event) {
    // While an input method is composing (Japanese, Korean, Chinese …) Enter accepts the word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  async #send() {
    const text = this.#input.value.trim();
    if (!text) return;
    const extra = this.#quoted ? { quotedMessageId: this.#quoted } : {};
    this.fill("");
    this.#unquote();
    if (!(await this.#phone.sendText(text, extra))) this.fill(text);
  }

  #grow() {
    this.#input.style.setProperty("height", "auto");
    this.#input.style.setProperty("height", `${Math.min(this.#input.scrollHeight, 112)}px`);
  }

  #mention() {
    const name = `@${this.#phone.world.bot.displayName} `;
    this.fill(this.#input.value.startsWith(name) ? this.#input.value : name + this.#input.value);
  }

  #offerMore(button) {
    openMenu(button, [
      ["Location", () => this.#offer(async () => {
        const place = await askLocation();
        return place && { type: "location", ...place };
      }), icon("pin")],
      ["Picture", () => this.#offer(askPicture), icon("image")],
      ["Sticker", () => this.#offer(askSticker), icon("smile")],
      ["File from this computer", () => this.#offer(askFile), icon("file")],
    ]);
  }

  async #offer(question) {
    const message = await question();
    if (message) await this.#phone.send(message);
  }
}
