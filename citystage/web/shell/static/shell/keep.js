// Keeps what is typed in a form marked data-keep, on this device, until the form has been sent and taken.
// The key is the page's path and the form's data-keep name; passwords, files and hidden fields are left out.
"use strict";

(() => {
  const PREFIX = "citystage-keep:";
  const LIFE = 7 * 24 * 3600 * 1000;
  const store = (() => {
    try {
      window.localStorage.setItem(PREFIX + "probe", "1");
      window.localStorage.removeItem(PREFIX + "probe");
      return window.localStorage;
    } catch {
      return null;
    }
  })();
  if (!store) return;

  const keyOf = (form) => PREFIX + location.pathname + "#" + form.dataset.keep;
  const fields = (form) =>
    [...form.elements].filter((one) => one.name && !["hidden", "password", "file", "submit", "button"].includes(one.type));
  const take = (form) =>
    fields(form).map((one) =>
      one.type === "checkbox" || one.type === "radio" ? [one.name, one.value, one.checked] : [one.name, one.value, null],
    );
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  const put = (form, rows) => {
    for (const [name, value, checked] of rows) {
      for (const one of fields(form).filter((field) => field.name === name)) {
        if (checked === null) one.value = value;
        else if (one.value === value) one.checked = checked;
      }
    }
  };

  const offer = (form, kept) => {
    const text = document.querySelector('template[data-say="kept"]');
    if (!text) return;
    const note = text.content.cloneNode(true).firstElementChild;
    note.querySelector("[data-restore]").addEventListener("click", () => {
      put(form, kept.rows);
      note.remove();
    });
    note.querySelector("[data-discard]").addEventListener("click", () => {
      store.removeItem(keyOf(form));
      note.remove();
    });
    form.before(note);
  };

  const watch = (form) => {
    if (form.dataset.keepWatched) return;
    form.dataset.keepWatched = "1";
    const key = keyOf(form);
    const start = take(form);
    let kept = null;
    try {
      kept = JSON.parse(store.getItem(key) || "null");
    } catch {
      store.removeItem(key);
    }
    // A page that shows the form again with what was typed needs no offer.
    if (kept && Date.now() - kept.at < LIFE && !same(kept.rows, start) && !form.dataset.keepSent) offer(form, kept);
    let timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        try {
          store.setItem(key, JSON.stringify({ at: Date.now(), rows: take(form) }));
        } catch {
          // The device is full: the form itself still holds the text.
        }
      }, 400);
    });
  };

  const watchAll = (root) => root.querySelectorAll("form[data-keep]").forEach(watch);

  // <meta name="kept-done" content="/path/#name"> on the page after success clears what was kept.
  const clear = (root) => {
    for (const done of root.querySelectorAll('meta[name="kept-done"]')) store.removeItem(PREFIX + done.content);
  };
  document.addEventListener("DOMContentLoaded", () => {
    clear(document);
    watchAll(document);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    clear(event.target);
    watchAll(event.target);
  });
})();
