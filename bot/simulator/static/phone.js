/** One phone: a resident's chat with the bot, or a group chat seen by one of its members. */

import { perform } from "./actions.js";
import * as api from "./api.js";
import { Composer } from "./composer.js";
import { avatar, el, iconButton, toast } from "./dom.js";
import { summary } from "./summary.js";
import { openMessageMenu } from "./messagemenu.js";
import { openPhoneMenu } from "./people.js";
import { QuickReplies } from "./quickreply.js";
import { RichMenu } from "./richmenu.js";
import { Timeline } from "./timeline.js";

const TROUBLE = {
  left: { text: "The bot is not in this chat.", label: "Invite it", move: "join", silent: true },
  blocked: { text: "You blocked this account.", label: "Unblock", move: "unblock", silent: true },
  stranger: { text: "Not a friend yet.", label: "Add friend", move: "follow", silent: false },
};

export class Phone {
  #actor = null;
  #awake = false;
  #drawn = "";
  #state = el("div", { class: "friend-bar" });
  #title = el("p", { class: "phone-title", dir: "auto" });
  #caption = el("header", { class: "caption" });
  #run = (action) => perform(action, this);

  /** `id` is a userId, groupId or roomId the world knows. */
  constructor(world, id) {
    this.world = world;
    this.id = id;
    this.timeline = new Timeline((entry, head) => this.#view(entry, head));
    this.quick = new QuickReplies(this.#run);
    this.menu = new RichMenu(this.#run);
    this.composer = new Composer(this);
    const bar = el(
      "div",
      { class: "phone-bar" },
      avatar(world.bot.displayName, null, "avatar-bot"),
      this.#title,
      iconButton(
        "more",
        "Phone menu",
        (event) => openPhoneMenu(this, event.currentTarget),
        { "aria-haspopup": "menu" },
      ),
    );
    this.node = el(
      "section",
      { class: "phone", id: `phone-${id}`, role: "tabpanel", "aria-label": this.name, "data-chat": id },
      this.#caption,
      el(
        "div",
        { class: "device" },
        bar,
        this.#state,
        this.timeline.node,
        this.quick.node,
        this.composer.node,
        this.menu.node,
      ),
    );
    this.refresh();
  }

  get isGroup() {
    return this.world.groups.has(this.id);
  }

  get group() {
    return this.world.groups.get(this.id);
  }

  get resident() {
    return this.world.residents.get(this.id);
  }

  get name() {
    return (this.group?.name || this.resident?.displayName) ?? "";
  }

  /** Who acts on this phone: the resident, or the member chosen in a group. */
  get actor() {
    if (!this.isGroup) return this.id;
    const members = this.group.members;
    return members.includes(this.#actor) ? this.#actor : members[0];
  }

  /** Bring names, friendship, rich menu and loading dots up to date. */
  refresh() {
    if (!this.resident && !this.group) return;
    this.node.setAttribute("aria-label", this.name);
    const { displayName } = this.world.bot;
    this.#title.textContent = this.isGroup ? `${this.name} (${this.group.members.length + 1})` : displayName;
    this.#refreshBars();
    this.timeline.setLoading(Boolean(this.resident?.loading));
    const follows = this.resident?.follows && !this.resident.blocked;
    if (this.#awake) this.menu.show(follows ? (this.resident.richMenuId ?? null) : null);
  }

  /** Called when the phone comes into sight for the first time: only then is its rich menu loaded. */
  wake() {
    if (this.#awake) return;
    this.#awake = true;
    this.refresh();
  }

  /** New or changed messages; `ids` null when all are new. */
  receive(ids) {
    // A phone nobody has looked at yet loads its whole chat when it comes into sight.
    if (!this.#awake) return;
    const entries = this.world.messages(this.id);
    this.timeline.update(entries, ids);
    this.quick.update(entries.at(-1));
  }

  async send(message) {
    return this.#tell(() => api.send(this.id, this.actor, message));
  }

  async sendText(text, extra = {}) {
    return this.send({ type: "text", text, ...extra });
  }

  async postback(body) {
    return this.#tell(() => api.postback(this.id, { as: this.actor, ...body }));
  }

  // The simulator, like LINE, switches the menu itself and then tells the bot how it went.
  async switchMenu(action) {
    await this.postback({ data: action.data ?? "", params: { newRichMenuAliasId: action.richMenuAliasId } });
  }

  /** `move`: follow, block, unblock; in a group leave or join (of the bot). */
  async befriend(move) {
    return this.#tell(() => (this.isGroup ? api.moveBot(this.id, move) : api.befriend(this.id, move)));
  }

  toggleMenu(open) {
    if (this.menu.available) this.menu.toggle(open);
  }

  type(text) {
    this.toggleMenu(false);
    this.composer.fill(text);
  }

  async #tell(call) {
    try {
      const answer = await call();
      if (answer?.displayName) this.world.learn({ residents: [answer] });
      if (answer?.members) this.world.learn({ groups: [answer] });
      this.timeline.toBottom();
      this.world.hurry();
      return true;
    } catch (error) {
      toast(`Not sent: ${error.message}`, "error");
      return false;
    }
  }

  #view(entry, head) {
    const isBot = entry.from === "bot";
    const quoted = this.#quotedBy(entry);
    return {
      head, isBot, own: entry.from === this.actor, run: this.#run,
      name: isBot ? (entry.sender?.name ?? this.world.bot.displayName) : this.world.nameOf(entry.from),
      read: !this.isGroup && entry.time <= this.world.readUpTo(this.id),
      language: this.#languageOf(entry),
      quoted: quoted && { name: this.world.nameOf(quoted.from), text: summary(quoted.message) },
      openMenu: (item, anchor) => openMessageMenu(this, item, anchor),
    };
  }

  #quotedBy(entry) {
    const quotedId = entry.quotedMessageId ?? entry.message.quotedMessageId;
    return quotedId && this.world.messages(this.id).find((other) => other.id === quotedId);
  }

  // Han glyphs differ by language: the reader's for the bot's words, the writer's for a member's.
  #languageOf(entry) {
    const writer = this.world.residents.get(entry.from);
    return (writer ?? this.resident ?? this.world.residents.get(this.actor))?.language;
  }

  // Only when something on them changed: new buttons would take the keyboard's focus away.
  #refreshBars() {
    const names = this.group?.members.map((member) => this.world.nameOf(member));
    const { loading, read, ...rest } = this.group ?? this.resident;
    const now = JSON.stringify([rest, names]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#caption.replaceChildren(...this.#captionParts());
    this.#refreshFriendship();
  }

  #captionParts() {
    if (!this.isGroup) {
      return [
        el("h2", { dir: "auto" }, this.name),
        el("span", { class: "tag" }, this.resident.language ?? "no language"),
        this.resident.blocked && el("span", { class: "tag tag-bad" }, "blocked"),
      ].filter(Boolean);
    }
    const select = el(
      "select",
      { "aria-label": "Act as", onchange: (event) => this.#actAs(event.target.value) },
      this.group.members.map((member) =>
        el("option", { value: member, selected: member === this.actor }, this.world.nameOf(member))),
    );
    return [
      el("h2", { dir: "auto" }, this.name),
      el("span", { class: "tag" }, this.group.kind),
      el("label", { class: "act-as" }, "as ", select),
    ];
  }

  #actAs(userId) {
    this.#actor = userId;
    this.timeline.redraw();
  }

  #refreshFriendship() {
    const trouble = this.#trouble();
    this.#state.hidden = !trouble;
    this.composer.node.hidden = trouble?.silent ?? false;
    if (!trouble) return;
    const { text, label, move } = trouble;
    this.#state.replaceChildren(el("span", {}, text),
      el("button", { type: "button", class: "btn btn-main", onclick: () => this.befriend(move) }, label));
  }

  // What stands between the resident and the bot, and the button that mends it.
  // `silent` means that nothing can be sent.
  #trouble() {
    if (this.isGroup) return this.group.joined === false ? TROUBLE.left : null;
    if (this.resident.blocked) return TROUBLE.blocked;
    return this.resident.follows ? null : TROUBLE.stranger;
  }
}
