/** What the page knows of the simulated world, kept fresh by polling. */

import * as api from "./api.js";

const POLL_MS = 600;
const RETRY_MS = 2000;
// The news hold nothing of the webhook; every so many polls the page asks for its last answer.
const WEBHOOK_EVERY = 5;

/**
 * Residents, groups and chats. Tells listeners of:
 * "people" (detail: {residents, groups, everybody}: who changed, or all),
 * "chat" (detail: {chatId, ids, first}), "read" (detail: {chatId}),
 * "status" (online or not, what the webhook answered).
 */
export class World extends EventTarget {
  bot = { userId: "", displayName: "Bot", basicId: "" };
  webhook = { url: null, lastStatus: null };
  residents = new Map();
  groups = new Map();
  online = true;
  #chats = new Map();
  #version = 0;
  #polls = 0;
  #wake = () => {};

  /** Load everything, then poll for ever. */
  async run() {
    let fresh = false;
    for (;;) {
      try {
        // After an outage the server may be another one, with other version numbers: start over.
        if (fresh) await this.#poll();
        else await this.#reload();
        fresh = true;
        this.#setOnline(true);
      } catch {
        fresh = false;
        this.#setOnline(false);
      }
      await this.#pause(this.online ? POLL_MS : RETRY_MS);
    }
  }

  /** Ask for news at once: somebody has just done something and waits to see it. */
  hurry() {
    this.#wake();
  }

  #pause(ms) {
    return new Promise((done) => {
      this.#wake = done;
      setTimeout(done, ms);
    });
  }

  /** The messages of a chat, oldest first; empty until `open` has loaded them. */
  messages(chatId) {
    return this.#chats.get(chatId)?.sorted ?? [];
  }

  /** Load a chat once; later messages come with the polling. */
  async open(chatId) {
    const chat = this.#chat(chatId);
    if (chat.opened) return;
    chat.opened = true;
    try {
      this.#merge(chatId, await api.messages(chatId), true);
    } catch (error) {
      chat.opened = false;
      throw error;
    }
  }

  nameOf(userId) {
    if (userId === "bot" || userId === this.bot.userId) return this.bot.displayName;
    return this.residents.get(userId)?.displayName ?? "Former member";
  }

  /** Until when (ms) the bot has read a resident's messages. */
  readUpTo(chatId) {
    return this.#chat(chatId).readUpTo;
  }

  /** Take over a resident or group the server just answered with, without waiting for the poll. */
  learn({ residents = [], groups = [] }) {
    for (const resident of residents) this.residents.set(resident.userId, resident);
    for (const group of groups) this.groups.set(group.id, group);
    this.#tell("people", { residents, groups, everybody: false });
  }

  forget(chatId) {
    this.residents.delete(chatId);
    this.groups.delete(chatId);
    this.#chats.delete(chatId);
    this.#tell("people", { residents: [], groups: [], everybody: true });
  }

  async #reload() {
    const state = await api.state();
    this.bot = state.bot;
    this.webhook = state.webhook;
    this.residents = new Map(state.residents.map((resident) => [resident.userId, resident]));
    this.groups = new Map(state.groups.map((group) => [group.id, group]));
    this.#version = state.version;
    const opened = [...this.#chats].filter(([, chat]) => chat.opened).map(([chatId]) => chatId);
    this.#chats.clear();
    this.#tell("people", { residents: [], groups: [], everybody: true });
    const known = opened.filter((chatId) => this.residents.has(chatId) || this.groups.has(chatId));
    await Promise.all(known.map((chatId) => this.open(chatId)));
  }

  async #poll() {
    const news = await api.updates(this.#version);
    // Too far behind, or another server than before: begin again.
    if (news.complete === false || news.version < this.#version) {
      await this.#reload();
      return;
    }
    this.#version = news.version;
    this.#polls += 1;
    if (this.#polls % WEBHOOK_EVERY === 0) this.#noteWebhook((await api.state()).webhook);
    const { residents = [], groups = [], messages = [], removed = [] } = news;
    for (const chatId of removed) this.forget(chatId);
    if (residents.length || groups.length) this.learn({ residents, groups });
    const byChat = Map.groupBy(messages, (message) => message.chat);
    for (const [chatId, some] of byChat) this.#merge(chatId, some);
    for (const resident of residents) this.#noteRead(resident);
  }

  #merge(chatId, some, first = false) {
    const chat = this.#chat(chatId);
    const ids = [];
    for (const message of some) {
      chat.byId.set(message.id, message);
      ids.push(message.id);
    }
    chat.sorted = [...chat.byId.values()].sort(inOrder);
    const resident = this.residents.get(chatId);
    if (resident) this.#noteRead(resident);
    this.#tell("chat", { chatId, ids: first ? null : ids, first });
  }

  // The server only says "all is read now"; remember up to where, for messages sent afterwards.
  #noteRead(resident) {
    const chat = this.#chats.get(resident.userId);
    const last = chat?.sorted.findLast((message) => message.from !== "bot");
    if (!resident.read || !last || last.time <= chat.readUpTo) return;
    chat.readUpTo = last.time;
    this.#tell("read", { chatId: resident.userId });
  }

  #chat(chatId) {
    if (!this.#chats.has(chatId)) {
      this.#chats.set(chatId, { byId: new Map(), sorted: [], opened: false, readUpTo: 0 });
    }
    return this.#chats.get(chatId);
  }

  #noteWebhook(webhook) {
    const changed = webhook.lastStatus !== this.webhook?.lastStatus || webhook.url !== this.webhook?.url;
    this.webhook = webhook;
    if (changed) this.#tell("status", {});
  }

  #setOnline(online) {
    const changed = online !== this.online;
    this.online = online;
    if (changed) this.#tell("status", {});
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

// Message ids are growing decimal strings, too long for a number: longer is later.
function inOrder(a, b) {
  return a.time - b.time || a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}
