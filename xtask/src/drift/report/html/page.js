"use strict";
// Shows the changes that fit the filters. All are there before it runs, and without it.
const form = document.querySelector("form.filters");
const output = form.querySelector("output");
const folds = [...document.querySelectorAll("details.fold")];
const cards = [...document.querySelectorAll("article")].map((card) => ({
  card,
  operation: card.dataset.operation,
  words: card.textContent.toLowerCase(),
  items: [...card.querySelectorAll("li")],
}));
const closed = new Set(folds.filter((fold) => !fold.open));
const boxes = ["layer", "severity"];
const fields = ["operation", "text"];

// The filters stand behind the `#` of the address, so that a link shows what its sender saw.
function load() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const name of boxes.filter((name) => wanted.has(name))) {
    const values = wanted.get(name).split(" ");
    form.elements[name].forEach((box) => { box.checked = values.includes(box.value); });
  }
  for (const name of fields.filter((name) => wanted.has(name))) {
    form.elements[name].value = wanted.get(name);
  }
}

function store() {
  const chosen = new URLSearchParams();
  for (const name of boxes.filter((name) => [...form.elements[name]].some((box) => !box.checked))) {
    chosen.set(name, [...form.elements[name]].filter((box) => box.checked).map((box) => box.value).join(" "));
  }
  for (const name of fields.filter((name) => form.elements[name].value !== "")) {
    chosen.set(name, form.elements[name].value);
  }
  history.replaceState(null, "", `#${chosen}`);
}

function apply() {
  const on = (name) => new Set([...form.elements[name]].filter((box) => box.checked).map((box) => box.value));
  const layers = on("layer");
  const severities = on("severity");
  const operation = form.elements.operation.value;
  const text = form.elements.text.value.trim().toLowerCase();
  let shown = 0;
  let all = 0;
  for (const { card, operation: own, words, items } of cards) {
    const fits = (operation === "" || own === operation) && words.includes(text);
    let here = 0;
    for (const item of items) {
      item.hidden = !(layers.has(item.dataset.layer) && severities.has(item.dataset.severity));
      here += item.hidden ? 0 : 1;
    }
    all += items.length;
    card.hidden = !fits || here === 0;
    shown += card.hidden ? 0 : here;
  }
  const filtered = shown < all;
  for (const fold of folds) {
    // What a filter has found is not hidden in a fold.
    fold.open = filtered ? fold.querySelector("article:not([hidden])") !== null : !closed.has(fold);
  }
  output.textContent = filtered ? `${shown} of ${all} changes` : `${all} changes`;
}

form.hidden = false;
form.addEventListener("input", () => { apply(); store(); });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => { apply(); store(); }));
addEventListener("beforeprint", () => folds.forEach((fold) => { fold.open = true; }));
load();
apply();
