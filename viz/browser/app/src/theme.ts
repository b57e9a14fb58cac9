/** The colours of the page as scripts need them; they change with light and dark. */

import { PAINT } from "./canvas/shapes";

export interface Theme {
  ink: string;
  soft: string;
  ground: string;
  line: string;
  strong: string;
  faint: string;
  accent: string;
}

const LIGHT: Theme = { ink: "#1b1f24", soft: "#57606a", ground: "#fbfcfd", line: "#cfd6dd", strong: "#8d99a6", faint: "#e6eaee", accent: "#0b5cad" };
const DARK: Theme = { ink: "#e6e8eb", soft: "#9aa4af", ground: "#101316", line: "#39414a", strong: "#77838f", faint: "#252b32", accent: "#6cb2f7" };
const dark = matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  const now = dark.matches ? DARK : LIGHT;
  PAINT.ground = parts(now.ground);
  PAINT.ring = parts(now.ink);
  return now;
}

export function whenThemeTurns(listener: () => void): void {
  dark.addEventListener("change", listener);
}

function parts(hex: string): number[] {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
}

/** Whether a person asked for little motion. */
export function still(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Colours that tell groups apart (Okabe and Ito's, then lighter ones), used again from the start. */
export const GROUPS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C7AD1", "#7A8C3C", "#B5835A", "#5F9EA0"];

/** From little to much, blue to yellow by way of green. */
const RAMP = [[68, 57, 131], [49, 104, 142], [33, 145, 140], [83, 197, 105], [224, 213, 48]];

/** A colour between little (0) and much (1). */
export function ramp(share: number): string {
  const at = Math.min(0.9999, Math.max(0, share)) * (RAMP.length - 1);
  const i = Math.floor(at);
  const [a, b] = [RAMP[i]!, RAMP[i + 1]!];
  return `#${a.map((v, k) => Math.round(v + (b[k]! - v) * (at - i)).toString(16).padStart(2, "0")).join("")}`;
}
