/** Wires the page: the world, its phones, the tabs and the inspector. */

import { el, toast } from "./dom.js";
import { Inspector } from "./inspector.js";
import { addGroup, addResident } from "./people.js";
import { Phone } from "./phone.js";
import { Tabs } from "./tabs.js";
import { World } from "./world.js";

const byId = (id) => document.getElementById(id);
const stage = byId("phones");
const world = new World();
const phones = new Map();
const tabs = new Tabs(byId("tabs"), phones);
const inspector = new Inspector(byId("inspector"), byId("open-inspector"), world);
const empty = el(
  "div",
  { class: "empty", hidden: true },
  el("p", {}, "No phones yet."),
  el(
    "button",
    { type: "button", class: "btn btn-main", onclick: () => add(addResident) },
    "Add the first phone",
  ),
);

// A phone far off to the side loads its messages only when somebody scrolls there.
const sight = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) open(target.dataset.chat);
}, { root: null, rootMargin: "200px" });

async function open(chatId) {
  phones.get(chatId)?.wake();
  try {
    await world.open(chatId);
  } catch (error) {
    toast(`Could not load the chat: ${error.message}`, "error");
  }
}

async function add(ask) {
  const id = await ask(world);
  if (id) tabs.choose(id);
}

// With hundreds of residents only those that changed may cost anything.
function drawPeople({ detail }) {
  const changed = [
    ...detail.residents.map((resident) => resident.userId),
    ...detail.groups.map((group) => group.id),
  ];
  if (detail.everybody || changed.some((id) => !phones.has(id))) drawEverybody();
  else changed.forEach((id) => phones.get(id).refresh());
  tabs.refresh();
  drawStatus();
}

function drawEverybody() {
  const wanted = [...world.residents.keys(), ...world.groups.keys()];
  const gone = [...phones.keys()].filter((id) => !wanted.includes(id));
  for (const id of gone) {
    phones.get(id).node.remove();
    phones.delete(id);
  }
  for (const id of wanted) if (!phones.has(id)) addPhone(id);
  for (const phone of phones.values()) phone.refresh();
  empty.hidden = phones.size > 0;
}

function addPhone(id) {
  const phone = new Phone(world, id);
  phones.set(id, phone);
  stage.append(phone.node);
  sight.observe(phone.node);
}

function drawStatus() {
  const { url, lastStatus } = world.webhook ?? {};
  byId("bot-line").textContent = `${world.bot.displayName} ${world.bot.basicId ?? ""}`.trim();
  const status = byId("status");
  const [kind, words] = !world.online ? ["bad", "Offline – trying again"] : webhookStatus(url, lastStatus);
  status.className = `top-status status-${kind}`;
  status.textContent = words;
}

function webhookStatus(url, lastStatus) {
  if (!url) return ["plain", "No webhook set"];
  if (lastStatus === null || lastStatus === undefined) return ["plain", "Webhook not called yet"];
  if (Number(lastStatus) === 0) return ["bad", "Webhook: no answer"];
  return [lastStatus >= 200 && lastStatus < 300 ? "good" : "bad", `Webhook ${lastStatus}`];
}

world.addEventListener("people", drawPeople);
world.addEventListener("status", drawStatus);
world.addEventListener(
  "read",
  ({ detail }) => phones.get(detail.chatId)?.timeline.markRead(world.readUpTo(detail.chatId)),
);
world.addEventListener("chat", ({ detail }) => {
  phones.get(detail.chatId)?.receive(detail.ids);
  if (!detail.first) tabs.markUnread(detail.chatId);
});
byId("add-resident").addEventListener("click", () => add(addResident));
byId("add-group").addEventListener("click", () => add(addGroup));

stage.replaceChildren(empty);
inspector.start();
world.run();
