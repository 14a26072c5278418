/** Template messages (buttons, confirm, carousel, image_carousel) and imagemaps. */

import { el, pressable } from "./dom.js";
import { mediaUrl } from "./links.js";

const KINDS = {
  buttons: renderColumn,
  confirm: renderConfirm,
  carousel: renderCarousel,
  image_carousel: renderImages,
};

/** A template message as an element; `run(action)` is called when somebody taps. */
export function renderTemplate(message, run) {
  const render = KINDS[message.template?.type];
  const altText = message.altText ?? "";
  return render ? render(message.template, run, altText) : el("p", { class: "bubble" }, altText);
}

function renderColumn(column, run, altText) {
  const main = el("div", { class: "tp-main" },
    thumbnail(column, altText),
    el("div", { class: "tp-words" },
      column.title && el("p", { class: "tp-title", dir: "auto" }, column.title),
      el("p", { class: "tp-text", dir: "auto" }, column.text ?? "")));
  if (column.defaultAction) pressable(main, column.defaultAction.label, () => run(column.defaultAction));
  return el("div", { class: "tp-card" }, main, actionList(column.actions, run));
}

function thumbnail(column, altText) {
  const url = mediaUrl(column.thumbnailImageUrl);
  if (!url) return null;
  const shape = column.imageAspectRatio === "square" ? "tp-square" : "tp-rectangle";
  const fit = column.imageSize === "contain" ? "fx-fit" : "fx-cover";
  return el("div", { class: `tp-thumb ${shape}`, style: { "background-color": column.imageBackgroundColor } },
    el("img", { src: url, alt: altText, loading: "lazy", class: fit }));
}

function actionList(actions, run, extra = "") {
  const button = (action) => el(
    "button",
    { type: "button", class: "tp-action", dir: "auto", onclick: () => run(action) },
    action.label ?? "",
  );
  return el("div", { class: `tp-actions ${extra}` }, (actions ?? []).map(button));
}

function renderConfirm(template, run) {
  return el("div", { class: "tp-card tp-confirm" },
    el("p", { class: "tp-text tp-words", dir: "auto" }, template.text ?? ""),
    actionList(template.actions, run, "tp-side"));
}

function swipe(altText, cards) {
  return el(
    "div",
    { class: "swipe", role: "group", "aria-roledescription": "carousel", "aria-label": altText, tabindex: 0 },
    cards,
  );
}

function renderCarousel(template, run, altText) {
  const shared = { imageAspectRatio: template.imageAspectRatio, imageSize: template.imageSize };
  return swipe(
    altText,
    (template.columns ?? []).map((column) => renderColumn({ ...shared, ...column }, run, altText)),
  );
}

function renderImages(template, run, altText) {
  return swipe(altText, (template.columns ?? []).map((column) => {
    const label = column.action?.label;
    const tile = el("div", { class: "tp-tile" },
      mediaUrl(column.imageUrl) && el(
        "img",
        { src: mediaUrl(column.imageUrl), alt: label ?? altText, class: "fx-cover", loading: "lazy" },
      ),
      label && el("span", { class: "tp-tile-label", dir: "auto" }, label));
    return pressable(tile, label ?? altText, () => run(column.action ?? {}));
  }));
}

/** An imagemap: one picture with tap areas, given in units of `baseSize`. */
export function renderImagemap(message, run) {
  const base = { width: message.baseSize?.width || 1040, height: message.baseSize?.height || 1040 };
  const url = mediaUrl(`${message.baseUrl}/1040`);
  const map = el("div", { class: "imagemap", style: { "aspect-ratio": `${base.width} / ${base.height}` } },
    url && el("img", { src: url, alt: message.altText ?? "", loading: "lazy", class: "fx-cover" }));
  if (message.video) map.append(imagemapVideo(message.video, base));
  for (const action of message.actions ?? []) {
    map.append(
      el(
        "button",
        {
          type: "button",
          class: "tap-area",
          "aria-label": action.label ?? action.text ?? action.linkUri,
          style: areaStyle(action.area ?? {}, base),
          onclick: () => run(fromImagemap(action)),
        },
      ),
    );
  }
  return map;
}

function imagemapVideo(video, base) {
  return el(
    "video",
    {
      class: "imagemap-video",
      controls: true,
      preload: "none",
      src: mediaUrl(video.originalContentUrl),
      poster: mediaUrl(video.previewImageUrl),
      style: areaStyle(video.area ?? {}, base),
    },
  );
}

// Imagemap actions name their address linkUri; all other actions name it uri.
function fromImagemap(action) {
  return action.type === "uri" ? { ...action, uri: action.linkUri } : action;
}

/** Where an area {x, y, width, height} lies on a picture of the given size, in percent. */
export function areaStyle(area, whole) {
  const part = (value, of) => `${((value ?? 0) / of) * 100}%`;
  return { left: part(area.x, whole.width), top: part(area.y, whole.height),
    width: part(area.width, whole.width), height: part(area.height, whole.height) };
}
