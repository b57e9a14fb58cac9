"use strict";
// What is known of a node, beside the picture; what is known of what is pointed at.
(function () {
  const map = window.kgMap;
  const { data, byKey, near, panel, canvas, network, counted } = map;
  const MOST = 200;

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    if (text !== undefined) made.dir = "auto";
    return made;
  }
  function button(text, className, action) {
    const made = element("button", text, className);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }
  const words = (type) => type.replace(/_/g, " ").toLowerCase();
  function link(url, text) {
    if (!/^https:\/\//.test(url)) return document.createTextNode(url);
    const a = element("a", text || url.replace(/^https:\/\/(www\.)?/, ""));
    a.href = url; a.rel = "noopener noreferrer"; a.target = "_blank";
    return a;
  }
  function value(v) {
    const dd = element("dd");
    dd.dir = "auto";
    (Array.isArray(v) ? v : [v]).forEach((item, i) => { if (i) dd.append(", "); dd.append(link(String(item))); });
    return dd;
  }
  function pieces(parts, className) {
    const made = element("p", undefined, className);
    made.dir = "auto";
    for (const [text, kind] of parts) {
      if (!kind) { made.append(text); continue; }
      const mark = element("mark", text, "of-" + kind);
      mark.removeAttribute("dir");
      mark.title = kind;
      made.append(mark);
    }
    return made;
  }
  function said(e) {
    if (!e.said) return null;
    return pieces([[e.said[0], ""], [e.said[1], e.said[1] && "evidence"], [e.said[2], ""]].filter((p) => p[0]), "why");
  }
  function glyph(n) {
    const use = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    use.setAttribute("viewBox", "0 0 18 18");
    use.setAttribute("width", "14"); use.setAttribute("height", "14"); use.setAttribute("aria-hidden", "true");
    const source = document.querySelector('[data-glyph="' + CSS.escape(n.group) + '"]');
    if (source) use.append(source.firstElementChild.cloneNode(true));
    return use;
  }
  function why(e) {
    const reason = data.reasons[e.id];
    const made = [];
    const sentence = said(e);
    if (sentence) made.push(sentence);
    if (reason.datasets) made.push(element("p", "both evaluate on " + reason.datasets.join(", "), "why"));
    if (reason.papers) made.push(element("p", counted(reason.papers, "paper has", "papers have") + " both", "why"));
    for (const title of (reason.behind || []).slice(0, 4)) made.push(element("p", title, "why from"));
    const rest = [];
    if (reason.rule && reason.rule !== "source") rest.push("found by " + reason.rule);
    if (reason.confidence !== undefined && reason.rule !== "source") rest.push("confidence " + reason.confidence.toFixed(2));
    for (const name of ["score", "weight", "references"]) if (reason[name] !== undefined) rest.push(name + " " + Number(reason[name].toFixed(3)));
    if (rest.length) made.push(element("p", rest.join(", "), "why small"));
    return made;
  }

  const APART = new Set(["id", "title", "name", "abstract", "aliases", "kind", "doi", "arxiv_id", "url", "project_pages"]);
  function addresses(details) {
    const found = [];
    if (details.url) found.push(link(details.url));
    if (details.doi) found.push(link("https://doi.org/" + details.doi, "doi:" + details.doi));
    if (details.arxiv_id) found.push(link("https://arxiv.org/abs/" + details.arxiv_id, "arXiv:" + details.arxiv_id));
    for (const page of details.project_pages || []) found.push(link(page));
    return found;
  }
  function facts(n, details) {
    const list = element("dl");
    const add = (name, dd) => list.append(element("dt", name), dd);
    if (details.aliases) add("also called", value(details.aliases));
    for (const [name, v] of Object.entries(details)) if (!APART.has(name)) add(name.replace(/_/g, " "), value(v));
    const found = addresses(details);
    if (found.length) {
      const dd = element("dd");
      found.forEach((a, i) => { if (i) dd.append(element("br")); dd.append(a); });
      add(found.length === 1 ? "link" : "links", dd);
    }
    return list;
  }
  function neighbours(n) {
    const section = element("section");
    const by = new Map();
    for (const e of near.get(n.id)) {
      const name = e.symmetric ? words(e.type) : e.from === n.id ? words(e.type) : words(e.type) + " (from)";
      if (!by.has(name)) by.set(name, []);
      by.get(name).push(e);
    }
    section.append(element("h3", counted(near.get(n.id).length, "link")));
    for (const [name, list] of [...by].sort((a, b) => a[1].length - b[1].length || (a[0] < b[0] ? -1 : 1))) {
      list.sort((a, b) => b.weight - a.weight || a.id - b.id);
      section.append(element("h4", name + " (" + list.length + ")"));
      const ul = element("ul");
      for (const e of list.slice(0, MOST)) {
        const other = byKey.get(e.from === n.id ? e.to : e.from);
        const item = element("li");
        const head = element("div", undefined, "head");
        head.append(glyph(other), button(other.name, "go", () => map.go(other.id)));
        item.append(head, ...why(e));
        ul.append(item);
      }
      if (list.length > MOST) ul.append(element("li", "\u2026 " + (list.length - MOST) + " more; the table has all"));
      section.append(ul);
    }
    return section;
  }
  map.show = function (key) {
    const n = byKey.get(key);
    const details = data.details[key] || {};
    const head = element("h2", n.name);
    head.tabIndex = -1;
    const kind = element("p", undefined, "kind-of");
    kind.append(glyph(n), " " + n.kind + (details.kind ? ", " + details.kind : "") + (data.groupedBy === "kind" ? "" : "; " + (data.groups.find((g) => g.key === n.group) || { name: "" }).name));
    const close = button("\u00d7", "close", () => map.clear(true));
    close.setAttribute("aria-label", "Close");
    const made = [close, head, kind, facts(n, details)];
    if (n.abstract.length) made.push(element("h3", "Abstract"), pieces(n.abstract, "abstract"));
    for (const [name, list] of Object.entries(n.lists)) {
      const ul = element("ul");
      list.forEach((text) => ul.append(element("li", text)));
      made.push(element("h3", name), ul);
    }
    made.push(neighbours(n));
    panel.replaceChildren(...made);
    panel.hidden = false;
    panel.scrollTop = 0;
  };

  // --- what is pointed at
  const tip = document.getElementById("tip");
  function place(event) {
    const box = canvas.getBoundingClientRect();
    const x = Math.min(event.x + 14, box.width - tip.offsetWidth - 8), y = event.y + 18;
    tip.style.left = Math.max(4, x) + "px";
    tip.style.top = (y + tip.offsetHeight > box.height ? Math.max(4, event.y - tip.offsetHeight - 10) : y) + "px";
  }
  function point(event, made) {
    tip.replaceChildren(...made);
    tip.hidden = false;
    place(event.pointer.DOM);
  }
  network.on("hoverNode", (event) => {
    const n = byKey.get(event.node);
    const details = data.details[n.id] || {};
    const rest = [n.kind, details.year, details.papers !== undefined ? counted(details.papers, "paper") : null, details.mean_year ? "mean year " + details.mean_year : null, counted(n.degree, "link")];
    const made = [element("strong", n.name), element("p", rest.filter((r) => r !== null && r !== undefined).join(" \u00b7 "))];
    const first = near.get(n.id).filter((e) => e.said).sort((a, b) => b.weight - a.weight)[0];
    if (first && n.kind !== "Paper") made.push(said(first));
    point(event, made);
    canvas.style.cursor = "pointer";
  });
  let asked = null;
  canvas.addEventListener("mousemove", (event) => {
    const box = canvas.getBoundingClientRect();
    if (canvas.style.cursor === "pointer" || event.buttons) return;
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    if (!asked) requestAnimationFrame(() => { const where = asked; asked = null; if (where) pointLink(where); });
    asked = at;
  });
  function pointLink(at) {
    const where = network.DOMtoCanvas(at), e = map.edgeAt(where.x, where.y);
    if (canvas.style.cursor === "pointer") return;
    if (!e) { tip.hidden = true; return; }
    point({ pointer: { DOM: at } }, [element("p", byKey.get(e.from).name), element("strong", words(e.type)), element("p", byKey.get(e.to).name), ...why(e)]);
  }
  canvas.addEventListener("mouseleave", () => { asked = null; tip.hidden = true; });
  for (const name of ["blurNode", "dragStart", "zoom"]) network.on(name, () => { tip.hidden = true; canvas.style.cursor = ""; });
  Object.assign(map, { element, button, words, glyph });
})();
