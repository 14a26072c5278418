/** The drawer for testers: connection, faults to order, raw events, the log of calls. */

import * as api from "./api.js";
import { el, iconButton, toast } from "./dom.js";
import { FaultForm } from "./faultform.js";

const LOG_MS = 1500;
const LOG_ROWS = 200;

export class Inspector {
  #world;
  #node;
  #button;
  #connection = el("dl", { class: "facts" });
  #log = el("tbody");
  #newest = null;
  #faults = new FaultForm();

  constructor(node, button, world) {
    this.#world = world;
    this.#node = node;
    this.#button = button;
    node.append(
      el(
        "header",
        { class: "inspector-head" },
        el("h2", {}, "Inspector"),
        iconButton("close", "Close the inspector", () => this.toggle(false)),
      ),
      section("Connection", true, this.#connection),
      section("Faults and quota", false, this.#faults.node),
      section("Send raw events", false, rawForm()),
      section("Log", true, logTable(this.#log)),
    );
  }

  start() {
    this.#button.addEventListener("click", () => this.toggle());
    this.#world.addEventListener("status", () => this.#drawConnection());
    this.#world.addEventListener("people", () => this.#drawConnection());
    setInterval(() => this.#refreshLog(), LOG_MS);
  }

  toggle(open = this.#node.hidden) {
    this.#node.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (!open) {
      this.#button.focus();
      return;
    }
    this.#node.querySelector(".icon-btn").focus();
    this.#faults.load();
    this.#drawConnection();
    this.#refreshLog();
  }

  #drawConnection() {
    const { bot, webhook, online, residents } = this.#world;
    const facts = {
      Server: online ? "online" : "offline",
      Webhook: webhook?.url ?? "not set",
      "Last answer": webhook?.lastStatus ?? "none yet",
      Bot: `${bot.displayName} ${bot.basicId ?? ""}`,
      "Bot user id": bot.userId,
      Phones: residents.size,
    };
    this.#connection.replaceChildren(...Object.entries(facts).flatMap(([name, value]) =>
      [el("dt", {}, name), el("dd", { dir: "auto" }, String(value))]));
  }

  async #refreshLog() {
    if (this.#node.hidden || !this.#world.online) return;
    try {
      this.#drawLog(await api.log(LOG_ROWS));
      await this.#faults.refreshOrders();
    } catch {
      // The world notices an outage and says so; the log simply stays as it was.
    }
  }

  #drawLog(lines) {
    const newest = JSON.stringify([lines.length, lines[0]]);
    if (newest === this.#newest) return;
    this.#newest = newest;
    this.#log.replaceChildren(...lines.map(logRow));
  }
}

function section(title, open, ...children) {
  return el("details", { open, class: "inspector-part" }, el("summary", {}, title), ...children);
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function logTable(body) {
  const names = ["Time", "", "What", "Status", "ms"].map((name) => el("th", { scope: "col" }, name));
  const table = el("table", {}, el("thead", {}, el("tr", {}, names)), body);
  return el("div", { class: "log", tabindex: 0, role: "region", "aria-label": "Log" }, table);
}

function logRow(line) {
  const failed = !(Number(line.status) >= 200 && Number(line.status) < 300);
  const arrow = line.direction === "in" ? "→" : "←";
  const meaning = line.direction === "in" ? "from the bot" : "to the bot";
  return el(
    "tr",
    { class: failed ? "log-failed" : "" },
    el("td", {}, clock.format(line.time)),
    el("td", { title: meaning, "aria-label": meaning }, arrow),
    el("td", { class: "log-what" }, line.what ?? ""),
    el("td", {}, line.status ? String(line.status) : "none"),
    el("td", {}, String(Math.round(line.ms))),
  );
}

const SAMPLE = [
  {
    type: "message",
    mode: "active",
    timestamp: 0,
    webhookEventId: "01HZX0000000000000000SAMPLE",
    deliveryContext: { isRedelivery: false },
    source: { type: "user", userId: "U00000000000000000000000000000000" },
    replyToken: "sample",
    message: { type: "text", id: "1", quoteToken: "q", text: "Hello" },
  },
];

function rawForm() {
  const events = el(
    "textarea",
    { rows: 8, class: "code", spellcheck: false, "aria-label": "Events as a JSON list" },
    JSON.stringify(SAMPLE, null, 1),
  );
  const signature = el("input", { placeholder: "made from the secret", autocomplete: "off" });
  const answer = el("output", { class: "hint" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      const { status, took } = await api.rawWebhook(JSON.parse(events.value), signature.value.trim());
      answer.textContent = `The bot answered ${status} after ${Number(took).toFixed(3)} s.`;
    } catch (error) {
      toast(error instanceof SyntaxError ? `That is not JSON: ${error.message}` : error.message, "error");
    }
  };
  return el("form", { class: "stack", onsubmit: submit }, events,
    el("label", { class: "field" }, el("span", {}, "Signature (leave empty for the right one)"), signature),
    el("button", { type: "submit", class: "btn btn-main" }, "Send to the webhook"), answer);
}
