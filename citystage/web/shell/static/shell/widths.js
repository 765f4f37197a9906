// Widths of a table's columns ([data-widths="name"]), dragged or set by arrow keys, and remembered in
// this browser. Without this file the columns have the widths their content gives them.
"use strict";

(() => {
  const LEAST = 64;
  const MOST = 960;
  const STEP = 16;

  const remembered = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`widths:${name}`)) || {};
    } catch {
      return {}; // storage is closed to us, or holds something else
    }
  };

  const remember = (name, widths) => {
    try {
      if (Object.keys(widths).length) localStorage.setItem(`widths:${name}`, JSON.stringify(widths));
      else localStorage.removeItem(`widths:${name}`);
    } catch {
      // full or closed: the widths hold for this page
    }
  };

  function prepare(table) {
    if (table.querySelector(".width-grip")) return;
    const columns = [...table.querySelectorAll("col[data-column]")];
    const heads = [...table.querySelectorAll("thead th")];
    const name = table.dataset.widths;
    const kept = remembered(name);
    const grips = columns.map((column, at) => grip(table, heads[at], column, at));

    // All columns get the width they have now, so that changing one leaves the others alone.
    function fix() {
      if ("sized" in table.dataset) return;
      const now = heads.map((head) => head.getBoundingClientRect().width);
      columns.forEach((column, at) => put(at, now[at]));
      table.dataset.sized = "";
    }

    function put(at, width) {
      const taken = Math.round(Math.min(Math.max(width, LEAST), MOST));
      columns[at].style.width = `${taken}px`;
      grips[at].setAttribute("aria-valuenow", String(taken));
      // With every width fixed, the table is as wide as they are together.
      const widths = columns.map((column) => parseFloat(column.style.width) || LEAST);
      table.style.width = `${widths.reduce((sum, each) => sum + each, 0)}px`;
      return taken;
    }

    function change(at, width) {
      fix();
      kept[columns[at].dataset.column] = put(at, width);
      remember(name, kept);
    }

    function forget() {
      for (const key of Object.keys(kept)) delete kept[key];
      remember(name, kept);
      delete table.dataset.sized;
      table.style.width = "";
      for (const column of columns) column.style.width = "";
      show();
    }

    function show() {
      heads.forEach((head, at) =>
        grips[at].setAttribute("aria-valuenow", String(Math.round(head.getBoundingClientRect().width))),
      );
    }

    const width = (at) => heads[at].getBoundingClientRect().width;
    // Steps go from the width that was said, not from how the table came to be drawn.
    const said = (at) => Number(grips[at].getAttribute("aria-valuenow"));

    grips.forEach((each, at) => {
      each.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        each.setPointerCapture(event.pointerId);
        const from = event.clientX;
        const before = width(at);
        const move = (moved) => change(at, before + moved.clientX - from);
        const end = () => each.removeEventListener("pointermove", move);
        each.addEventListener("pointermove", move);
        each.addEventListener("pointerup", end, { once: true });
        each.addEventListener("pointercancel", end, { once: true });
      });
      each.addEventListener("dblclick", forget);
      each.addEventListener("keydown", (event) => {
        const wanted = {
          ArrowLeft: () => change(at, said(at) - STEP),
          ArrowRight: () => change(at, said(at) + STEP),
          Home: () => change(at, LEAST),
          End: () => change(at, MOST),
          Delete: forget,
        }[event.key];
        if (!wanted) return;
        event.preventDefault();
        wanted();
      });
    });

    show();
    columns.forEach((column, at) => {
      if (Number.isFinite(kept[column.dataset.column])) {
        fix();
        put(at, kept[column.dataset.column]);
      }
    });
  }

  function grip(table, head, column, at) {
    const made = document.createElement("span");
    made.className = "width-grip";
    made.tabIndex = 0;
    made.setAttribute("role", "separator");
    made.setAttribute("aria-orientation", "vertical");
    made.setAttribute("aria-valuemin", String(LEAST));
    made.setAttribute("aria-valuemax", String(MOST));
    made.setAttribute("aria-label", `${table.dataset.widthLabel}: ${head.textContent.trim()}`);
    made.dataset.at = String(at);
    head.append(made);
    return made;
  }

  const prepareAll = () => document.querySelectorAll("table[data-widths]").forEach(prepare);
  prepareAll();
  document.addEventListener("htmx:afterSwap", prepareAll);
})();
