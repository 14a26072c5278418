/** Adding, renaming and removing residents and groups. */

import * as api from "./api.js";
import { ask, choice, confirmed, field } from "./dialogs.js";
import { el, toast } from "./dom.js";
import { openMenu } from "./popup.js";

// So many are proposed as the members of a new group.
const FIRST_MEMBERS = 3;

const LANGUAGES = [
  ["", "not told"],
  ["ja", "日本語"],
  ["en", "English"],
  ["zh-Hans", "简体中文"],
  ["zh-Hant", "繁體中文"],
  ["ko", "한국어"],
  ["vi", "Tiếng Việt"],
  ["fil", "Filipino"],
  ["ne", "नेपाली"],
  ["id", "Bahasa Indonesia"],
  ["pt-BR", "Português"],
  ["my", "မြန်မာ"],
  ["th", "ไทย"],
  ["es", "Español"],
  ["fr", "Français"],
  ["ru", "Русский"],
  ["ar", "العربية"],
  ["hi", "हिन्दी"],
];

const nameField = (value) => field("Name", "name", { required: true, maxlength: 40, dir: "auto", value });

function languageChoice(chosen) {
  const known = LANGUAGES.some(([tag]) => tag === chosen);
  return choice("Phone language", "language", known ? LANGUAGES : [...LANGUAGES, [chosen, chosen]], chosen);
}

/** Name and language of a phone, asked for: {displayName, language}, or null. */
function askResident(title, { displayName, language }, okLabel) {
  const read = (form) => ({ displayName: form.name.value.trim(), language: form.language.value || null });
  return ask(title, [nameField(displayName), languageChoice(language ?? "")], read, okLabel);
}

/** Ask for a new phone; its user id, or null. */
export async function addResident(world) {
  const asked = await askResident("Add a phone", { displayName: "", language: null }, "Add");
  if (!asked) return null;
  const resident = await trying(() => api.addResident(asked.displayName, asked.language));
  if (resident) world.learn({ residents: [resident] });
  return resident?.userId ?? null;
}

/** Ask for a new group; its id, or null. */
export async function addGroup(world) {
  if (world.residents.size === 0) {
    toast("Add a phone first: a group needs members.");
    return null;
  }
  const boxes = memberBoxes(world, [...world.residents.keys()].slice(0, FIRST_MEMBERS));
  const kinds = choice("Kind", "kind", [["group", "Group"], ["room", "Room (older kind)"]], "group");
  const read = (form) => ({ name: form.name.value.trim(), kind: form.kind.value, members: chosenIn(boxes) });
  const asked = await ask("Add a group", [nameField(""), kinds, boxes], read, "Add");
  if (!asked) return null;
  const group = await trying(() => api.addGroup(asked.kind, asked.name, asked.members));
  if (group) world.learn({ groups: [group] });
  return group?.id ?? null;
}

/** The "…" of a phone: friendship and naming, or removing the bot from a group. */
export function openPhoneMenu(phone, anchor) {
  openMenu(anchor, phone.isGroup ? groupItems(phone) : residentItems(phone));
}

function residentItems(phone) {
  const { follows, blocked } = phone.resident;
  const friendship = blocked ? ["Unblock", "unblock"] : follows ? ["Block", "block"] : [
    "Add friend",
    "follow",
  ];
  return [
    [friendship[0], () => phone.befriend(friendship[1])],
    ["Rename or change language", () => changeResident(phone)],
    ["Remove this phone", () => removeResident(phone)],
  ];
}

async function changeResident(phone) {
  const change = await askResident("Change the phone", phone.resident, "Save");
  if (!change) return;
  const resident = await trying(() => api.changeResident(phone.id, change));
  if (resident) phone.world.learn({ residents: [resident] });
}

async function removeResident(phone) {
  if (!(await confirmed(`Remove ${phone.name}?`, "Remove"))) return;
  await trying(async () => {
    await api.removeResident(phone.id);
    phone.world.forget(phone.id);
  });
}

function groupItems(phone) {
  const inside = phone.group.joined !== false;
  return [
    ["Change the members", () => changeMembers(phone)],
    [inside ? "Remove the bot" : "Invite the bot", () => phone.befriend(inside ? "leave" : "join")],
  ];
}

async function changeMembers(phone) {
  const before = phone.group.members;
  const boxes = memberBoxes(phone.world, before);
  const after = await ask("Change the members", [boxes], () => chosenIn(boxes), "Save");
  if (!after) return;
  await trying(async () => {
    const joined = after.filter((member) => !before.includes(member));
    if (joined.length) await api.addMembers(phone.id, joined);
    const left = before.filter((member) => !after.includes(member));
    for (const member of left) await api.removeMember(phone.id, member);
    phone.world.hurry();
  });
}

function memberBoxes(world, members) {
  return el(
    "fieldset",
    { class: "field members" },
    el("legend", {}, "Members"),
    [...world.residents.values()].map((person) =>
      memberBox(person, members.includes(person.userId))),
  );
}

function memberBox({ userId, displayName }, checked) {
  const box = el("input", { type: "checkbox", value: userId, checked });
  return el("label", { class: "check" }, box, el("span", { dir: "auto" }, displayName));
}

const chosenIn = (boxes) => [...boxes.querySelectorAll("input:checked")].map((box) => box.value);

async function trying(call) {
  try {
    return await call();
  } catch (error) {
    toast(`That did not work: ${error.message}`, "error");
    return null;
  }
}
