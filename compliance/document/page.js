"use strict";
(() => {
  const form = document.getElementById("filter");
  const results = [...document.querySelectorAll("[data-result]")];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const detailsOf = (result) =>
    result.nextElementSibling?.classList.contains("more") ? result.nextElementSibling : null;
  const words = new Map(
    results.map((one) => [one, fold(one.textContent + (detailsOf(one)?.textContent ?? ""))]),
  );

  // What the address after # asks for: a filter has "=", an anchor has none.
  const asked = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

  function isShown(result, wanted) {
    const { status, instrument, topics } = result.dataset;
    return (
      (!wanted.status || wanted.status === status) &&
      (!wanted.instrument || wanted.instrument === instrument) &&
      (!wanted.topic || topics.split("|").includes(wanted.topic)) &&
      (!wanted.text || words.get(result).includes(fold(wanted.text)))
    );
  }

  function show() {
    const wanted = Object.fromEntries(new FormData(form));
    let shown = 0;
    for (const result of results) {
      result.hidden = !isShown(result, wanted);
      shown += !result.hidden;
      const details = detailsOf(result);
      if (details) details.hidden = result.hidden;
    }
    // A group or a section of which every result is hidden goes too.
    for (const part of document.querySelectorAll("tbody, main section")) {
      const inside = [...part.querySelectorAll("[data-result]")];
      part.hidden = inside.length > 0 && inside.every((one) => one.hidden);
    }
    const output = form.querySelector("output");
    output.textContent = output.dataset.shown
      .replace("{shown}", shown)
      .replace("{all}", results.length);
  }

  function keep() {
    const wanted = [...new FormData(form)].filter(([, value]) => value);
    const address = wanted.length ? "#" + new URLSearchParams(wanted) : location.pathname + location.search;
    history.replaceState(null, "", address);
    show();
  }

  function read() {
    if (!location.hash.includes("=") && location.hash.length > 1) return reveal();
    if (!form) return;
    for (const field of form.elements) {
      if (field.name) field.value = asked().get(field.name) ?? "";
    }
    show();
  }

  // What a link leads to is shown, and opened.
  function reveal() {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (form && target.closest("[hidden]")) {
      form.reset();
      show();
    }
    const details = target.matches("[data-result]") && detailsOf(target)?.querySelector("details");
    if (details) details.open = true;
    for (let up = target.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    target.scrollIntoView();
  }

  // A table that is wider than its room is scrolled with the keyboard too.
  const seen = new ResizeObserver((frames) => {
    for (const { target } of frames) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const frame of document.querySelectorAll(".frame")) seen.observe(frame);

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      details.dataset.closed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-closed]")) {
      details.open = false;
      delete details.dataset.closed;
    }
  });
  addEventListener("hashchange", read);
  if (form) {
    form.hidden = false;
    // On a phone the filter would stand before the answer: it is closed unless the address asks for one.
    const isNarrow = matchMedia("(max-width:40rem)").matches;
    form.querySelector("details").open = !isNarrow || [...asked()].length > 0;
    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(keep));
    show();
  }
  read();
})();
