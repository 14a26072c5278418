/** What happens when a resident taps something a bot has made: LINE's action objects. */

import { askLocation, askMoment } from "./dialogs.js";
import { toast } from "./dom.js";
import { openAddress } from "./links.js";

const UNAVAILABLE = {
  camera: "The camera is not simulated. Use + to send a picture.",
  cameraRoll: "The photo album is not simulated. Use + to send a picture.",
};

const PERFORM = {
  message: (action, phone) => phone.sendText(action.text ?? action.label ?? ""),
  postback: doPostback,
  uri: (action) => openAddress(action.uri ?? ""),
  clipboard: doCopy,
  datetimepicker: doMoment,
  location: doLocation,
  richmenuswitch: (action, phone) => phone.switchMenu(action),
  camera: () => toast(UNAVAILABLE.camera),
  cameraRoll: () => toast(UNAVAILABLE.cameraRoll),
};

/** Kinds that leave the quick replies standing (reference, "Quick reply"). */
export const KEEPS_QUICK_REPLIES = new Set(["camera", "cameraRoll", "location", "datetimepicker"]);

/** Carry out an action on a phone. Unknown kinds are named, not hidden. */
export async function perform(action, phone) {
  const act = PERFORM[action?.type];
  if (act) await act(action, phone);
  else toast(`This action is not simulated: ${action?.type ?? "none"}`);
}

async function doPostback(action, phone) {
  await phone.postback({ data: action.data ?? "", displayText: action.displayText ?? action.text });
  if (action.inputOption === "openRichMenu") phone.toggleMenu(true);
  if (action.inputOption === "closeRichMenu") phone.toggleMenu(false);
  if (action.inputOption === "openKeyboard") phone.type(action.fillInText ?? "");
  if (action.inputOption === "openVoice") toast("Voice input is not simulated.");
}

async function doCopy(action) {
  try {
    await navigator.clipboard.writeText(action.clipboardText ?? "");
    toast("Copied.");
  } catch {
    // Browsers refuse the clipboard on plain http other than localhost.
    toast(`The browser did not allow copying: ${action.clipboardText}`, "error");
  }
}

async function doMoment(action, phone) {
  const chosen = await askMoment(action);
  if (chosen) await phone.postback({ data: action.data ?? "", params: { [action.mode]: chosen } });
}

async function doLocation(_action, phone) {
  const place = await askLocation();
  if (place) await phone.send({ type: "location", ...place });
}
