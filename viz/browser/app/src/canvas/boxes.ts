/** Boxes on the screen, in pixels: where a label or a name would stand. */

export type Box = [left: number, top: number, right: number, bottom: number];

/** Whether two boxes cover each other, or lie closer than `air`. */
export function meet(a: Box, b: Box, air = 0): boolean {
  return a[0] < b[2] + air && b[0] < a[2] + air && a[1] < b[3] + air && b[1] < a[3] + air;
}
