/** A small menu next to a button, for mouse, touch and arrow keys. */

import { el } from "./dom.js";

let close = () => {};

/** `items` are [label, act, icon?]; the menu closes on a choice, Escape, or a press elsewhere. */
export function openMenu(anchor, items) {
  close();
  // "manual": an automatic popover would be dismissed by the end of the very press that opened it.
  const menu = el("div", { class: "popup", role: "menu", popover: "manual" }, items.map(menuItem));
  const pressElsewhere = (event) => {
    if (!menu.contains(event.target)) close();
  };
  const before = document.activeElement;
  close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", pressElsewhere, true);
    before?.focus?.({ preventScroll: true });
    close = () => {};
  };
  document.addEventListener("pointerdown", pressElsewhere, true);
  menu.addEventListener("keydown", (event) => onKey(event, menu));
  document.body.append(menu);
  menu.showPopover();
  putNextTo(menu, anchor.getBoundingClientRect());
  menu.firstElementChild?.focus();
}

function menuItem([label, act, picture]) {
  const choose = () => {
    close();
    act();
  };
  return el("button", { type: "button", role: "menuitem", onclick: choose }, picture, label);
}

function putNextTo(menu, place) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.max(8, Math.min(place.left, innerWidth - width - 8));
  const below = place.bottom + 6 + height < innerHeight;
  const top = below ? place.bottom + 6 : Math.max(8, place.top - height - 6);
  menu.style.setProperty("left", `${left}px`);
  menu.style.setProperty("top", `${top}px`);
}

function onKey(event, menu) {
  if (event.key === "Escape" || event.key === "Tab") close();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...menu.children];
  const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
  buttons[next].focus();
}
