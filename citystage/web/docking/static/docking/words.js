// Counts words while somebody writes, as the server does (engines/text/counting.py).
"use strict";

const CJK = "\\u3005\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const WORD = `(?:(?![${CJK}])[\\p{L}\\p{N}])+`;
const COUNTED = new RegExp(`[${CJK}]|${WORD}(?:['’.,\\-/%]${WORD})*`, "gu");

const count = (text) => (text.match(COUNTED) || []).length;

const tell = (box) => {
  const shown = document.querySelector(`[data-words-of="${box.id}"]`);
  if (!shown) return;
  const words = count(box.value);
  shown.textContent = words;
  const over = shown.parentElement.querySelector("[data-words-over]");
  if (over) over.hidden = words <= Number(box.dataset.words);
};

document.addEventListener("input", (event) => {
  if (event.target.matches && event.target.matches("[data-words]")) tell(event.target);
});
document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("[data-words]")) tell(box);
});
