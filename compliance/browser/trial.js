"use strict";
// A reader's trial in a report: another answer to a question, and what would follow. Nothing of it
// is saved, printed, or part of the report.

const library = new Library(page);
const trial = new Map(); // by fact, the answer that is tried

function opened() {
  return new Map(
    library.partitions.map((partition, n) => {
      const answer = trial.get(partition.fact);
      return [partition, answer ? partition.mask(valueSet(partition.type, answer)) : page.masks[n]];
    }),
  );
}

const findingsOf = (open) => library.rules.map((rule) => findingOf(rule, open));
const inReport = findingsOf(opened());

function changes() {
  return findingsOf(opened()).flatMap((finding, n) =>
    finding.outcomes === inReport[n].outcomes ? [] : [{ finding, before: inReport[n].outcomes }]);
}

const changeWords = ({ finding: { rule, outcomes }, before }) =>
  [make("a", { href: `#${rule.row}` }, `${rule.symbol}, ${rule.paragraph}`), ": ",
    say("trial_change", { before: statusWords(before), after: statusWords(outcomes) }), " ", mark(outcomes, { words: false })];

const form = make("div"), told = make("div", { role: "status" }), answers = make("ul");

function show() {
  for (const badge of document.querySelectorAll(".trial-badge")) badge.remove();
  const found = changes();
  for (const { finding } of found) {
    const row = document.getElementById(finding.rule.row);
    row?.querySelector(".main, th")?.append(
      make("p", { class: "trial-badge" }, say("trial_badge", { status: statusWords(finding.outcomes) }), " ", mark(finding.outcomes, { words: false })));
  }
  answers.replaceChildren(...[...trial].map(([id, answer]) => {
    const fact = library.facts.get(id);
    return make("li", {}, fact.question, " ", make("strong", {}, answerWords(fact, answer)), " ",
      make("button", { type: "button", "aria-label": say("trial_remove", { question: fact.question }), onclick: () => {
        trial.delete(id);
        ask(choose.value);
        show();
        choose.focus();
      } }, "×"));
  }));
  told.replaceChildren(...(!trial.size ? [] : found.length
    ? [make("p", {}, make("strong", {}, say("trial_changes", { n: found.length }))), make("ul", {}, found.map((one) => make("li", {}, changeWords(one))))]
    : [make("p", {}, say("trial_none"))]));
  reset.hidden = !trial.size;
}

function ask(id) {
  if (!id) return form.replaceChildren();
  const fact = library.facts.get(id), wrong = make("p", { class: "confidential", hidden: true });
  const words = page.stated[id];
  form.replaceChildren(
    make("p", { class: "note" }, words ? say("trial_stated", { answer: words }) : say("trial_open")),
    answerForm(fact, trial.get(id) ?? {}, (answer) => {
      wrong.hidden = true;
      try {
        valueSet(fact, answer);
        if (statesSomething(answer)) trial.set(id, answer);
        else trial.delete(id);
      } catch (error) {
        if (!(error instanceof AnswerError)) throw error;
        trial.delete(id);
        wrong.textContent = say(error.id, error.named);
        wrong.hidden = false;
      }
      show();
    }), wrong);
}

// Questions by topic, so that a person with a keyboard need not go through all of them.
const choose = make("select", { autocomplete: "off", onchange: () => ask(choose.value) });
const topics = make("select", { autocomplete: "off", onchange: () => offer() },
  Object.entries(page.topics).map(([topic, title]) => make("option", { value: topic }, title)));

function offer() {
  choose.replaceChildren(
    make("option", { value: "" }, say("trial_choose")),
    ...[...library.facts.values()].filter(({ id }) => id.split(".")[0] === topics.value)
      .map(({ id, question }) => make("option", { value: id }, question)));
  ask("");
}
offer();
const reset = make("button", { type: "button", hidden: true, onclick: () => {
  trial.clear();
  ask(choose.value);
  show();
} }, say("trial_reset"));

const main = document.getElementById("content");
main.insertBefore(
  make("details", { class: "trial" }, make("summary", {}, say("trial_heading")),
    make("p", {}, say("trial_intro")), make("p", { class: "note" }, say("trial_replaces")),
    labelled(say("trial_topic"), topics), labelled(say("trial_question"), choose), form, answers, told, reset),
  main.querySelector(":scope > section"));
