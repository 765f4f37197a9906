// The board asks for itself again, calmly: not while the page is hidden, not while somebody is in it.
"use strict";

const board = document.querySelector("[data-refresh]");
let asked = Date.now();

const due = () => Date.now() - asked >= Number(board.dataset.refresh) * 1000;
const busy = () => document.hidden || board.contains(document.activeElement);

const ask = () => {
  if (!board || !window.htmx || busy() || !due()) return;
  asked = Date.now();
  window.htmx.trigger(board, "refresh");
};

if (board) {
  setInterval(ask, 5000);
  document.addEventListener("visibilitychange", ask);
}
