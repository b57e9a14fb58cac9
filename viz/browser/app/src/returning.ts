/** A view that an address describes, brought back: its nodes asked for by their keys. */

import type { Context, Placed } from "./context";
import type { Link, Node } from "./contract";
import { counted, told } from "./element";
import type { State } from "./state";
import type { View } from "./address";

const AT_ONCE = 2_000;

export async function returning(wanted: View["nodes"], state: State, { api, announce }: Context): Promise<void> {
  if (!wanted.length) {
    if (state.nodes.size) state.show([], [], { replace: true });
    return;
  }
  const found = new Map<string, Node>();
  const byLabel = new Map<string, string[]>();
  for (const { key } of wanted) {
    const there = state.nodes.get(key);
    if (there) found.set(key, there);
    const cut = key.indexOf("/");
    if (there || cut < 1 || !/^\w+$/.test(key.slice(0, cut))) continue;
    const label = key.slice(0, cut);
    byLabel.set(label, [...(byLabel.get(label) ?? []), key.slice(cut + 1)]);
  }
  try {
    for (const [label, ids] of byLabel) {
      for (let i = 0; i < ids.length; i += AT_ONCE) {
        const answer = await api.query({ parameters: { ids: ids.slice(i, i + AT_ONCE) }, rows: AT_ONCE,
          statement: `UNWIND $ids AS key MATCH (n:\`${label}\` {id: key}) RETURN n` });
        for (const node of answer.nodes) {
          const { properties, ...plain } = node;
          void properties;
          found.set(node.key, plain);
        }
      }
    }
    const nodes = wanted.flatMap(({ key, x, y }): Placed[] => {
      const node = found.get(key);
      return node ? [{ ...node, ...(x === undefined ? {} : { x, y }) }] : [];
    });
    let links: Link[] = [];
    if (nodes.length > 1) links = (await api.links(nodes.map((n) => n.key).slice(0, AT_ONCE))).links;
    state.show(nodes, links, { replace: true });
    state.pinned = new Set(wanted.filter((n) => n.pinned && state.nodes.has(n.key)).map((n) => n.key));
    const lost = wanted.length - nodes.length;
    if (lost) announce(`${counted(lost, "node of this address is", "nodes of this address are")} not in the graph any more`);
  } catch (error) {
    announce(`The view of this address can't be brought back: ${told(error)}`);
  }
}
