"use strict";
// Choosing nodes, legend, search, keys, the table, looks, picture and print.
(function () {
  const map = window.kgMap;
  const { data, byKey, near, state, network, canvas, panel, hidden, ranked, element, button, words, counted } = map;
  const find = (id) => document.getElementById(id);
  const status = find("status");
  const say = (text) => { status.textContent = text; };

  // --- choosing
  map.select = function (key) {
    state.selected = key;
    state.focus = key;
    state.calm = false;
    network.selectNodes([key]);
    map.show(key);
    map.restyle();
    const n = byKey.get(key);
    say(n.name + ", " + n.kind + ", " + counted(n.degree, "link"));
  };
  map.clear = function (back) {
    state.selected = null;
    network.unselectAll();
    panel.hidden = true;
    map.restyle();
    if (back) canvas.focus();
  };
  map.go = function (key) {
    if (find("twin").open) find("twin").close();
    if (hidden.has(key)) { document.querySelectorAll(".group").forEach((b) => { if (b.value === byKey.get(key).group) b.checked = true; }); filter(); }
    map.select(key);
    const scale = Math.max(0.9, network.getScale());
    const n = byKey.get(key);
    network.moveTo({ position: { x: n.x + map.covered() / 2 / scale, y: n.y }, scale, animation: map.still() ? false : { duration: 300 } });
    const head = panel.querySelector("h2");
    if (head) head.focus({ preventScroll: true });
  };
  network.on("click", (event) => {
    if (event.nodes.length) {
      map.select(event.nodes[0]);
      const at = network.canvasToDOM(byKey.get(event.nodes[0]));
      if (at.x > canvas.clientWidth - map.covered()) {
        network.moveTo({ offset: { x: -map.covered(), y: 0 }, animation: map.still() ? false : { duration: 300 } });
      }
    } else if (state.selected) map.clear(false);
  });
  network.on("doubleClick", (event) => { if (!event.nodes.length) map.fit(true); });

  // --- filters
  const least = find("least");
  function filter() {
    const groups = new Set([...document.querySelectorAll(".group:checked")].map((b) => b.value));
    const types = new Set([...document.querySelectorAll(".type:checked")].map((b) => b.value));
    const from = least ? Number(least.value) : 0;
    const linked = map.filter((n) => groups.has(n.group), (e) => types.has(e.type) && e.weight >= from);
    if (least) { find("least-shown").textContent = from.toFixed(2); find("linked").textContent = linked + " of " + counted(data.edges.length, "link") + " shown"; }
    if (state.selected && hidden.has(state.selected)) map.clear(false);
  }
  document.querySelectorAll(".group, .type").forEach((box) => box.addEventListener("change", filter));
  if (least) least.addEventListener("input", filter);
  document.querySelectorAll("[name=colour-by]").forEach((radio) => radio.addEventListener("change", () => {
    state.byMeasure = radio.value === "measure" && radio.checked;
    find("scale").hidden = !state.byMeasure;
    map.restyle();
  }));

  // --- search
  const search = find("search"), list = find("suggestions");
  let active = -1, hits = [];
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  for (const n of data.nodes) n.sought = [n.name, ...((data.details[n.id] || {}).aliases || [])].map(plain);
  function suggest() {
    const wanted = plain(search.value.trim());
    hits = !wanted ? [] : ranked.map((n) => {
      const score = Math.min(...n.sought.map((s) => (s === wanted ? 0 : s.startsWith(wanted) ? 1 : s.includes(" " + wanted) ? 2 : s.includes(wanted) ? 3 : 9)));
      return [score, n];
    }).filter(([score]) => score < 9).sort((a, b) => a[0] - b[0]).slice(0, 10).map(([, n]) => n);
    active = -1;
    list.replaceChildren(...hits.map((n, i) => {
      const item = element("li");
      item.id = "suggestion-" + i;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = element("span", n.name, "name");
      item.append(map.glyph(n), name, element("span", n.kind, "kind"));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(n); });
      return item;
    }));
    open(hits.length > 0);
  }
  function open(yes) { list.hidden = !yes; search.setAttribute("aria-expanded", String(yes)); if (!yes) search.removeAttribute("aria-activedescendant"); }
  function take(n) { open(false); search.value = n.name; map.go(n.id); }
  search.addEventListener("input", suggest);
  search.addEventListener("blur", () => open(false));
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) suggest();
      if (!hits.length) return;
      active = (active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1) + hits.length) % hits.length;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
      search.setAttribute("aria-activedescendant", "suggestion-" + active);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && search.value.trim()) {
      event.preventDefault();
      if (hits.length) take(hits[Math.max(0, active)]);
      else nothing(search.value.trim());
    } else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); open(false); }
  });
  function nothing(wanted) {
    const text = "Nothing on the map is called \u201c" + wanted + "\u201d.";
    open(false);
    map.clear(false);
    panel.replaceChildren(element("p", text, "hint"));
    panel.hidden = false;
    say(text);
  }

  // --- keys on the picture: arrows to the nearest that way, page keys through all, Enter opens
  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const shown = () => ranked.filter((n) => !hidden.has(n.id));
  function stand(n) {
    if (!n) return;
    state.focus = n.id;
    const at = network.canvasToDOM(n);
    const out = at.x < 30 || at.y < 30 || at.x > canvas.clientWidth - map.covered() - 30 || at.y > canvas.clientHeight - 30;
    if (out) network.moveTo({ position: { x: n.x, y: n.y }, animation: false });
    network.redraw();
    say(n.name + ", " + n.kind + ", " + counted(n.degree, "link"));
  }
  function towards([dx, dy]) {
    const from = byKey.get(state.focus);
    let best = null, cost = Infinity;
    for (const n of shown()) {
      const x = n.x - from.x, y = n.y - from.y, along = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
      if (n === from || along <= 0 || aside > 2 * along) continue;
      if (along + 2 * aside < cost) { best = n; cost = along + 2 * aside; }
    }
    return best;
  }
  canvas.addEventListener("focus", () => { if (!state.focus || hidden.has(state.focus)) stand(shown()[0]); else network.redraw(); });
  canvas.addEventListener("blur", () => network.redraw());
  canvas.addEventListener("keydown", (event) => {
    const all = shown();
    if (!all.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = all.findIndex((n) => n.id === state.focus);
    const done = () => event.preventDefault();
    if (DIRECTIONS[event.key]) { done(); stand(at < 0 ? all[0] : towards(DIRECTIONS[event.key])); }
    else if (event.key === "PageDown") { done(); stand(all[(at + 1) % all.length]); }
    else if (event.key === "PageUp") { done(); stand(all[(at - 1 + all.length) % all.length]); }
    else if (event.key === "Home") { done(); stand(all[0]); }
    else if (event.key === "End") { done(); stand(all[all.length - 1]); }
    else if ((event.key === "Enter" || event.key === " ") && at >= 0) { done(); map.go(state.focus); }
    else if (event.key === "+" || event.key === "-") { done(); network.moveTo({ scale: network.getScale() * (event.key === "+" ? 1.25 : 0.8), animation: false }); }
    else if (event.key === "0") { done(); map.fit(true); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !find("twin").open && !panel.hidden && list.hidden) map.clear(true);
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); search.focus(); }
  });

  // --- the same as a table
  const twin = find("twin");
  function cells(row, values, head) {
    values.forEach((v, i) => {
      const cell = element(i === 0 && head ? "th" : "td");
      if (i === 0 && head) cell.scope = "row";
      cell.dir = "auto";
      cell.append(v === undefined || v === null ? "" : v instanceof Node ? v : String(v));
      row.append(cell);
    });
    return row;
  }
  function fillTables() {
    if (twin.dataset.filled) return;
    twin.dataset.filled = "yes";
    const groups = new Map(data.groups.map((g) => [g.key, g.name]));
    find("twin-nodes").append(...ranked.map((n) => {
      const details = data.details[n.id] || {};
      return cells(element("tr"), [button(n.name, "go", () => map.go(n.id)), n.kind, details.year || details.mean_year, ...(data.groupedBy === "kind" ? [] : [details.papers, groups.get(n.group)]), n.degree], true);
    }));
    find("twin-links").append(...data.edges.map((e) => {
      const reason = data.reasons[e.id];
      const why = e.said ? e.said.join("") : reason.datasets ? reason.datasets.join(", ") : (reason.behind || []).join("; ");
      return cells(element("tr"), [byKey.get(e.from).name, words(e.type), byKey.get(e.to).name, e.weight.toFixed(2), why], true);
    }));
  }
  find("table-open").addEventListener("click", () => { fillTables(); twin.showModal(); });
  find("table-close").addEventListener("click", () => twin.close());

  // --- looks, picture, print
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const looks = find("looks");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  function nameLooks() { looks.textContent = isDark() ? "Light" : "Dark"; looks.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours"); }
  looks.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; nameLooks(); map.restyle(); });
  dark.addEventListener("change", () => { nameLooks(); map.restyle(); });
  nameLooks();
  find("filters").addEventListener("click", () => find("filters").setAttribute("aria-expanded", String(find("legend").classList.toggle("open"))));
  find("fit").addEventListener("click", () => map.fit(true));
  const save = find("save");
  if (window.self !== window.top) save.hidden = true;
  save.addEventListener("click", () => map.picture().toBlob((blob) => {
    const a = element("a");
    a.href = URL.createObjectURL(blob);
    a.download = (document.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "map") + ".png";
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 10000);
  }, "image/png"));
  let before;
  const image = find("printed");
  let printing = false;
  window.addEventListener("beforeprint", () => {
    if (!printing) before = root.dataset.theme;
    printing = true;
    root.dataset.theme = "light";
    canvas.style.width = canvas.clientWidth + "px";
    canvas.style.height = canvas.clientHeight + "px";
    map.restyle();
    image.src = map.picture().toDataURL("image/png");
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    canvas.style.width = canvas.style.height = "";
    if (before) root.dataset.theme = before; else delete root.dataset.theme;
    map.restyle();
  });
  find("print").addEventListener("click", () => window.print());
  if (window.self !== window.top) find("print").hidden = true;
  if (least) { find("least-shown").textContent = "0.00"; find("linked").textContent = data.edges.length + " of " + counted(data.edges.length, "link") + " shown"; }
  if (data.chosen && byKey.has(data.chosen)) {
    state.selected = state.focus = data.chosen;
    state.calm = true;
    if (canvas.clientWidth > 700) map.show(data.chosen);
    map.fit(false);
  }
})();
