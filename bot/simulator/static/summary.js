/** A message in one line of words, for quotes and notices. */

const WORDS = {
  image: "Picture",
  video: "Video",
  audio: "Audio",
  sticker: "Sticker",
  location: "Location",
  file: "File",
};

/** Text, alternative text, or the kind of the message; at most 60 characters. */
export function summary(message) {
  const { text, altText, title, fileName, type } = message;
  const words = text ?? altText ?? title ?? fileName ?? WORDS[type] ?? type;
  const letters = [...words.replace(/\s+/g, " ")];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : letters.join("");
}
