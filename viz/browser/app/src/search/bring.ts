/** Nodes onto the canvas, with their links to each other and to what is there. */

import type { Context } from "../context";
import type { Link, Node, Overview } from "../contract";
import { counted, told } from "../element";

const AMONG = 600; // nodes whose links are asked for at once
const MEMBERS = 60; // papers of a community that are put on the canvas

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

/** A community's first papers onto the canvas, instead of what is there. */
export async function spreadCommunity(id: number, nodes: Overview["nodes"], context: Context): Promise<void> {
  const members: Node[] = [];
  for (let i = 0; i < nodes.key.length && members.length < MEMBERS; i += 1) {
    if (nodes.community[i] === id) members.push(paperAt(nodes, i));
  }
  await spread(members, context, true);
}

/** A paper of the overview as a node. */
export function paperAt(nodes: Overview["nodes"], i: number): Node {
  const key = nodes.key[i]!;
  const year = nodes.year[i];
  return { key, label: nodes.label[i]!, id: key.slice(key.indexOf("/") + 1), title: nodes.title[i]!,
    community: nodes.community[i], ...(typeof year === "number" ? { year } : {}) };
}
