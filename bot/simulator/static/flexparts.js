/** The leaves of a Flex Message: text, image, button, icon, separator, filler, video. */

import { el, setStyle } from "./dom.js";
import { alignment, BUTTON, IMAGE, length, ratio, SPACE, TEXT } from "./flexsizes.js";
import { mediaUrl } from "./links.js";

/** type → (component, context, layout of its box) → element */
export const PARTS = {
  text: renderText, image: renderImage, button: renderButton, icon: renderIcon,
  separator: renderSeparator, filler: () => el("div", { class: "fx-filler" }), video: renderVideo,
  spacer: (part) => el("div", { style: { height: length(part.size ?? "md", SPACE) } }),
};

function renderText(part) {
  const words = (part.contents ?? []).map(renderSpan);
  const line = el(
    "p",
    { class: part.wrap ? "fx-words fx-wrap" : "fx-words" },
    words.length ? words : (part.text ?? ""),
  );
  const cell = el("div", { class: "fx-text", style: { "justify-content": alignment(part.gravity) } }, line);
  setStyle(line, { ...letters(part), "text-align": edge(part.align) });
  if (part.wrap && part.maxLines > 0) {
    line.classList.add("fx-clamp");
    setStyle(line, { "-webkit-line-clamp": part.maxLines });
  }
  // Extra space stands between lines only: what line-height adds outside is taken back.
  const gap = length(part.lineSpacing);
  if (gap) {
    const height = `calc(var(--leading) * 1em + ${gap})`;
    setStyle(line, { "line-height": height, "margin-block": `calc(${gap} / -2)` });
  }
  if (part.adjustMode === "shrink-to-fit" && !part.wrap) shrinkToFit(line);
  return cell;
}

function renderSpan(span) {
  return el("span", { style: letters(span) }, span.text ?? "");
}

function letters(part) {
  const decorations = { underline: "underline", "line-through": "line-through", none: "none" };
  return {
    "font-size": length(part.size, TEXT),
    "font-weight": { bold: "700", regular: "400" }[part.weight],
    "font-style": { italic: "italic", normal: "normal" }[part.style],
    "text-decoration": decorations[part.decoration],
    color: part.color,
  };
}

// Sides follow the bubble's direction, not the first letter of the text, as in LINE.
function edge(align) {
  return { center: "center", end: "var(--fx-end)", start: "var(--fx-start)" }[align ?? "start"];
}

// LINE makes the letters smaller until one line fits; half the size is the least. Measured when first seen.
function shrinkToFit(line) {
  const watcher = new ResizeObserver(() => {
    if (line.clientWidth === 0) return;
    watcher.disconnect();
    const factor = line.clientWidth / line.scrollWidth;
    const size = Number.parseFloat(getComputedStyle(line).fontSize);
    if (factor < 1) setStyle(
      line,
      { "font-size": `${Math.floor(size * Math.max(0.5, factor) * 10) / 10}px` },
    );
  });
  watcher.observe(line);
}

function renderImage(part, context) {
  const size = part.size ?? "md";
  const frame = el("div", { class: "fx-frame", style: {
    width: size === "full" ? "100%" : length(size, IMAGE),
    "aspect-ratio": ratio(part.aspectRatio), "background-color": part.backgroundColor,
  } });
  frame.append(picture(part.url, part.action?.label ?? context.altText, part.aspectMode));
  return el("div", { class: "fx-image", style: {
    "align-items": alignment(part.align ?? "center"), "justify-content": alignment(part.gravity),
  } }, frame);
}

function picture(address, alt, mode) {
  const url = mediaUrl(address);
  if (!url) return el("span", { class: "fx-broken", role: "img", "aria-label": alt });
  const image = el(
    "img",
    { src: url, alt, loading: "lazy", class: mode === "cover" ? "fx-cover" : "fx-fit" },
  );
  image.addEventListener(
    "error",
    () => image.replaceWith(el("span", { class: "fx-broken", role: "img", "aria-label": alt })),
  );
  return image;
}

function renderIcon(part) {
  const height = length(part.size ?? "md", TEXT);
  return el("div", { class: "fx-icon", style: { height, "aspect-ratio": ratio(part.aspectRatio) } },
    picture(part.url, "", "fit"));
}

function renderButton(part, context) {
  const style = ["primary", "secondary"].includes(part.style) ? part.style : "link";
  const label = el("span", { class: "fx-button-label", dir: "auto" }, part.action?.label ?? "");
  const button = el("button", {
    type: "button", class: `fx-button fx-button-${style}`,
    style: {
      height: `${BUTTON[part.height] ?? BUTTON.md}px`,
      [style === "link" ? "color" : "background-color"]: part.color,
    },
    onclick: (event) => {
      event.stopPropagation();
      context.run(part.action ?? {});
    },
  }, label);
  if (part.adjustMode === "shrink-to-fit") shrinkToFit(label);
  return el(
    "div",
    { class: "fx-button-cell", style: { "justify-content": alignment(part.gravity) } },
    button,
  );
}

function renderSeparator(part, _context, layout) {
  const side = layout === "vertical" ? "fx-rule" : "fx-rule-up";
  return el("div", { class: side, role: "presentation", style: { "background-color": part.color } });
}

function renderVideo(part, context) {
  const url = mediaUrl(part.url);
  const film = el("video", { controls: true, preload: "none", poster: mediaUrl(part.previewUrl), src: url,
    "aria-label": context.altText, class: "fx-cover" });
  return el("div", { class: "fx-image" },
    el("div", { class: "fx-frame", style: { width: "100%", "aspect-ratio": ratio(part.aspectRatio) } }, film),
    part.action && el("button", { type: "button", class: "fx-video-action",
      onclick: () => context.run(part.action) }, part.action.label ?? "Open"));
}
