"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const ink = () => (dark.matches ? "#ececf1" : "#1b1b1f");
  const line = () => (dark.matches ? "#5a5b66" : "#b9b9c4");
  const byKey = new Map(data.nodes.map((n) => [n.id, n]));
  const font = (size) => ({ size, color: ink(), strokeWidth: size / 4, strokeColor: dark.matches ? "#17181c" : "#ffffff" });

  const nodes = new vis.DataSet(data.nodes.map((n) => ({
    id: n.id, label: n.label, shape: n.shape, x: n.x, y: n.y, size: n.size,
    color: { background: n.color, border: n.color, highlight: { background: n.color, border: "#D55E00" }, hover: { background: n.color, border: "#D55E00" } },
    font: font(0), title: tip(n),
  })));
  const edges = new vis.DataSet(data.edges.map((e) => ({
    id: e.id, from: e.from, to: e.to, width: 0.6 + 2.4 * e.weight, color: { color: line(), highlight: "#D55E00", opacity: 0.55 },
    arrows: e.symmetric ? "" : { to: { enabled: true, scaleFactor: 0.35 } }, type: e.type,
  })));
  const canvas = document.getElementById("canvas");
  const network = new vis.Network(canvas, { nodes, edges }, {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    edges: { smooth: false, selectionWidth: 2 },
    nodes: { borderWidth: 1 },
    interaction: { hover: true, tooltipDelay: 150, keyboard: { enabled: true, bindToWindow: false }, multiselect: false },
  });
  window.kgMap = { network, nodes, edges };

  function tip(node) {
    const details = data.details[node.id] || {};
    const box = document.createElement("div");
    box.textContent = node.name + (details.year ? " (" + details.year + ")" : "") + " - " + node.kind;
    return box;
  }

  // --- labels: as large on the screen at every zoom, the most linked first, none on another
  const SIZE = 13;
  const order = [...data.nodes].sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
  let last = 0;
  function relabel(force) {
    const scale = network.getScale();
    if (!force && Math.abs(scale - last) < 0.08 * last) return;
    last = scale;
    const taken = [];
    const shown = [];
    for (const n of order) {
      if (nodes.get(n.id).hidden) continue;
      const half = (n.label.length * SIZE * 0.27 + 3) / scale;
      const top = n.y + n.size + 2 / scale;
      const box = [n.x - half, top, n.x + half, top + (SIZE + 5) / scale];
      const free = taken.every((t) => box[0] >= t[2] || t[0] >= box[2] || box[1] >= t[3] || t[1] >= box[3]);
      if (free) { taken.push(box); shown.push(n.id); }
    }
    const visible = new Set(shown);
    nodes.update(data.nodes.map((n) => ({ id: n.id, font: font(visible.has(n.id) ? SIZE / scale : 0) })));
    window.kgMap.labels = taken;
  }
  let waiting = 0;
  network.on("zoom", () => { clearTimeout(waiting); waiting = setTimeout(() => relabel(false), 120); });
  network.on("doubleClick", (event) => { if (!event.nodes.length) { network.fit(); relabel(true); } });
  dark.addEventListener("change", () => {
    relabel(true);
    edges.update(data.edges.map((e) => ({ id: e.id, color: { color: line(), highlight: "#D55E00", opacity: 0.55 } })));
  });

  // --- filters
  const least = document.getElementById("least");
  function filter() {
    const kinds = new Set([...document.querySelectorAll(".kind:checked")].map((b) => b.value));
    const types = new Set([...document.querySelectorAll(".type:checked")].map((b) => b.value));
    const from = Number(least.value);
    document.getElementById("least-shown").textContent = least.value;
    nodes.update(data.nodes.map((n) => ({ id: n.id, hidden: !kinds.has(n.kind) })));
    edges.update(data.edges.map((e) => ({ id: e.id, hidden: !types.has(e.type) || e.weight < from })));
    relabel(true);
  }
  document.querySelectorAll(".kind, .type").forEach((box) => box.addEventListener("change", filter));
  least.addEventListener("input", filter);

  // --- search
  const search = document.getElementById("search");
  const names = document.getElementById("names");
  for (const node of data.nodes) {
    const option = document.createElement("option");
    option.value = node.name;
    names.append(option);
  }
  search.addEventListener("change", () => {
    const wanted = search.value.trim().toLowerCase();
    if (!wanted) return;
    const found = data.nodes.find((n) => n.name.toLowerCase() === wanted)
      || data.nodes.find((n) => n.name.toLowerCase().includes(wanted));
    if (found) go(found.id);
    else say("Nothing on the map is called \u201c" + search.value + "\u201d.");
  });

  // --- the panel
  const panel = document.getElementById("panel");
  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function say(text) { panel.replaceChildren(element("p", text, "hint")); }
  function link(url) {
    if (!/^https:\/\//.test(url)) return document.createTextNode(url);
    const a = element("a", url);
    a.href = url; a.rel = "noopener noreferrer"; a.target = "_blank";
    return a;
  }
  function value(v) {
    const dd = element("dd");
    (Array.isArray(v) ? v : [v]).forEach((item, i) => {
      if (i) dd.append(", ");
      dd.append(link(String(item)));
    });
    return dd;
  }
  function marked(sentence, name) {
    const span = element("span", undefined, "why");
    const at = name ? sentence.toLowerCase().indexOf(name.toLowerCase()) : -1;
    if (at < 0) { span.textContent = sentence; return span; }
    span.append(sentence.slice(0, at), element("mark", sentence.slice(at, at + name.length)), sentence.slice(at + name.length));
    return span;
  }
  const HIDDEN = new Set(["id", "title", "name", "evidence", "start", "end"]);
  function show(key) {
    const node = byKey.get(key);
    const details = data.details[key] || {};
    const head = element("h2", node.name);
    const facts = element("dl");
    facts.append(element("dt", "kind"), element("dd", details.kind ? node.kind + ", " + details.kind : node.kind));
    for (const [name, v] of Object.entries(details)) {
      if (HIDDEN.has(name) || name === "kind") continue;
      facts.append(element("dt", name.replace(/_/g, " ")), value(v));
    }
    const list = element("ul");
    const near = data.edges.filter((e) => e.from === key || e.to === key)
      .sort((a, b) => a.type.localeCompare(b.type) || b.weight - a.weight);
    for (const e of near) {
      const other = byKey.get(e.from === key ? e.to : e.from);
      const item = element("li", e.type.replace(/_/g, " ").toLowerCase() + (e.from === key || e.symmetric ? " " : " (by) "));
      const button = element("button", other.name, "go");
      button.type = "button";
      button.addEventListener("click", () => go(other.id));
      item.append(button);
      const why = data.reasons[e.id];
      if (why.evidence) item.append(marked(why.evidence, (e.from === key ? other : node).name));
      if (why.datasets) item.append(element("span", "both evaluate on " + why.datasets.join(", "), "why"));
      if (why.rule && why.confidence !== undefined) item.append(element("span", "rule: " + why.rule + ", confidence " + why.confidence, "why"));
      list.append(item);
    }
    panel.replaceChildren(head, facts, element("h3", near.length + " links"), list);
    panel.scrollTop = 0;
  }
  function go(key) {
    document.getElementById("twin").hidden = true;
    network.selectNodes([key]);
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    network.focus(key, { scale: Math.max(1, network.getScale()), animation: still ? false : { duration: 300 } });
    show(key);
  }
  network.on("selectNode", (event) => show(event.nodes[0]));
  network.on("animationFinished", () => relabel(false));

  // --- table twin and picture
  const toggle = document.getElementById("table-toggle");
  toggle.addEventListener("click", () => {
    const twin = document.getElementById("twin");
    twin.hidden = !twin.hidden;
    toggle.setAttribute("aria-expanded", String(!twin.hidden));
  });
  document.querySelectorAll("#twin .go").forEach((b) => b.addEventListener("click", () => go(b.dataset.key)));
  document.getElementById("save").addEventListener("click", () => {
    const a = element("a");
    a.href = canvas.querySelector("canvas").toDataURL("image/png");
    a.download = "map.png";
    a.click();
  });
  network.fit({ animation: false });
  relabel(true);
  network.once("afterDrawing", () => { document.body.dataset.ready = "yes"; });
})();
