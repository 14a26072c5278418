/**
 * LINE's keywords for sizes, as pixels on a phone 375 px wide.
 * The names are those of the Messaging API reference ("Flex Message"); LINE's apps scale them a little.
 */

export const TEXT = {
  xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22,
  xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74,
};
export const IMAGE = {
  xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140,
  xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220,
};
export const SPACE = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
export const BORDER = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 };
export const BUTTON = { sm: 40, md: 52 };

/** A keyword or a "12px" / "50%" value as CSS; undefined when it is neither. */
export function length(value, keywords = {}) {
  if (value === undefined || value === null) return undefined;
  if (Object.hasOwn(keywords, value)) return `${keywords[value]}px`;
  return /^\d+(\.\d+)?(px|%)$/.test(value) ? value : undefined;
}

/** Offsets may be negative as well. */
export function offset(value) {
  return /^-?\d+(\.\d+)?(px|%)$/.test(value ?? "") ? value : length(value, SPACE);
}

/** "20:13" as a CSS aspect-ratio; LINE's default is a square. */
export function ratio(value) {
  const match = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(value ?? "1:1");
  return match ? `${match[1]} / ${match[2]}` : "1 / 1";
}

const EDGES = { start: "flex-start", end: "flex-end", top: "flex-start", bottom: "flex-end" };

/** LINE's alignment words as CSS; most are the same words. */
export function alignment(value) {
  return EDGES[value] ?? value;
}
