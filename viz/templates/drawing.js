"use strict";
// The picture: nodes by vis-network; links, labels and the axis drawn on its canvas.
window.kgMap = (function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const canvas = document.getElementById("canvas");
  const panel = document.getElementById("panel");
  const byKey = new Map(data.nodes.map((n) => [n.id, n]));
  const near = new Map(data.nodes.map((n) => [n.id, []]));
  for (const e of data.edges) { e.off = false; near.get(e.from).push(e); if (e.to !== e.from) near.get(e.to).push(e); }
  for (const n of data.nodes) n.group = n.member;  // pyvis takes the colour from a node that has a group
  const state = { selected: null, calm: false, byMeasure: false, focus: null };

  const chosen = () => (state.calm ? null : state.selected);
  const around = (key) => new Set([key, ...near.get(key).flatMap((e) => [e.from, e.to])]);

  function counted(number, one, many = one + "s") { return number.toLocaleString("en") + " " + (number === 1 ? one : many); }

  // --- colours
  const ACCENT = "#D55E00";
  const YEARS = [[0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 183, 102], [253, 234, 69]];
  let theme = {};
  function readTheme() {
    const style = getComputedStyle(root);
    const value = (name) => style.getPropertyValue("--" + name).trim();
    theme = { ink: value("ink"), back: value("back"), line: value("edge"), soft: value("soft"), band: value("band"), dark: value("scheme") === "dark" };
  }
  function rgb(hex) { return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)); }
  function hex(parts) { return "#" + parts.map((p) => Math.round(p).toString(16).padStart(2, "0")).join(""); }
  function mix(a, b, share) { return hex(rgb(a).map((v, i) => v + (rgb(b)[i] - v) * share)); }
  function scaleColour(share) {
    const at = Math.max(0, Math.min(1, share)) * (YEARS.length - 1);
    const i = Math.min(YEARS.length - 2, Math.floor(at));
    return hex(YEARS[i].map((v, k) => v + (YEARS[i + 1][k] - v) * (at - i)));
  }
  const measured = data.nodes.map((n) => n.measure).filter((m) => m !== null).sort((a, b) => a - b);
  const range = [measured[Math.floor(measured.length * 0.05)], measured[Math.ceil(measured.length * 0.95) - 1]];
  function fill(n) {
    if (!state.byMeasure) return n.color;
    return n.measure === null ? "#999999" : scaleColour((n.measure - range[0]) / (range[1] - range[0] || 1));
  }
  function look(n) {
    const background = fill(n);
    const border = mix(background, theme.dark ? "#ffffff" : "#000000", theme.dark ? 0.45 : 0.42);
    const strong = { background, border: theme.ink };
    return { background, border, highlight: strong, hover: strong };
  }
  function edgeLook(e) {
    const a = byKey.get(e.from), b = byKey.get(e.to);
    const inside = data.groupedBy !== "kind" && !state.byMeasure && a.group === b.group;
    const here = chosen() && (e.from === chosen() || e.to === chosen());
    if (here) return [2, mix(theme.ink, theme.back, 0.25), 0.95];
    const alpha = chosen() ? 0.12 : inside ? 0.55 : 0.75;
    return [chosen() ? 0 : 1, inside ? mix(a.color, theme.back, 0.2) : theme.line, alpha];
  }

  // --- the network
  readTheme();
  const nodes = new vis.DataSet(data.nodes.map((n) => ({
    id: n.id, shape: n.shape, x: n.x, y: n.y, size: n.size, color: look(n), borderWidth: 1.2, borderWidthSelected: 3, opacity: 1,
  })));
  const network = new vis.Network(canvas, { nodes, edges: [] }, {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    nodes: { chosen: true, labelHighlightBold: false },
    interaction: { hover: true, keyboard: { enabled: false }, multiselect: false, tooltipDelay: 1e9, zoomSpeed: 0.7 },
  });
  const drawn = canvas.querySelector("canvas");
  drawn.setAttribute("aria-hidden", "true");
  for (const inner of canvas.querySelectorAll("[tabindex]")) inner.removeAttribute("tabindex");

  // --- links: drawn here in one stroke for each look, which vis-network would do one by one
  let strokes = null;
  function group() {
    const by = new Map();
    for (const e of data.edges) {
      if (e.off) continue;
      const [layer, color, alpha] = edgeLook(e);
      const width = Math.round((0.6 + 1.8 * e.weight) * 5) / 5;
      const name = layer + color + alpha + "/" + width;
      if (!by.has(name)) by.set(name, { layer, color, alpha, width, edges: [] });
      by.get(name).edges.push(e);
    }
    strokes = [...by.values()].sort((a, b) => a.layer - b.layer || a.width - b.width);
  }
  function drawEdges(ctx) {
    if (!strokes) group();
    ctx.save();
    for (const { color, alpha, width, edges } of strokes) {
      ctx.globalAlpha = alpha;
      ctx.strokeStyle = ctx.fillStyle = color;
      ctx.lineWidth = width;
      ctx.beginPath();
      for (const e of edges) {
        const a = byKey.get(e.from), b = byKey.get(e.to);
        ctx.moveTo(a.x, a.y);
        ctx.lineTo(b.x, b.y);
      }
      ctx.stroke();
      ctx.beginPath();
      for (const e of edges) {
        if (e.symmetric) continue;
        const a = byKey.get(e.from), b = byKey.get(e.to);
        const far = Math.hypot(b.x - a.x, b.y - a.y);
        if (far < a.size + b.size + 6) continue;
        const x = (b.x - a.x) / far, y = (b.y - a.y) / far, long = 4.5 + 1.5 * width, wide = 0.38 * long;
        const tip = b.size + 1.5, px = b.x - x * tip, py = b.y - y * tip;
        ctx.moveTo(px, py);
        ctx.lineTo(px - x * long - y * wide, py - y * long + x * wide);
        ctx.lineTo(px - x * long + y * wide, py - y * long - x * wide);
        ctx.closePath();
      }
      ctx.fill();
    }
    ctx.restore();
  }
  function edgeAt(x, y) {
    const reach = 5 / network.getScale();
    let best = null, least = reach;
    for (const e of data.edges) {
      if (e.off) continue;
      const a = byKey.get(e.from), b = byKey.get(e.to), dx = b.x - a.x, dy = b.y - a.y;
      const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      const off = Math.hypot(a.x + t * dx - x, a.y + t * dy - y);
      if (off < least) { best = e; least = off; }
    }
    return best;
  }

  // --- labels: as large on the screen at every zoom, none on another or on a node
  const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif';
  const LEFTWARDS = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
  const sizes = data.nodes.map((n) => n.size);
  const least = Math.min(...sizes), most = Math.max(...sizes, least + 8);
  const letters = (n) => Math.round(11.5 + 4.5 * (n.size - least) / (most - least));
  function lines(text) {
    if (text.length <= 22) return [text];
    const spaces = [...text.matchAll(/\s/g)].map((m) => m.index);
    if (!spaces.length) return [text];
    const half = spaces.reduce((a, b) => (Math.abs(b - text.length / 2) < Math.abs(a - text.length / 2) ? b : a));
    return [text.slice(0, half), text.slice(half + 1)];
  }
  const measuring = document.createElement("canvas").getContext("2d");
  for (const n of data.nodes) {
    n.lines = lines(n.label);
    measuring.font = letters(n) + "px " + FONT;
    n.wide = Math.max(...n.lines.map((t) => measuring.measureText(t).width)) + 4;
    n.high = n.lines.length * letters(n) * 1.16 + 2;
  }
  const ranked = [...data.nodes].sort((a, b) => b.size - a.size || b.degree - a.degree || (a.id < b.id ? -1 : 1));
  const hidden = new Set();
  let placed = { scale: 0, labels: [] }, bounds = null;
  function placeLabels(scale) {
    const cell = 80 / scale, grid = new Map();
    const walk = (box, each) => {
      const right = Math.floor(box[2] / cell), bottom = Math.floor(box[3] / cell);
      for (let x = Math.floor(box[0] / cell); x <= right; x++) {
        for (let y = Math.floor(box[1] / cell); y <= bottom; y++) if (each(x * 100003 + y) === false) return false;
      }
      return true;
    };
    const put = (box, owner) => walk(box, (at) => {
      const there = grid.get(at);
      if (there) there.push(box, owner); else grid.set(at, [box, owner]);
    });
    const free = (box, owner, strict) => walk(box, (at) => {
      const there = grid.get(at) || [];
      for (let i = 0; i < there.length; i += 2) {
        const b = there[i], o = there[i + 1];
        if (o === owner || (o !== null && !strict)) continue;
        if (box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]) return false;
      }
      return true;
    });
    const shown = data.nodes.filter((n) => !hidden.has(n.id));
    for (const n of shown) put([n.x - n.size * 0.8, n.y - n.size * 0.8, n.x + n.size * 0.8, n.y + n.size * 0.8], n.id);
    const first = chosen() ? around(chosen()) : null;
    const order = first ? [byKey.get(state.selected), ...ranked.filter((n) => first.has(n.id) && n.id !== state.selected), ...ranked.filter((n) => !first.has(n.id))] : ranked;
    const inside = (box) => !bounds || (box[0] >= bounds[0] && box[1] >= bounds[1] && box[2] <= bounds[2] && box[3] <= bounds[3]);
    const labels = [], over = order.length > 400 ? 0 : 0.03 * order.length + 2;  // so many names may cover nodes
    order.forEach((n, rank) => {
      if (hidden.has(n.id)) return;
      const w = n.wide / scale, h = n.high / scale, gap = n.size + 3 / scale, slant = n.size * 0.75 + 2 / scale;
      const ways = [
        [n.x - w / 2, n.y + gap, "center"], [n.x + gap, n.y - h / 2, "left"],
        [n.x - gap - w, n.y - h / 2, "right"], [n.x - w / 2, n.y - gap - h, "center"],
        [n.x + slant, n.y + slant, "left"], [n.x + slant, n.y - slant - h, "left"],
        [n.x - slant - w, n.y + slant, "right"], [n.x - slant - w, n.y - slant - h, "right"],
      ];
      for (const strict of rank < over && !data.axis.length ? [true, false] : [true]) {
        const way = ways.find(([x, y]) => { const box = [x, y, x + w, y + h]; return inside(box) && free(box, n.id, strict); });
        if (!way) continue;
        const box = [way[0], way[1], way[0] + w, way[1] + h];
        put(box, null);
        labels.push({ node: n, box, align: way[2], text: n.label, faint: first !== null && !first.has(n.id) });
        return;
      }
    });
    placed = { scale, labels };
  }
  function drawLabels(ctx) {
    const scale = network.getScale();
    if (placed.scale && Math.abs(scale - placed.scale) > 0.02 * placed.scale) bounds = null;
    if (Math.abs(scale - placed.scale) > 0.02 * placed.scale) placeLabels(scale);
    ctx.save();
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.5 / scale;
    for (const { node, box, align, faint } of placed.labels) {
      const size = letters(node);
      ctx.globalAlpha = faint ? 0.3 : 1;
      ctx.font = (node.id === state.selected ? "bold " : "") + size / scale + "px " + FONT;
      ctx.textAlign = align;
      ctx.direction = LEFTWARDS.test(node.name) ? "rtl" : "ltr";
      const x = align === "center" ? (box[0] + box[2]) / 2 : align === "left" ? box[0] : box[2];
      node.lines.forEach((line, i) => {
        const y = box[1] + ((i + 0.5) * size * 1.16 + 1) / scale;
        ctx.strokeStyle = theme.back;
        ctx.strokeText(line, x, y);
        ctx.fillStyle = theme.ink;
        ctx.fillText(line, x, y);
      });
    }
    ctx.restore();
  }

  // --- the axis of a timeline
  function axisBands(ctx) {
    const top = network.DOMtoCanvas({ x: 0, y: 0 }).y, bottom = network.DOMtoCanvas({ x: 0, y: canvas.clientHeight }).y;
    ctx.fillStyle = theme.band;
    data.axis.forEach(([left, right], i) => { if (i % 2 === 0) ctx.fillRect(left, top, right - left, bottom - top); });
  }
  function axisTexts(ctx) {
    const scale = network.getScale();
    const top = network.DOMtoCanvas({ x: 0, y: 0 }).y;
    ctx.save();
    ctx.font = "600 " + 13 / scale + "px " + FONT;
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    let last = -Infinity;
    for (const [left, right, text] of data.axis) {
      const x = (left + right) / 2;
      if ((x - last) * scale < 38) continue;
      last = x;
      ctx.fillStyle = theme.back;
      ctx.fillRect(x - 18 / scale, top, 36 / scale, 26 / scale);
      ctx.fillStyle = theme.soft;
      ctx.fillText(text, x, top + 7 / scale);
    }
    ctx.restore();
  }
  function drawFocus(ctx) {
    const n = state.focus && byKey.get(state.focus);
    if (!n || document.activeElement !== canvas) return;
    const scale = network.getScale();
    ctx.save();
    ctx.strokeStyle = ACCENT;
    ctx.lineWidth = 3 / scale;
    ctx.setLineDash([6 / scale, 3 / scale]);
    ctx.beginPath();
    ctx.arc(n.x, n.y, n.size + 6 / scale, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.restore();
  }
  network.on("beforeDrawing", (ctx) => { if (data.axis.length) axisBands(ctx); drawEdges(ctx); });
  network.on("dragging", (event) => {
    if (!event.nodes.length) return;
    for (const [id, at] of Object.entries(network.getPositions(event.nodes))) Object.assign(byKey.get(id), at);
    placed.scale = 0;
  });
  network.on("afterDrawing", (ctx) => { drawLabels(ctx); if (data.axis.length) axisTexts(ctx); drawFocus(ctx); });

  // --- what is seen of it
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const covered = () => (panel.hidden || panel.offsetWidth > 0.7 * canvas.clientWidth ? 0 : panel.offsetWidth);
  function fit(animated) {
    const shown = data.nodes.filter((n) => !hidden.has(n.id));
    if (!shown.length) return;
    const left = Math.min(...shown.map((n) => n.x - n.size)), right = Math.max(...shown.map((n) => n.x + n.size));
    const top = Math.min(...shown.map((n) => n.y - n.size)), bottom = Math.max(...shown.map((n) => n.y + n.size));
    const wide = Math.max(120, canvas.clientWidth - covered() - 96), high = Math.max(120, canvas.clientHeight - 76);
    const scale = Math.min(1.6, wide / Math.max(1, right - left), high / Math.max(1, bottom - top));
    const x = (left + right) / 2 + covered() / 2 / scale, y = (top + bottom) / 2 - (data.axis.length ? 10 : 0) / scale;
    const across = canvas.clientWidth / 2 / scale, down = canvas.clientHeight / 2 / scale;
    network.moveTo({ position: { x, y }, scale, animation: animated && !still() ? { duration: 300 } : false });
    bounds = [x - across + 4 / scale, y - down + (data.axis.length ? 30 : 4) / scale, x + across - (4 + covered()) / scale, y + down - 4 / scale];
    placed.scale = 0;
  }
  function relabel() { placed.scale = 0; network.redraw(); }
  function restyle() {
    readTheme();
    const first = chosen() ? around(chosen()) : null;
    nodes.update(data.nodes.map((n) => ({ id: n.id, color: look(n), opacity: first && !first.has(n.id) ? 0.22 : 1 })));
    strokes = null;
    relabel();
  }
  function filter(isShown, isLinked) {
    hidden.clear();
    for (const n of data.nodes) if (!isShown(n)) hidden.add(n.id);
    nodes.update(data.nodes.map((n) => ({ id: n.id, hidden: hidden.has(n.id) })));
    let linked = 0;
    for (const e of data.edges) {
      e.off = !isLinked(e) || hidden.has(e.from) || hidden.has(e.to);
      linked += e.off ? 0 : 1;
    }
    strokes = null;
    relabel();
    return linked;
  }
  function picture() {
    const made = document.createElement("canvas");
    made.width = drawn.width;
    made.height = drawn.height;
    const ctx = made.getContext("2d");
    ctx.fillStyle = theme.back;
    ctx.fillRect(0, 0, made.width, made.height);
    ctx.drawImage(drawn, 0, 0);
    return made;
  }
  fit(false);
  network.once("afterDrawing", () => {
    document.body.dataset.ready = "yes";
    document.body.dataset.after = String(Math.round(performance.now()));
  });
  return {
    data, byKey, near, state, nodes, network, edgeAt, canvas, panel, hidden, range, ranked,
    counted, fit, relabel, restyle, filter, picture, still, covered, scaleColour,
    get labels() { return placed.labels.map((l) => [...l.box]); },
    get labelled() { return placed.labels; },
  };
})();
