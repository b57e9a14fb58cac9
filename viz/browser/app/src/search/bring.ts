/** Nodes onto the canvas, with their links to each other and to what is there. */

import type { Context } from "../context";
import type { Link, Node } from "../contract";
import { counted, told } from "../element";

const AMONG = 600; // nodes whose links are asked for at once

export async function spread(nodes: Node[], { api, store, announce }: Context, replace = false): Promise<void> {
  store.show(nodes, [], { replace });
  const there = replace ? [] : [...store.nodes.values()].filter((n) => !n.hidden).map((n) => n.key);
  const keys = [...new Set([...nodes.map((n) => n.key), ...there])].slice(0, AMONG);
  let links: Link[] = [];
  try {
    if (keys.length > 1) links = (await api.links(keys)).links;
  } catch (error) {
    announce(`Without their links: ${told(error)}`);
    return;
  }
  if (links.length) {
    store.show(nodes.filter((n) => store.nodes.has(n.key)),
      links.filter((l) => store.nodes.has(l.source) && store.nodes.has(l.target)));
  }
  announce(`${counted(nodes.length, "node")} on the canvas`);
}
