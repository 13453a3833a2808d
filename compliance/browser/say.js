"use strict";
// Sentences by id, and elements of a page. Nothing is ever put in as HTML.

const page = JSON.parse(document.getElementById("data").textContent);
const plural = new Intl.PluralRules(document.documentElement.lang || "en");

function say(id, named = {}) {
  const counted = `${id}.${plural.select(named.n ?? 0)}`;
  const text = page.strings[id] ?? page.strings[counted] ?? page.strings[`${id}.other`];
  if (text === undefined) throw new Error(`there is no sentence ${id}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => named[name] ?? whole);
}

// An element: `make("p", { class: "note", onclick: … }, "words", other)`.
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "checked" || name === "selected" || name === "open" || name === "value") made[name] = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false && child !== ""));
  return made;
}

// The drawing of what is still possible, with its words for those who do not see it.
function mark(outcomes, { words = true } = {}) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "mark");
  if (words) svg.setAttribute("aria-hidden", "true");
  else {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", statusWords(outcomes));
  }
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#mark-${outcomes}`);
  svg.append(use);
  return words ? [svg, " ", make("span", { class: `t-${page.statuses[outcomes].tone}` }, statusWords(outcomes))] : svg;
}

const statusWords = (outcomes) => page.statuses[outcomes].words;

let lastId = 0;
const newId = (stem) => `${stem}-${++lastId}`;

// A field with its label; `input` is made already.
function labelled(words, input, attributes = {}) {
  return make("label", attributes, words, " ", input);
}

function options(values, chosen, empty) {
  const all = empty === undefined ? values : [["", empty], ...values];
  return all.map(([value, words]) => make("option", { value, selected: value === chosen }, words));
}
