/** Which addresses may be used, what happens when one is opened, and links inside plain text. */

import { el, toast } from "./dom.js";

const WEB = new Set(["http:", "https:"]);
const OPENABLE = new Set(["http:", "https:", "tel:", "line:"]);
const IN_TEXT = /https?:\/\/[^\s<>"“”「」『』()（）]+/giu;
// Sentence marks that follow an address but do not belong to it.
const TAIL = /[.,;:!?。、，！？」』）)\]။၊।]+$/u;

function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** The address when it may be opened (http, https, tel, line), else null. */
export function openable(address) {
  const url = parsed(address);
  return url && OPENABLE.has(url.protocol) ? url : null;
}

/** The address of a picture, sound or film when it is http(s), else null. */
export function mediaUrl(address) {
  const url = parsed(address);
  return url && WEB.has(url.protocol) ? url.href : null;
}

/** Do what a phone would do with an address. A telephone is only named, never dialled. */
export function openAddress(address) {
  const url = openable(address);
  if (!url) toast(`This link is not allowed: ${address}`, "error");
  else if (url.protocol === "tel:") toast(`Would call ${decodeURIComponent(url.pathname)}`);
  else if (url.protocol === "line:") toast(`Would open in LINE: ${url.href}`);
  else window.open(url.href, "_blank", "noopener,noreferrer");
}

/** Text nodes, with web addresses made into links. Nothing is ever read as HTML. */
export function linked(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(IN_TEXT)) {
    const address = match[0].replace(TAIL, "");
    if (!mediaUrl(address)) continue;
    nodes.push(text.slice(from, match.index), webLink(address, address));
    from = match.index + address.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

/** A link that opens a new tab; call only with an address that passed `mediaUrl`. */
export function webLink(address, ...children) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", class: "link" }, ...children);
}
