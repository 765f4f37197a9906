// Suggestions under a search box ([data-suggest] with an input and a list box). Without this file
// the box is a plain search form.
"use strict";

for (const frame of document.querySelectorAll("[data-suggest]")) suggest(frame);

function suggest(frame) {
  const input = frame.querySelector("input[type=search]");
  const list = frame.querySelector("[role=listbox]");
  const pause = 120;
  let timer = 0;
  let asked = "";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  open(false);

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) choose(null);
  }

  function options() {
    return [...list.querySelectorAll("[role=option]")];
  }

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const typed = input.value.trim();
    asked = typed;
    if (!typed) {
      open(false);
      return;
    }
    await htmx.ajax("GET", `${list.dataset.url}&q=${encodeURIComponent(typed)}`, { target: list, swap: "innerHTML" });
    // An answer to letters that are gone is not shown, nor one after the box was left.
    if (asked === typed && document.activeElement === input) open(options().length > 0);
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, pause);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const found = options();
    const at = found.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      event.preventDefault();
      const down = event.key === "ArrowDown";
      if (list.hidden) open(true);
      // One step beyond either end is the box itself.
      const next = down ? at + 1 : at < 0 ? found.length - 1 : at - 1;
      choose(found[next] || null);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      location.assign(found[at].dataset.url);
    }
  });
  input.addEventListener("blur", () => open(false));
  // Pressing an option must not take the focus from the box before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
