"use strict";
// The page that is filled in: questions on one side, results on the other.

const library = new Library(page);
const byId = (id) => document.getElementById(id);
const state = {
  account: null, // what counts now, as a profile has it
  problems: new Map(),
  values: new Map(), findings: [], questions: [],
  told: new Map(), // what registers say on the day, by fact
  disputed: new Set(),
};
let draft = new Draft(page.account);
let shown = []; // the questions in view: {id, update}
const FIRST = 40;

// Deciding

function decide() {
  const { account, problems } = draft.account();
  const values = effective(account, library), findings = assess(library, values), own = stated(account, library);
  const told = toldByRegisters(library, account.as_of);
  const disputed = [...told].filter(([id, { answer }]) => own.has(id) && !fits(own.get(id), valueSet(library.facts.get(id), answer)));
  Object.assign(state, {
    account, problems, values, findings, told,
    questions: openQuestions(findings),
    disputed: new Set(disputed.map(([id]) => id)),
    contradictions: contradictions(account, library),
  });
}

// Decide anew, show it, and tell which results are others than before.
function recompute() {
  const before = new Map(state.findings.map(({ rule, outcomes }) => [rule.id, outcomes]));
  decide();
  showResults(byId("results-body"));
  for (const one of shown) one.update();
  showTopics();
  showProblems();
  const changed = byForce(state.findings).filter(({ rule, outcomes }) => before.has(rule.id) && before.get(rule.id) !== outcomes);
  const told = changed.slice(0, 3).map((finding) => say("changed_one", { paragraph: paragraphWords(finding), status: statusWords(finding.outcomes) })).join("; ");
  const what = changed.length > 3 ? say("changed_more", { what: told }) : told;
  byId("changed").textContent = changed.length ? say("changed", { n: changed.length, what }) : say("changed_none");
}

// Who leaves while something confidential is in no file yet is asked first: nothing else keeps it.
const askBeforeLeaving = (event) => event.preventDefault();
const setUnsaved = (isUnsaved) => (isUnsaved ? addEventListener : removeEventListener)("beforeunload", askBeforeLeaving);

let waiting = 0;
function changed() {
  if (Kept.write(draft)) byId("kept").textContent = say(draft.hasPrivate ? "kept_but_confidential" : "kept", { time: new Date().toLocaleTimeString([], { timeStyle: "short" }) });
  else byId("kept").textContent = say("kept_not");
  setUnsaved(draft.hasPrivate);
  clearTimeout(waiting);
  waiting = setTimeout(recompute, 150);
}

// One question

function questionBlock(id) {
  const fact = library.facts.get(id), heading = `q-${id}`;
  const status = make("div", { class: "status" }), effects = make("details", { class: "effects" }, make("summary"));
  const more = make("details", { class: "more-fields" }, make("summary"));
  const box = make("article", { class: "question", "aria-labelledby": heading },
    make("h3", { id: heading, tabindex: "-1" }, fact.question),
    fact.help && make("p", { class: "note" }, fact.help));
  const put = (part) => {
    const answer = { ...draft.answer(id) };
    if (part.says) for (const key of VALUE_KEYS) delete answer[key];
    Object.assign(answer, part.says ?? part);
    for (const [key, own] of Object.entries(answer)) if (own === "" || (key === "evidence" && !own.length)) delete answer[key];
    draft.put(id, answer);
    changed();
  };
  const fill = () => {
    box.querySelector(":scope > .answer")?.remove();
    status.before(answerForm(fact, draft.answer(id), (says) => put({ says })));
    if (more.open) fillMore();
  };
  const fillMore = () => {
    [...more.children].slice(1).forEach((one) => one.remove());
    more.append(...moreFields(id, put, () => {
      draft.put(id, {});
      fill();
      changed();
      byId(heading).focus();
    }, fillMore));
  };
  more.addEventListener("toggle", () => more.open && more.childElementCount === 1 && fillMore());
  effects.addEventListener("toggle", () => effects.open && showEffects(id, effects));
  box.append(status, more, effects);
  fill();
  const update = () => {
    box.hidden = byId("arising").checked && !arises(library, id, state.values) && !draft.isAnswered(id);
    status.replaceChildren(...statusLines(id));
    const what = moreWords(id);
    more.firstChild.textContent = what ? say("details_with", { what }) : say("details");
    const reading = state.findings.filter(({ rule }) => rule.joint?.facts.includes(id));
    const depending = state.questions.find(({ fact: asked }) => asked === id)?.depending ?? [];
    effects.hidden = !reading.length;
    effects.firstChild.textContent = `${say("reads_it", { n: reading.length })}. ${depending.length ? say("still_open", { n: depending.length }) : say("nothing_open")}`;
    if (effects.open) showEffects(id, effects);
  };
  return { id, box, update };
}

// What must be said at a question: what lists say, what is wrong, whether it arises.
function statusLines(id) {
  const fact = library.facts.get(id), lines = [], told = state.told.get(id);
  const line = (kind, ...words) => lines.push(make("p", { class: kind }, words));
  if (!arises(library, id, state.values) && !draft.isAnswered(id)) line("note", say("does_not_arise"));
  if (told) {
    const words = say("register", { answer: answerWords(fact, told.answer), title: told.title, day: told.last_day });
    line("note", words, " ", state.disputed.has(id) ? make("strong", {}, say("register_contradicts")) : !draft.isAnswered(id) && say("register_first"));
  }
  for (const answer of draft.others(id)) {
    const days = [answer.since, answer.until].map((text) => text ?? "…").join(" – ");
    line("note", say("also_held", { answer: `${answerWords(fact, answer)} (${days})` }));
  }
  if (state.contradictions.has(id)) {
    line("wrong", say("contradiction", { others: "" }));
    lines.push(make("ul", {}, state.contradictions.get(id).map((other) => make("li", {}, questionLink(other)))));
  }
  for (const problem of state.problems.get(id) ?? []) line("wrong", problemWords(problem));
  const own = draft.answer(id);
  if (statesSomething(own) && !state.problems.has(id) && !counts(own, draft.day, draft.day)) line("wrong", say("not_on_day"));
  return lines;
}

// What is left out, and why.
function problemWords({ part, id, named }) {
  const what = typeof part === "number" ? say("source", { n: part }) : say(part === "lead" ? "lead" : "this_answer");
  return say("left_out", { what, problem: say(id, named) });
}

function moreWords(id) {
  const { since, until, evidence = [], note, lead, public: isPublic } = draft.answer(id);
  return [
    since, until, evidence.map(({ document }) => document).filter(Boolean).join(", "), note && say("note"), lead,
    isPublic === "no" && say("private").split(":")[0],
  ].filter(Boolean).join("; ");
}

function moreFields(id, put, clear, again) {
  const answer = draft.answer(id), fact = library.facts.get(id), hint = newId("hint");
  const text = (key, attributes = {}) =>
    labelled(say(key), make("input", { type: "text", value: answer[key] ?? "", autocomplete: "off", ...onWriting((text) => put({ [key]: text })), ...attributes }));
  const sources = answer.evidence ?? [];
  const note = make("textarea", { rows: "2", autocomplete: "off", oninput: () => put({ note: note.value }) });
  note.value = answer.note ?? "";
  const isPrivate = make("input", { type: "checkbox", autocomplete: "off", checked: answer.public === "no", "aria-describedby": hint, onchange: () => {
    put({ public: isPrivate.checked ? "no" : "" });
    byId(hint).hidden = !isPrivate.checked;
  } });
  return [
    make("p", { class: "note" }, say("evidence_hint", { evidence: fact.evidence })),
    make("div", { class: "fields" }, text("since", { type: "date" }), text("until", { type: "date" })),
    make("p", { class: "note" }, say("since_hint")),
    !sources.length && make("p", { class: "note" }, say("no_source")),
    ...sources.map((source, n) => sourceFields(id, n, put, again)),
    make("p", {}, make("button", { type: "button", onclick: () => {
      put({ evidence: [...(draft.answer(id).evidence ?? []), { document: "", said_by: "" }] });
      again();
      byId(`q-${id}`).closest("article").querySelector("fieldset.source:last-of-type input")?.focus();
    } }, say("add_source"))),
    labelled(say("note"), note, { class: "wide" }),
    make("div", { class: "fields" }, text("lead")),
    make("label", { class: "choice" }, isPrivate, " ", say("private")),
    make("p", { class: "note", id: hint, hidden: answer.public !== "no" }, say("private_hint")),
    make("p", {}, make("button", { type: "button", onclick: clear }, say("clear"))),
  ].filter(Boolean);
}

function sourceFields(id, n, put, again) {
  const sources = () => draft.answer(id).evidence ?? [];
  const change = (part) => {
    const source = { ...sources()[n], ...part };
    if (source.public === "") delete source.public;
    put({ evidence: sources().toSpliced(n, 1, source) });
  };
  const source = sources()[n];
  const text = (key) => labelled(say(key), make("input", { type: "text", value: source[key] ?? "", autocomplete: "off", oninput: (event) => change({ [key]: event.target.value }) }));
  const quote = make("textarea", { rows: "2", autocomplete: "off", oninput: () => change({ quote: quote.value }) });
  quote.value = source.quote ?? "";
  const saidBy = make("select", { autocomplete: "off", onchange: () => change({ said_by: saidBy.value }) }, options(page.voices, source.said_by ?? "", say("choose")));
  const hidden = make("input", { type: "checkbox", autocomplete: "off", checked: source.public === "no", onchange: () => change({ public: hidden.checked ? "no" : "" }) });
  const members = membersOf(source).map((name) => library.facts.get(id).choices[name] ?? say("others_no")).join(", ");
  return make("fieldset", { class: "source" }, make("legend", {}, say("source", { n: n + 1 })),
    members && make("p", { class: "note" }, say("source_of", { members })),
    make("div", { class: "fields" }, text("document"), text("place"), labelled(say("said_by"), saidBy)),
    labelled(say("quote"), quote, { class: "wide" }),
    make("label", { class: "choice" }, hidden, " ", say("source_private")),
    make("p", {}, make("button", { type: "button", onclick: () => {
      put({ evidence: sources().toSpliced(n, 1) });
      again();
      byId(`q-${id}`).focus();
    } }, say("remove_source", { n: n + 1 }))));
}

// What each answer would change; for a question of which nothing depends any more, what reads it.
function showEffects(id, details) {
  const fact = library.facts.get(id);
  const depending = state.questions.find(({ fact: asked }) => asked === id)?.depending ?? [];
  const after = consequences(library, id, state.values, depending).map(({ member, class: one, after: results }) => {
    const words = member === null ? classWords(fact, one) : say("after", { member: fact.choices[member], answer: classWords(fact, one) });
    const list = results.length
      ? make("ul", { class: "results" }, results.map(({ finding, left }) => make("li", {}, mark(left), " ", citation(finding))))
      : make("span", { class: "muted" }, say("changes_nothing"));
    return make("div", {}, make("dt", {}, words), make("dd", {}, list));
  });
  const reading = state.findings.filter(({ rule }) => rule.joint?.facts.includes(id));
  const now = make("ul", { class: "results" }, byForce(reading).map((finding) => make("li", {}, mark(finding.outcomes), " ", citation(finding), " ", finding.rule.title)));
  const inside = make("div", { class: "inside" }, now, after.length > 0 && [make("h4", {}, say("would_decide")), make("dl", {}, after)]);
  details.replaceChildren(details.firstChild, inside);
}

// Which questions are in view

const wanted = () => ({ topic: byId("topic").value, text: plain(byId("search").value), isOpen: byId("open").checked });
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
const topicOf = (id) => id.split(".")[0];
const words = new Map(page.order.map((id) => {
  const { question, choices = {}, evidence, help = "" } = library.facts.get(id);
  return [id, plain([id, question, ...Object.values(choices), evidence, help].join(" "))];
}));

function inView() {
  const { topic, text, isOpen } = wanted();
  const asked = topic === "*next" ? state.questions.map(({ fact }) => fact).filter((id) => words.has(id)).slice(0, 10) : page.order;
  return asked.filter((id) =>
    (topic.startsWith("*") || text || topicOf(id) === topic) &&
    (!text || words.get(id).includes(text)) &&
    (!isOpen || !draft.isAnswered(id)) &&
    (!byId("arising").checked || arises(library, id, state.values) || draft.isAnswered(id)));
}

function showQuestions() {
  const all = inView(), { topic, text } = wanted(), first = all.slice(0, FIRST);
  // What does not arise yet may, while somebody answers what stands above it.
  const view = topic.startsWith("*") || text ? first : page.order.filter((id) => topicOf(id) === topic && (!wanted().isOpen || !draft.isAnswered(id)));
  shown = view.map(questionBlock);
  const heading = text ? say("search_results", { text: byId("search").value.trim() }) : topic === "*next" ? say("ask_next") : topic === "*all" ? say("all_topics") : page.topics[topic];
  const next = topicsAsked()[topicsAsked().indexOf(topic) + 1];
  byId("questions").replaceChildren(
    make("h2", { id: "view", tabindex: "-1" }, heading),
    make("p", { class: "note" }, !all.length ? say("shown_none") : all.length > first.length ? say("shown_first", { n: first.length, all: all.length }) : say("shown", { n: all.length })),
    ...shown.map(({ box }) => box),
    ...(next && !text ? [make("p", {}, make("a", { href: `#topic=${next}` }, say("next_topic", { topic: page.topics[next] })))] : []));
  for (const one of shown) one.update();
}

const topicsAsked = () => Object.keys(page.topics).filter((topic) => page.order.some((id) => topicOf(id) === topic));

function showTopics() {
  const field = byId("topic"), chosen = field.value || topicsAsked()[0];
  const told = topicsAsked().map((topic) => {
    const own = page.order.filter((id) => topicOf(id) === topic);
    const arising = own.filter((id) => draft.isAnswered(id) || arises(library, id, state.values));
    const answered = own.filter((id) => state.account.answers[id] && draft.isAnswered(id)).length;
    return [topic, say("topic_option", { topic: page.topics[topic], answered, all: arising.length })];
  });
  field.replaceChildren(...options([...told, ["*next", say("ask_next_option")], ["*all", say("all_topics")]], chosen));
}

// The address after # leads to a topic or a question.
function go() {
  const asked = new URLSearchParams(location.hash.slice(1)), topic = asked.get("topic"), question = asked.get("q");
  if (topic && page.topics[topic]) {
    byId("search").value = "";
    byId("topic").value = topic;
    showQuestions();
    byId("view").focus();
  } else if (question && library.facts.has(question)) {
    if (!shown.some(({ id, box }) => id === question && !box.hidden)) {
      byId("search").value = "";
      byId("open").checked = false;
      byId("topic").value = topicOf(question);
      showQuestions();
      const one = shown.find(({ id }) => id === question);
      if (one) one.box.hidden = false;
    }
    byId(`q-${question}`)?.focus();
    byId(`q-${question}`)?.scrollIntoView({ block: "start" });
  }
}

// Who answers, and the file

function showAbout() {
  const isTold = ["voice", "speaker", "as_of"].every((key) => draft.about[key]);
  byId("about-all").open = !isTold;
  for (const key of ["voice", "speaker", "as_of", "note"]) byId(`about-${key}`).value = draft.about[key] ?? "";
  showDay();
}

function showDay() {
  const { speaker, as_of } = draft.about;
  byId("who").textContent = [speaker, as_of].filter(Boolean).join(", ");
  byId("no-day").textContent = isDay(draft.about.as_of) ? "" : say("as_of_today", { day: today() });
}

function showProblems() {
  const box = byId("problems"), found = [...state.problems.keys()];
  box.hidden = !found.length;
  box.replaceChildren(make("strong", {}, say("problems", { n: found.length })), make("p", { class: "note" }, say("problems_note")),
    make("ul", {}, found.map((id) => make("li", {}, questionLink(id),
      make("ul", {}, state.problems.get(id).map((problem) => make("li", {}, problemWords(problem))))))));
}

// What is confidential and was not kept in this browser, in words; nothing where all is here.
function notHereWords({ isPublic = false } = {}) {
  const { answers, sources } = draft.notHere;
  return [
    answers > 0 && !isPublic && say("confidential_answers", { n: answers }),
    sources > 0 && say("confidential_sources", { n: sources }),
  ].filter(Boolean).join(", ");
}

function showNotHere() {
  const box = byId("not-here"), what = notHereWords();
  box.hidden = !what;
  box.replaceChildren(make("p", {}, say("not_here", { what })), make("p", {}, make("button", { type: "button", onclick: () => {
    draft.notHere = { answers: 0, sources: 0 };
    showNotHere();
    changed();
    byId("save").focus();
  } }, say("go_on_without"))));
}

function save(isPublic) {
  for (const key of ["voice", "speaker", "as_of"])
    if (!emptied(draft.about)[key] || (key === "as_of" && !isDay(draft.about.as_of)) || (key === "speaker" && namesNothing(draft.about.speaker))) {
      byId("file-told").textContent = say("missing_about", { field: say(key) });
      byId("about-all").open = true;
      byId(`about-${key}`).focus();
      return;
    }
  const { account, problems } = draft.account({ isPublic }), lacking = notHereWords({ isPublic });
  const name = fileName(account, isPublic, !!lacking);
  const address = URL.createObjectURL(new Blob([fileOf(account)], { type: "application/yaml" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  if (!isPublic && !problems.size) setUnsaved(false);
  const isPrivate = !isPublic && draft.hasPrivate;
  byId("file-told").textContent = [
    say("saved", { n: Object.keys(account.answers).length, name }),
    isPrivate && say("saved_confidential"),
    problems.size > 0 && say("saved_without_incomplete", { n: problems.size }),
    lacking && say("saved_without", { what: lacking }),
  ].filter(Boolean).join(" ");
}

async function open(file) {
  const told = byId("file-told");
  try {
    draft = new Draft(read(await file.text(), file.name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    told.textContent = say(error.id, error.named);
    return;
  }
  const elsewhere = Object.keys(draft.answers).filter((id) => !words.has(id)).length;
  told.textContent = `${say("loaded", { n: Object.keys(draft.answers).length, name: file.name })} ${elsewhere ? say("loaded_elsewhere", { n: elsewhere }) : ""}`;
  start();
  changed();
  setUnsaved(false);
}

function start() {
  decide();
  showNotHere();
  showAbout();
  showTopics();
  showQuestions();
  showResults(byId("results-body"));
  showProblems();
}

for (const key of ["voice", "speaker", "as_of", "note"])
  byId(`about-${key}`).addEventListener("input", (event) => {
    draft.about[key] = event.target.value;
    showDay();
    changed();
  });
byId("save").addEventListener("click", () => save(false));
byId("save-public").addEventListener("click", () => save(true));
byId("load").addEventListener("change", (event) => {
  if (event.target.files.length) open(event.target.files[0]).finally(() => (event.target.value = ""));
});
byId("forget").addEventListener("click", () => {
  if (!confirm(say("forget_sure"))) return;
  Kept.forget();
  draft = new Draft(page.account);
  byId("kept").textContent = "";
  setUnsaved(false);
  start();
});
byId("find").addEventListener("submit", (event) => event.preventDefault());
byId("topic").addEventListener("change", () => {
  byId("search").value = "";
  showQuestions();
});
byId("search").addEventListener("input", showQuestions);
byId("arising").addEventListener("change", showQuestions);
byId("open").addEventListener("change", showQuestions);
addEventListener("hashchange", go);

const { kept, told: keptTold } = Kept.read();
if (keptTold) byId("kept").textContent = say(keptTold);
if (kept) {
  draft = new Draft(kept);
  byId("kept").textContent = say("found_again", { time: new Date(kept.time).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) });
}
start();
go();
