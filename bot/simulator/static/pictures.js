/** Things to send: sample stickers, pictures drawn on the spot, files from this computer. */

import { ask } from "./dialogs.js";
import { el } from "./dom.js";
import { stickerHue } from "./bubbles.js";

// Ids from LINE's public list of stickers that bots may send.
const STICKERS = [
  ["446", "1988"],
  ["446", "1989"],
  ["446", "2005"],
  ["789", "10855"],
  ["789", "10885"],
  ["6136", "10551376"],
  ["6325", "10979904"],
  ["8515", "16581242"],
  ["11537", "52002734"],
  ["11538", "51626494"],
];

const SCENES = { "Street in the rain": ["#7b8fa6", "#465568"], "Notice on a wall": ["#e7d7b5", "#8a6d3b"],
  "River, high water": ["#8fb7c9", "#2f5d78"], "Shelf of a shop": ["#f2c6a0", "#a5552b"] };

/** Let somebody choose a sticker: a webhook-shaped message, or null. */
export function askSticker() {
  return pick("Send a sticker", "sticker-grid", STICKERS.map(([packageId, stickerId]) => ({
    label: `Sticker ${packageId} / ${stickerId}`,
    face: el(
      "span",
      { class: "sticker", style: { "--hue": stickerHue(stickerId) } },
      el("span", { class: "sticker-face" }),
      el("span", { class: "sticker-id" }, `${packageId} / ${stickerId}`),
    ),
    value: { type: "sticker", packageId, stickerId },
  })));
}

/** Let somebody choose one of the drawn pictures: an image message with its bytes, or null. */
export function askPicture() {
  return pick("Send a picture", "picture-grid", Object.keys(SCENES).map((name) => {
    const canvas = draw(name);
    canvas.setAttribute("aria-hidden", "true");
    const content = canvas.toDataURL("image/jpeg", 0.8).split(",")[1];
    const face = el("span", { class: "picture" }, canvas, el("span", {}, name));
    return { label: name, face, value: { type: "image", contentType: "image/jpeg", content } };
  }));
}

async function pick(title, className, offers) {
  let chosen = null;
  const button = ({ label, face, value }) => {
    const choose = () => {
      chosen = value;
    };
    return el("button", { type: "submit", class: "pick", "aria-label": label, onclick: choose }, face);
  };
  const buttons = offers.map(button);
  const answered = await ask(title, [el("div", { class: className }, buttons)], () => true, null);
  return answered ? chosen : null;
}

function draw(name) {
  const [light, dark] = SCENES[name];
  const canvas = el("canvas", { width: 640, height: 480 });
  const pen = canvas.getContext("2d");
  const sky = pen.createLinearGradient(0, 0, 0, 480);
  sky.addColorStop(0, light);
  sky.addColorStop(1, dark);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 640, 480);
  pen.fillStyle = "rgb(255 255 255 / 35%)";
  for (let step = 0; step < 5; step += 1) pen.fillRect(40 + step * 118, 300 - (step % 3) * 70, 84, 180);
  pen.fillStyle = "#fff";
  pen.font = "600 34px sans-serif";
  pen.fillText(name, 40, 80);
  return canvas;
}

/** Let somebody choose a file of this computer: the fitting message with its bytes, or null. */
export function askFile() {
  const input = el("input", { type: "file" });
  return new Promise((answer) => {
    input.addEventListener("cancel", () => answer(null));
    input.addEventListener(
      "change",
      async () => answer(input.files[0] ? await fileMessage(input.files[0]) : null),
    );
    input.click();
  });
}

async function fileMessage(file) {
  const content = await base64(file);
  const kind = file.type.split("/")[0];
  if (kind === "image") return { type: "image", content, contentType: file.type };
  // LINE tells bots how long a recording is; a stand-in of five seconds is enough here.
  if (kind === "video" || kind === "audio") return {
    type: kind,
    content,
    contentType: file.type,
    duration: 5000,
  };
  return { type: "file", content, contentType: file.type, fileName: file.name, fileSize: file.size };
}

function base64(file) {
  return new Promise((answer, refuse) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => answer(reader.result.split(",")[1] ?? ""));
    reader.addEventListener("error", () => refuse(reader.error));
    reader.readAsDataURL(file);
  });
}
