/** One message's content as an element, for every message type of the Messaging API. */

import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { flexWidth, renderFlex } from "./flex.js";
import { linked, mediaUrl, webLink } from "./links.js";
import { renderImagemap, renderTemplate } from "./templates.js";

const RENDER = {
  text: (message, entry) => textBubble(textPieces(message, entry)),
  textV2: (message) => textBubble(textV2Pieces(message)),
  sticker: renderSticker, image: renderImage, video: renderVideo, audio: renderAudio,
  file: renderFile, location: renderLocation,
  imagemap: (message, _entry, run) => renderImagemap(message, run),
  template: (message, _entry, run) => renderTemplate(message, run),
  flex: (message, _entry, run) => renderFlex(message, run),
};

/** `entry` is the simulator's record around `message`; `run(action)` is called on a tap. */
export function renderContent(entry, run) {
  const message = entry.message;
  return RENDER[message.type]?.(message, entry, run) ?? textBubble([message.altText ?? `[${message.type}]`]);
}

/** "bubble" beside the avatar, "card" with the time below, "wide" or "swipe" over the phone's width. */
export function shapeOf(message) {
  if (message.type === "flex") return flexWidth(message);
  if (message.type === "imagemap") return "wide";
  if (message.type === "template") return message.template?.type?.includes("carousel") ? "swipe" : "card";
  return "bubble";
}

function textBubble(pieces) {
  return el("p", { class: "bubble", dir: "auto" }, pieces);
}

function textPieces(message) {
  const marks = [
    ...(message.mention?.mentionees ?? []),
    ...(message.emojis ?? []).map((emoji) => ({ ...emoji, emoji: true })),
  ].sort((a, b) => a.index - b.index);
  const pieces = [];
  let from = 0;
  for (const mark of marks) {
    // What a bot sends marks an emoji with one "$"; what a resident sends carries its length.
    const until = mark.index + (mark.length ?? 1);
    pieces.push(...linked(message.text.slice(from, mark.index)));
    pieces.push(mark.emoji ? lineEmoji(mark) : mentionSpan(message.text.slice(mark.index, until)));
    from = until;
  }
  return [...pieces, ...linked((message.text ?? "").slice(from))];
}

// "{key}" stands for a substitution, "{{" and "}}" for the braces themselves.
function textV2Pieces(message) {
  const parts = (message.text ?? "").split(/(\{\{|\}\}|\{[0-9a-zA-Z_]{1,20}\})/);
  return parts.flatMap((part) => {
    if (part === "{{" || part === "}}") return [part[0]];
    const put = part.startsWith("{") ? message.substitution?.[part.slice(1, -1)] : null;
    if (!put) return linked(part);
    return [
      put.type === "emoji" ? lineEmoji(put) : mentionSpan(put.mentionee?.type === "all" ? "@All" : "@member"),
    ];
  });
}

const mentionSpan = (text) => el("span", { class: "mention" }, text);
const lineEmoji = (emoji) => el("span", { class: "line-emoji", role: "img", "aria-label": "LINE emoji",
  title: `${emoji.productId} / ${emoji.emojiId}` }, "☺");

function renderSticker(message) {
  const name = `Sticker ${message.packageId} / ${message.stickerId}`;
  return el(
    "div",
    { class: "sticker", role: "img", "aria-label": name, style: { "--hue": stickerHue(message.stickerId) } },
    el("span", { class: "sticker-face", "aria-hidden": "true" }),
    el("span", { class: "sticker-id", "aria-hidden": "true" }, `${message.packageId} / ${message.stickerId}`),
  );
}

/** Every sticker id has its own colour, so that two can be told apart. */
export const stickerHue = (stickerId) => (Number(String(stickerId).slice(-6)) * 47) % 360;

// A bot's media lie at addresses it gave; a resident's lie in the simulator.
function source(message, entry) {
  const given = message.originalContentUrl ?? message.contentProvider?.originalContentUrl;
  return given ? mediaUrl(given) : api.content(entry.id);
}

function renderImage(message, entry) {
  const full = source(message, entry);
  const preview = mediaUrl(message.previewImageUrl ?? message.contentProvider?.previewImageUrl) ?? full;
  if (!full) return textBubble(["[image]"]);
  const image = el("img", { src: preview, alt: "Image", loading: "lazy" });
  image.addEventListener(
    "error",
    () => image.replaceWith(el("span", { class: "media-missing" }, icon("image"), "Image not available")),
  );
  return webLinkBox(full, image);
}

function webLinkBox(address, child) {
  const link = webLink(address, child);
  link.className = "media";
  link.setAttribute("aria-label", "Open the image");
  return link;
}

function renderVideo(message, entry) {
  return el("video", { class: "media", controls: true, preload: "none", src: source(message, entry),
    poster: mediaUrl(message.previewImageUrl), "aria-label": "Video" });
}

function renderAudio(message, entry) {
  return el("div", { class: "bubble audio" },
    el("audio", { controls: true, preload: "none", src: source(message, entry), "aria-label": "Audio" }));
}

function renderFile(message, entry) {
  const link = webLink(api.content(entry.id), icon("file"), el("span", { class: "file-words" },
    el("span", { class: "file-name", dir: "auto" }, message.fileName ?? "file"),
    el("span", { class: "file-size" }, bytes(message.fileSize ?? 0))));
  link.className = "bubble file";
  // Saved, never opened: a page somebody sent must not run beside this one.
  link.download = message.fileName ?? "file";
  return link;
}

function bytes(count) {
  if (count < 1024) return `${count} B`;
  return count < 1048576 ? `${(count / 1024).toFixed(1)} KB` : `${(count / 1048576).toFixed(1)} MB`;
}

function renderLocation(message) {
  const latitude = Number(message.latitude).toFixed(5);
  const longitude = Number(message.longitude).toFixed(5);
  const map = `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;
  return el(
    "div",
    { class: "location" },
    el("div", { class: "location-map", "aria-hidden": "true" }, icon("pin")),
    el(
      "div",
      { class: "location-words" },
      el("p", { class: "location-title", dir: "auto" }, message.title || "Location"),
      message.address && el("p", { class: "location-address", dir: "auto" }, message.address),
      webLink(map, "Open the map"),
      el("p", { class: "location-numbers" }, `${latitude}, ${longitude}`),
    ),
  );
}
