/** Labels that never cover each other: gathered while sigma draws, placed and written afterwards. */

import { direction, shortened } from "../element";
import { meet } from "./boxes";
import type { Box } from "./boxes";

/** The most that a label can be asked for before others: its node is selected. */
export const SELECTED = 3;

interface Wanted {
  text: string;
  x: number;
  y: number;
  r: number;
  first: number;
}

export interface Writing {
  ink: string;
  ground: string;
  font: string;
  size: number;
}

const MOST = 38; // characters
const GAP = 3;
const CHOSEN = 8; // labels asked for by selecting that may lie over nodes

export class Labels {
  private wanted: Wanted[] = [];

  /** For one frame. */
  clear(): void {
    this.wanted = [];
  }

  want(text: string, x: number, y: number, r: number, first: number): void {
    this.wanted.push({ text: shortened(text, MOST), x, y, r, first });
  }

  /** Write those that find room; what is asked for first is placed first. Gives their number. */
  write(context: CanvasRenderingContext2D, writing: Writing, taken: Box[], width: number, height: number): number {
    const boxes: Box[] = [];
    context.font = `${writing.size}px ${writing.font}`;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.textAlign = "left"; // the box's, whatever the direction
    const few = this.wanted.filter((label) => label.first === SELECTED).length <= CHOSEN;
    let written = 0;
    for (const label of this.wanted.sort((a, b) => b.first - a.first || b.r - a.r)) {
      const w = context.measureText(label.text).width;
      const free = places(label, w, writing.size + 4).filter((b) =>
        b[0] > 2 && b[1] > 2 && b[2] < width - 2 && b[3] < height - 2 && !boxes.some((o) => meet(b, o)));
      const box = free.find((b) => !taken.some((o) => meet(b, o))) ?? (label.first === SELECTED && few ? free[0] : undefined);
      if (!box) continue;
      boxes.push(box);
      const [x, y] = [box[0], (box[1] + box[3]) / 2];
      context.direction = direction(label.text);
      context.strokeStyle = writing.ground;
      context.strokeText(label.text, x, y);
      context.fillStyle = writing.ink;
      context.fillText(label.text, x, y);
      written += 1;
    }
    return written;
  }
}

/** Right of the node, left, below, above. */
function places({ x, y, r }: Wanted, w: number, h: number): Box[] {
  const side = r + GAP + 2;
  return [
    [x + side, y - h / 2, x + side + w, y + h / 2],
    [x - side - w, y - h / 2, x - side, y + h / 2],
    [x - w / 2, y + r + GAP, x + w / 2, y + r + GAP + h],
    [x - w / 2, y - r - GAP - h, x + w / 2, y - r - GAP],
  ];
}
