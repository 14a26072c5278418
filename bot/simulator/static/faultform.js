/** Ordering faults: slow answers, failing calls, duplicates, the quota. Every change counts at once. */

import * as api from "./api.js";
import { choice, field } from "./dialogs.js";
import { el, iconButton, toast } from "./dom.js";

const ENDPOINTS = [
  ["*", "any call"],
  ["reply", "reply"],
  ["push", "push"],
  ["multicast", "multicast"],
  ["broadcast", "broadcast"],
];
const FAULTS = [
  ["429", "429 too many"],
  ["500", "500 error"],
  ["401", "401 bad token"],
  ["lost", "accepted, answer lost"],
  ["reset", "connection reset"],
];
const SWITCHES = {
  duplicateWebhooks: "Send every webhook twice",
  shuffleWebhooks: "Shuffle the order of webhooks",
  redelivery: "Send again when the bot fails",
};

export class FaultForm {
  #now = {};
  #orders = el("div");

  constructor() {
    this.node = el("div", { class: "stack" });
  }

  async load() {
    try {
      this.#take(await api.faults());
    } catch (error) {
      this.node.replaceChildren(el("p", { class: "hint" }, `Not available: ${error.message}`));
    }
  }

  /** Show which ordered faults are still waiting; the bot's calls use them up. */
  async refreshOrders() {
    const { next } = await api.faults();
    if (JSON.stringify(next) === JSON.stringify(this.#now.next)) return;
    this.#now = { ...this.#now, next };
    this.#orders.replaceChildren(this.#ordered());
  }

  async #change(change) {
    try {
      this.#take(await api.setFaults(change));
    } catch (error) {
      toast(`Not changed: ${error.message}`, "error");
      this.load();
    }
  }

  // Asked anew, because the bot may have used some up since the list was drawn.
  async #add(fault) {
    try {
      const { next } = await api.faults();
      this.#take(await api.setFaults({ next: [...next, fault] }));
    } catch (error) {
      toast(`Not ordered: ${error.message}`, "error");
    }
  }

  #take(faults) {
    this.#now = faults;
    this.#orders.replaceChildren(this.#ordered());
    this.node.replaceChildren(
      this.#slow(),
      ...this.#switches(),
      this.#orders,
      this.#order(),
      this.#quota(),
      this.#rates(),
    );
  }

  #slow() {
    const limits = { min: 0, max: 600, step: 0.5, value: this.#now.slowSeconds ?? 0 };
    const label = "Delay of every answer (seconds)";
    return numberField(label, limits, (slowSeconds) => this.#change({ slowSeconds }));
  }

  #switches() {
    return Object.entries(SWITCHES).map(([name, label]) =>
      check(label, this.#now[name], (checked) => this.#change({ [name]: checked })));
  }

  #ordered() {
    const next = this.#now.next ?? [];
    if (next.length === 0) return el("p", { class: "hint" }, "No failing calls ordered.");
    const without = (index) => next.filter((_fault, at) => at !== index);
    const line = (fault, index) => el(
      "li",
      {},
      el("span", {}, `${fault.endpoint}: ${fault.fault}, ${fault.times} ×`),
      iconButton("close", "Take back", () => this.#change({ next: without(index) })),
    );
    return el("ul", { class: "orders" }, next.map(line));
  }

  #order() {
    const submit = (event) => {
      event.preventDefault();
      const { endpoint, fault, times } = event.target.elements;
      const one = { endpoint: endpoint.value, fault: fault.value, times: Number(times.value) };
      this.#add(one);
    };
    return el(
      "form",
      { class: "order", onsubmit: submit },
      choice("Call", "endpoint", ENDPOINTS),
      choice("Fault", "fault", FAULTS),
      field("Times", "times", { type: "number", min: 1, max: 1000, value: 1, required: true }),
      el("button", { type: "submit", class: "btn" }, "Order"),
    );
  }

  #quota() {
    const { type, value = 200 } = this.#now.quota ?? {};
    const limited = check("Limit the messages of this month", type === "limited", (checked) =>
      this.#change({ quota: checked ? { type: "limited", value } : { type: "none" } }));
    if (type !== "limited") return limited;
    const count = numberField("Messages", { min: 0, value }, (messages) =>
      this.#change({ quota: { type: "limited", value: messages } }));
    return el("div", { class: "stack" }, limited, count);
  }

  // The rates differ by server version, so they are shown and changed as JSON.
  #rates() {
    const area = el(
      "textarea",
      { class: "code", rows: 5, spellcheck: false, "aria-label": "Rates as JSON" },
      JSON.stringify(this.#now.rates ?? {}, null, 1),
    );
    const save = () => {
      try {
        this.#change({ rates: JSON.parse(area.value) });
      } catch (error) {
        toast(`That is not JSON: ${error.message}`, "error");
      }
    };
    return el(
      "details",
      {},
      el("summary", {}, "Rates"),
      el(
        "div",
        { class: "stack" },
        area,
        el("button", { type: "button", class: "btn", onclick: save }, "Set the rates"),
      ),
    );
  }
}

function check(label, checked, change) {
  const box = el("input", { type: "checkbox", checked, onchange: (event) => change(event.target.checked) });
  return el("label", { class: "check" }, box, label);
}

function numberField(label, limits, change) {
  const onchange = (event) => change(Number(event.target.value));
  return field(label, "number", { type: "number", ...limits, onchange });
}
