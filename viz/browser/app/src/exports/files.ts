/** Files made in the page. */

import type { Plain } from "../table/filter";

/** Hand a file to the person. */
export function save(name: string, content: Blob | string, media = "application/octet-stream"): void {
  const blob = typeof content === "string" ? new Blob([content], { type: `${media};charset=utf-8` }) : content;
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 30_000);
}

/** CSV after RFC 4180, with the mark of UTF-8 in front that spreadsheets look for. */
export function csv(names: readonly string[], rows: readonly (readonly Plain[])[]): string {
  return `\ufeff${[names, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function quoted(value: Plain): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
