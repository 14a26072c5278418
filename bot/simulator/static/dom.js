/** Building the page: elements from plain values, small icons, passing notices. */

const SVG = "http://www.w3.org/2000/svg";

// Hand-drawn 24 x 24 outlines; drawn as nodes so that no image request is needed.
const ICONS = {
  back: "M15 5 8 12l7 7",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5 16-4-7-7-1ZM11 13l9-9",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  pin: "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21Z" +
    "M12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.5c2 2.3 5 2.3 7 0M9 9.5h.01M15 9.5h.01",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9h.01",
  file: "M7 3h7l4 4v14H7zM14 3v4h4M10 13h5M10 17h5",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7.1",
};

/** An element. `on…` values are listeners, `style` goes through CSSOM (allowed by a strict CSP). */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "style") setStyle(node, value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Set CSS properties by name; the browser drops values that are not valid, so they are safe to pass on. */
export function setStyle(node, styles) {
  for (const [name, value] of Object.entries(styles)) {
    if (value !== undefined && value !== null) node.style.setProperty(name, String(value));
  }
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A square button with a picture; `label` is what a screen reader says and the tooltip shows. */
export function iconButton(name, label, onclick, extra = {}) {
  return el(
    "button",
    { type: "button", class: "icon-btn", "aria-label": label, title: label, onclick, ...extra },
    icon(name),
  );
}

/** Make any element work as a button, for mouse, touch and keyboard. */
export function pressable(node, label, press) {
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  if (label) node.setAttribute("aria-label", label);
  node.classList.add("pressable");
  node.addEventListener("click", (event) => {
    event.stopPropagation();
    press();
  });
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    press();
  });
  return node;
}

/** A short notice at the edge of the page, read out politely. */
export function toast(text, kind = "info") {
  const note = el("p", { class: `toast toast-${kind}`, dir: "auto" }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), kind === "error" ? 7000 : 4000);
}

/** A round picture: the given image, or the first letter on a colour made from the name. */
export function avatar(name, imageUrl, extraClass = "") {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  const face = el("span", { class: `avatar ${extraClass}`, "aria-hidden": "true", style: { "--hue": hue } });
  if (imageUrl) face.append(el("img", { src: imageUrl, alt: "", onerror: (event) => event.target.remove() }));
  face.append(firstLetter(name));
  return face;
}

function firstLetter(name) {
  const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(name.trim() || "?");
  return [...segments][0].segment.toUpperCase();
}
