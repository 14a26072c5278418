/** Flex Messages: bubbles, carousels and boxes. The leaves (text, image, button …) are in flexparts.js. */

import { el, pressable, setStyle } from "./dom.js";
import { PARTS } from "./flexparts.js";
import { alignment, BORDER, length, offset, SPACE } from "./flexsizes.js";

const SIZES = new Set(["nano", "micro", "deca", "hecto", "kilo", "mega", "giga"]);

/**
 * A Flex Message as an element. `run(action)` is called when somebody taps;
 * `altText` names pictures that have no name of their own.
 */
export function renderFlex(message, run) {
  const context = { run, altText: message.altText ?? "" };
  const contents = message.contents ?? {};
  if (contents.type !== "carousel") return renderBubble(contents, context);
  const bubbles = (contents.contents ?? []).map((bubble) => renderBubble(bubble, context));
  return el("div", { class: "swipe", role: "group", "aria-roledescription": "carousel",
    "aria-label": context.altText, tabindex: 0 }, bubbles);
}

/** How much room the message wants: "wide" takes the whole phone, "card" stands beside the avatar. */
export function flexWidth(message) {
  const contents = message.contents ?? {};
  if (contents.type === "carousel") return "swipe";
  return contents.size === "giga" ? "wide" : "card";
}

function renderBubble(bubble, context) {
  const size = SIZES.has(bubble.size) ? bubble.size : "mega";
  const node = el("div", { class: `fx-bubble fx-${size}`, dir: bubble.direction === "rtl" ? "rtl" : "ltr" });
  for (const name of ["header", "hero", "body", "footer"]) {
    if (bubble[name]) node.append(...renderBlock(name, bubble, context));
  }
  if (bubble.footer) node.classList.add("fx-with-footer");
  tappable(node, bubble.action, context);
  return node;
}

function renderBlock(name, bubble, context) {
  const style = bubble.styles?.[name] ?? {};
  const part = renderPart(bubble[name], context, "vertical");
  const block = el(
    "div",
    { class: `fx-block fx-${name}`, style: { "background-color": style.backgroundColor } },
    part,
  );
  if (bubble[name].type === "box") block.classList.add("fx-padded");
  if (!style.separator) return [block];
  return [el("div", { class: "fx-rule", style: { "background-color": style.separatorColor } }), block];
}

function renderPart(part, context, layout) {
  const node = part.type === "box" ? renderBox(part, context) : PARTS[part.type]?.(part, context, layout);
  if (!node) return el("div", { class: "fx-unknown" }, `[${part.type}]`);
  place(node, part);
  if (part.type !== "button") tappable(node, part.action, context);
  return node;
}

function renderBox(box, context) {
  const layout = ["horizontal", "baseline"].includes(box.layout) ? box.layout : "vertical";
  const node = el("div", { class: `fx-box fx-${layout}` });
  paint(node, box);
  let first = true;
  for (const part of box.contents ?? []) {
    const child = renderPart(part, context, layout);
    stretch(child, part, layout);
    if (part.position !== "absolute") {
      if (!first) spaceBefore(child, part, box, layout);
      first = false;
    }
    node.append(child);
  }
  return node;
}

// The reference: a child's margin replaces the box's spacing, and neither counts before the first child.
function spaceBefore(child, part, box, layout) {
  const space = length(part.margin, SPACE) ?? length(box.spacing, SPACE);
  setStyle(child, { [layout === "vertical" ? "margin-top" : "margin-inline-start"]: space });
}

// The reference: children share a horizontal box equally, but keep their height in a vertical one.
function stretch(child, part, layout) {
  if (part.type === "separator" || part.position === "absolute") return;
  const across = layout !== "vertical";
  const fixed = across ? part.width : part.height;
  const isFiller = part.type === "filler";
  const share = part.flex ?? (isFiller || (across && !fixed && part.type !== "icon") ? 1 : 0);
  if (across) setStyle(child, { "min-width": "0", "max-width": "100%" });
  // Across, shares divide the whole width; downwards, only what the contents leave over.
  setStyle(child, { flex: share > 0 ? `${share} ${across ? "1 0" : "0 auto"}` : "0 0 auto" });
}

/** What every component may have: its place and its size limits. */
function place(node, part) {
  if (part.position === "absolute") node.classList.add("fx-absolute");
  setStyle(node, {
    top: offset(part.offsetTop), bottom: offset(part.offsetBottom),
    "inset-inline-start": offset(part.offsetStart), "inset-inline-end": offset(part.offsetEnd),
  });
}

function paint(node, box) {
  const all = length(box.paddingAll, SPACE);
  const side = (name) => length(box[`padding${name}`], SPACE) ?? all;
  const rounded = length(box.cornerRadius, SPACE);
  setStyle(node, {
    "padding-top": side("Top"), "padding-bottom": side("Bottom"),
    "padding-inline-start": side("Start"), "padding-inline-end": side("End"),
    width: length(box.width), height: length(box.height),
    "max-width": length(box.maxWidth), "max-height": length(box.maxHeight),
    "background-color": box.backgroundColor, "border-radius": rounded,
    "justify-content": alignment(box.justifyContent), "align-items": alignment(box.alignItems),
  });
  if (box.borderWidth || box.borderColor) {
    const width = length(box.borderWidth, BORDER) ?? "1px";
    setStyle(node, { border: `${width} solid`, "border-color": box.borderColor ?? "#d4d6da" });
  }
  if (box.background?.type === "linearGradient") {
    setStyle(node, { "background-image": gradient(box.background) });
  }
  // A box cuts what sticks out only where that shows: at round corners and at a given height.
  if (rounded || box.height || box.maxHeight) node.classList.add("fx-cut");
}

function gradient({ angle = "0deg", startColor, centerColor, centerPosition = "50%", endColor }) {
  const middle = centerColor ? `, ${centerColor} ${centerPosition}` : "";
  return `linear-gradient(${angle}, ${startColor}${middle}, ${endColor})`;
}

function tappable(node, action, context) {
  if (action) pressable(node, action.label ?? "", () => context.run(action));
}
