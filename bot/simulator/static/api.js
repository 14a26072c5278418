/** The browser's side of the simulator's HTTP interface. Every address is relative to the page. */

/** A refused or failed call: `status` is 0 when the server could not be reached. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(new URL(path, document.baseURI), {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw new ApiError(0, "The simulator does not answer.");
  }
  const text = await answer.text();
  const data = readJson(text);
  if (!answer.ok) throw new ApiError(answer.status, data?.message ?? data?.error ?? `HTTP ${answer.status}`);
  return data;
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const id = encodeURIComponent;
const chat = (chatId, rest) => `phones/chats/${id(chatId)}/${rest}`;

export const state = () => call("GET", "phones/state");
export const updates = (since) => call("GET", `phones/updates?since=${since}`);
export const messages = (chatId) => call("GET", chat(chatId, "messages"));

export const addResident = (displayName, language) => call(
  "POST",
  "phones/residents",
  { displayName, language },
);
export const changeResident = (userId, change) => call("PATCH", `phones/residents/${id(userId)}`, change);
export const removeResident = (userId) => call("DELETE", `phones/residents/${id(userId)}`);
/** `move` is follow, block or unblock. */
export const befriend = (userId, move) => call("POST", `phones/residents/${id(userId)}/${move}`, {});
export const addGroup = (kind, name, members) => call("POST", "phones/groups", { kind, name, members });
/** `move` is leave or join: the bot is removed or invited again. */
export const moveBot = (groupId, move) => call("POST", `phones/groups/${id(groupId)}/${move}`, {});
export const addMembers = (groupId, members) => call(
  "POST",
  `phones/groups/${id(groupId)}/members`,
  { members },
);
export const removeMember = (groupId, userId) => call(
  "DELETE",
  `phones/groups/${id(groupId)}/members/${id(userId)}`,
);

export const send = (chatId, as, message) => call("POST", chat(chatId, "send"), { as, message });
export const postback = (chatId, body) => call("POST", chat(chatId, "postback"), body);
export const unsend = (chatId, as, messageId) => call("POST", chat(chatId, "unsend"), { as, messageId });
export const edit = (chatId, as, messageId, text) => call(
  "POST",
  chat(chatId, "edit"),
  { as, messageId, text },
);

export const richMenu = (menuId) => call("GET", `phones/richmenu/${id(menuId)}`);
export const richMenuImage = (menuId) => new URL(
  `phones/richmenu/${id(menuId)}/image`,
  document.baseURI,
).href;
export const content = (messageId) => new URL(`phones/content/${id(messageId)}`, document.baseURI).href;

export const faults = () => call("GET", "phones/faults");
export const setFaults = (faultsNow) => call("PUT", "phones/faults", faultsNow);
export const log = (limit) => call("GET", `phones/log?limit=${limit}`);
export const rawWebhook = (events, signature) =>
  call("POST", "phones/webhook", signature ? { events, signature } : { events });
