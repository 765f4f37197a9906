// Small comforts for every page. Everything works without this file.
"use strict";

const typing = (element) =>
  element instanceof HTMLElement && (element.isContentEditable || element.matches("input, textarea, select"));

// "/" goes to the search box; j, k, x, e walk a queue ([data-queue] with [data-row] children).
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("main [data-search]") || document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    return;
  }
  const queue = document.querySelector("[data-queue]");
  if (queue && "jkxe".includes(event.key)) walk(queue, event);
});

function walk(queue, event) {
  const rows = [...queue.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  event.preventDefault();
  if (event.key === "j" || event.key === "k") {
    const step = event.key === "j" ? 1 : -1;
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  } else if (at >= 0 && event.key === "x") {
    const box = rows[at].querySelector("input[type=checkbox]");
    if (box) box.click();
  } else if (at >= 0 && event.key === "e") {
    const open = rows[at].querySelector("[data-open], a[href]");
    if (open) open.click();
  }
}

// Dialogs: a link to "#id" opens by address without script, as a true modal with it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("dialog [data-close]");
  if (closer && closer.closest("dialog").open) {
    event.preventDefault();
    closer.closest("dialog").close();
    return;
  }
  // An open menu closes when one presses elsewhere.
  for (const menu of document.querySelectorAll("details.pop[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.pop[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Narrow screens: filter groups start folded in their sheet; a select with [data-submit] sends its form.
document.addEventListener("change", (event) => {
  const control = event.target.closest("[data-submit]");
  if (control && control.form) control.form.requestSubmit();
});

// "All rows" boxes.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-check-all]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[name="${all.dataset.checkAll}"]`)) box.checked = all.checked;
});

// Copy buttons: [data-copy="text"].
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  if (button.dataset.copied) button.textContent = button.dataset.copied;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// What must be read first takes the focus, on load and after a swap.
const focusFirst = (root) => {
  const first = root.querySelector("[data-focus]");
  if (first) first.focus();
};
document.addEventListener("DOMContentLoaded", () => focusFirst(document));
document.addEventListener("htmx:afterSwap", (event) => focusFirst(event.target));

// A fault or a lost line during a partial update is said in the messages region.
const say = (name) => {
  const region = document.getElementById("messages");
  const text = document.querySelector(`template[data-say="${name}"]`);
  if (region && text) region.replaceChildren(text.content.cloneNode(true));
};
document.addEventListener("htmx:responseError", () => say("fault"));
document.addEventListener("htmx:sendError", () => say("offline"));
