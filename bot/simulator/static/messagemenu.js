/** What can be done with one message: quote, copy, unsend, edit, look at its JSON. */

import * as api from "./api.js";
import { ask, askText } from "./dialogs.js";
import { el, toast } from "./dom.js";
import { openMenu } from "./popup.js";
import { summary } from "./summary.js";

// LINE gives quote tokens for these kinds only (reference, "Get quote tokens").
const QUOTABLE = new Set(["text", "textV2", "image", "video", "sticker", "template", "flex", "imagemap"]);

export function openMessageMenu(phone, entry, anchor) {
  const { message } = entry;
  const own = entry.from === phone.actor;
  const items = [];
  if (QUOTABLE.has(message.type)) items.push(["Reply", () =>
    phone.composer.quote(entry, phone.world.nameOf(entry.from), summary(message))]);
  if (message.text) items.push(["Copy text", () => copy(message.text)]);
  if (own && phone.isGroup && message.type === "text") items.push(["Edit", () => edit(phone, entry)]);
  if (own) items.push(["Unsend", () => tell(phone, api.unsend(phone.id, phone.actor, entry.id))]);
  items.push(["Show JSON", () => showJson(entry)]);
  openMenu(anchor, items);
}

async function edit(phone, entry) {
  const text = await askText("Edit the message", entry.message.text, "Save");
  if (text !== null) await tell(phone, api.edit(phone.id, phone.actor, entry.id, text));
}

async function tell(phone, call) {
  try {
    await call;
    phone.world.hurry();
  } catch (error) {
    toast(`That did not work: ${error.message}`, "error");
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    toast("The browser did not allow copying.", "error");
  }
}

function showJson(entry) {
  return ask(`Message ${entry.id}${entry.via ? ` (${entry.via})` : ""}`,
    [el("pre", { class: "json", tabindex: 0 }, JSON.stringify(entry.message, null, 2))], () => true, null);
}
