/** Small questions to the person at the page: a place, a moment, a line of text, a yes or no. */

import { el } from "./dom.js";

// Enough variety to try "inside the area", "far away" and "outside Japan".
const PLACES = [
  ["Tokyo Station", "東京都千代田区丸の内1-9-1", 35.681236, 139.767125],
  ["Sendai Station", "宮城県仙台市青葉区中央1-1-1", 38.260132, 140.882438],
  ["Osaka Station", "大阪府大阪市北区梅田3-1-1", 34.702485, 135.495951],
  ["Hakata Station", "福岡県福岡市博多区博多駅中央街1-1", 33.589728, 130.420727],
  ["Seoul City Hall", "Seoul, Republic of Korea", 37.566535, 126.977969],
];

/**
 * Show a modal form and wait. Answers `read(form)` after OK, null after Cancel or Escape.
 * Without an `okLabel` there is only "Close"; the fields then bring their own submit buttons, or none.
 * The native dialog keeps the keyboard inside and gives the focus back.
 */
export function ask(title, fields, read, okLabel = "OK") {
  return new Promise((answer) => {
    const heading = el("h2", {}, title);
    const form = el("form", { method: "dialog" }, heading, fields, el("div", { class: "dialog-actions" },
      el(
        "button",
        { type: "button", class: "btn", onclick: () => box.close() },
        okLabel ? "Cancel" : "Close",
      ),
      okLabel && el("button", { type: "submit", class: "btn btn-main" }, okLabel)));
    const box = el("dialog", { class: "dialog", "aria-label": title }, form);
    let result = null;
    form.addEventListener("submit", () => {
      result = read(form.elements);
    });
    box.addEventListener("close", () => {
      box.remove();
      answer(result);
    });
    document.body.append(box);
    box.showModal();
  });
}

/** A label with its input; `props` become attributes of the input. */
export function field(label, name, props = {}) {
  return labelled(label, el("input", { name, autocomplete: "off", ...props }));
}

/** A label with a list to choose from: `options` are [value, text]. */
export function choice(label, name, options, chosen) {
  return labelled(label, el("select", { name },
    options.map(([value, text]) => el("option", { value, selected: value === chosen }, text))));
}

let fields = 0;

// Tied by id, because a label around a list would count the list's texts as part of its name.
function labelled(label, input) {
  fields += 1;
  input.id = `field-${fields}`;
  return el("div", { class: "field" }, el("label", { for: input.id }, label), input);
}

/** A place as {title, address, latitude, longitude}, or null. */
export function askLocation() {
  const inputs = {
    title: field("Name", "title", { maxlength: 100 }),
    address: field("Address", "address", { maxlength: 100 }),
    latitude: field(
      "Latitude",
      "latitude",
      { type: "number", step: "any", min: -90, max: 90, required: true },
    ),
    longitude: field(
      "Longitude",
      "longitude",
      { type: "number", step: "any", min: -180, max: 180, required: true },
    ),
  };
  const fill = (values) => Object.values(inputs).forEach((input, index) => {
    input.querySelector("input").value = values[index];
  });
  const presets = el(
    "div",
    { class: "presets", role: "group", "aria-label": "Places" },
    PLACES.map((place) =>
      el("button", { type: "button", class: "chip", onclick: () => fill(place) }, place[0])),
  );
  fill(PLACES[0]);
  return ask("Send a location", [presets, ...Object.values(inputs)], (form) => ({
    title: form.title.value, address: form.address.value,
    latitude: Number(form.latitude.value), longitude: Number(form.longitude.value),
  }), "Send");
}

/** What a datetimepicker asks for, in LINE's format ("2017-12-25", "01:00", "2017-12-25T01:00"), or null. */
export function askMoment(action) {
  const type = { date: "date", time: "time", datetime: "datetime-local" }[action.mode] ?? "datetime-local";
  // LINE also accepts a lower-case "t" between date and time; inputs do not.
  const value = (text) => text?.replace("t", "T");
  const input = field(
    action.label ?? "Date and time",
    "moment",
    { type, required: true, value: value(action.initial), min: value(action.min), max: value(action.max) },
  );
  return ask(action.label ?? "Choose", [input], (form) => form.moment.value);
}

/** One or more lines of text, or null. */
export function askText(title, text, okLabel) {
  const area = el(
    "textarea",
    { name: "text", rows: 4, required: true, dir: "auto", "aria-label": title },
    text,
  );
  return ask(title, [area], (form) => form.text.value, okLabel);
}

export function confirmed(question, okLabel) {
  return ask(question, [], () => true, okLabel);
}
