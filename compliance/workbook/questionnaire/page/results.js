"use strict";
// The results beside the questions: where it stands, gaps, what to ask next.

const byForce = (findings) => [...findings].sort((one, other) => one.rule.force - other.rule.force);
const paragraphWords = ({ rule }) => `${rule.symbol}, ${rule.paragraph}`;
const citation = (finding) => make("span", { class: "citation" }, paragraphWords(finding));
const questionLink = (id) => make("a", { href: `#q=${id}` }, library.facts.get(id)?.question ?? id);

function partsOf(findings) {
  const parts = { gaps: [], gaps_if: [], partly_known: [], silent: [], met_list: [], off_list: [], untested_list: [] };
  for (const finding of findings) {
    const { outcomes } = finding;
    if (!outcomes) parts.untested_list.push(finding);
    else if (isGap(outcomes)) parts.gaps.push(finding);
    else if (outcomes === MET) parts.met_list.push(finding);
    else if (outcomes === NOT_APPLICABLE) parts.off_list.push(finding);
    else if (isGapIfItApplies(outcomes)) parts.gaps_if.push(finding);
    else if (isSilent(finding) && !missingOf(finding).some((fact) => state.disputed.has(fact))) parts.silent.push(finding);
    else parts.partly_known.push(finding);
  }
  return parts;
}

function standing(findings) {
  const columns = [MET, PARTLY_MET, NOT_MET, NOT_MET | PARTLY_MET | MET, NOT_APPLICABLE];
  const column = (bits) => (isOpen(bits) ? columns[3] : bits);
  const symbols = new Map();
  for (const { rule, outcomes } of findings) {
    if (!symbols.has(rule.symbol)) symbols.set(rule.symbol, new Map());
    const row = symbols.get(rule.symbol);
    row.set(column(outcomes), (row.get(column(outcomes)) ?? 0) + 1);
  }
  const head = make("tr", {},
    make("th", { scope: "col" }, say("instrument")),
    columns.map((bits) => make("th", { scope: "col", class: "end" }, statusWords(bits))));
  const rows = page.instruments.filter((symbol) => symbols.has(symbol)).map((symbol) =>
    make("tr", {}, make("th", { scope: "row" }, symbol),
      columns.map((bits) => make("td", { class: "end" }, String(symbols.get(symbol).get(bits) ?? "–")))));
  const table = make("table", {}, make("caption", { class: "unseen" }, say("standing")),
    make("thead", {}, head), make("tbody", {}, rows));
  return make("div", { class: "standing" }, table);
}

function unmet(findings) {
  const told = page.instruments.map((symbol) => {
    const all = findings.filter(({ rule }) => rule.symbol === symbol).flatMap(({ requirements }) => requirements);
    const n = all.filter((outcomes) => outcomes === NOT_MET).length;
    return n && say("unmet_of", { symbol, n, all: all.length });
  }).filter(Boolean);
  return told.length ? make("p", {}, make("strong", {}, say("unmet", { told: told.join("; ") }))) : null;
}

// One result; what stands behind it is made when it is opened.
function resultItem(finding, opened) {
  const { rule, outcomes } = finding;
  const summary = make("summary", {}, mark(outcomes), " ",
    citation(finding), " ", rule.title);
  const details = make("details", { class: "result", "data-rule": rule.id }, summary);
  const fill = () => {
    if (details.childElementCount === 1) details.append(make("div", { class: "inside" }, behind(finding)));
  };
  details.addEventListener("toggle", () => details.open && fill());
  if (opened.has(rule.id)) {
    details.open = true;
    fill();
  }
  return make("li", {}, details);
}

// What stands behind a result: the clause, why, what is open, what would close it, test by test.
function behind(finding) {
  const { rule } = finding;
  const parts = [make("blockquote", {}, make("p", {}, rule.text)), rule.is_ours && make("p", { class: "note" }, say("clause_ours"))];
  if (!rule.joint) return [...parts, make("p", {}, rule.reason)];
  const because = becauseOf(finding), missing = missingOf(finding);
  parts.push(make("h4", {}, say("because")), because.length ? answerList(because) : make("p", {}, isOpen(finding.outcomes) ? say("nothing_known") : say("because_nothing")));
  if (missing.length) parts.push(make("h4", {}, say("still_missing")), make("ul", {}, missing.map((id) => make("li", {}, questionLink(id)))));
  const remedies = [...new Set(failing(finding).map((n) => rule.checks[n].remedy))];
  if (remedies.length) parts.push(make("h4", {}, say("to_do")), make("ul", {}, remedies.map((text) => make("li", {}, text))));
  if (rule.checks.length > 1) parts.push(tests(finding));
  return parts;
}

function tests({ rule, checks, masks }) {
  return make("ol", { class: "tests" }, rule.checks.map((check, n) => {
    const table = rule.joint.tables[n], because = table.because(masks[n]), missing = table.missing(masks[n]);
    return make("li", {}, mark(checks[n].outcomes), checks[n].isReserved && ` (${say("reserved")})`, " ",
      make("q", {}, check.asks.join(" … ")),
      because.length > 0 && make("p", { class: "note" }, `${say("because")}: `, joined(because.map(answerOf))),
      missing.length > 0 && make("p", { class: "note" }, `${say("still_missing")}: `, joined(missing.map((id) => [questionLink(id)]))));
  }));
}

const joined = (parts) => parts.flatMap((part, n) => (n ? ["; ", ...part] : part));

// The checks that make it a gap, or a gap if it applies; as `failing_checks` in findings.py.
function failing({ outcomes, checks }) {
  if (!isGap(outcomes) && !isGapIfItApplies(outcomes)) return [];
  const those = (holds) => [...checks.keys()].filter((n) => holds(checks[n].outcomes));
  for (const found of [those(isGap), those(isGapIfItApplies)]) if (found.length) return found;
  return those((bits) => bits & (NOT_MET | PARTLY_MET));
}

const answerList = (ids) => make("ul", {}, ids.map((id) => make("li", {}, answerOf(id))));

// A question with what is said of it.
function answerOf(id) {
  const fact = library.facts.get(id), own = answerOn(state.account, id), told = state.told.get(id);
  const said = state.disputed.has(id) ? [own, told.answer] : [own ?? told?.answer];
  const words = said.filter(Boolean).map((answer) => answerWords(fact, answer));
  return [questionLink(id), " ", make("strong", {}, words.join(" / "))];
}

function section(id, findings, opened, { isClosed = false } = {}) {
  const list = make("ul", { class: "results" }, byForce(findings).map((finding) => resultItem(finding, opened)));
  if (isClosed) {
    if (!findings.length) return null;
    const details = make("details", { class: "part", "data-rule": id }, make("summary", {}, say(id, { n: findings.length })), list);
    details.open = opened.has(id);
    return details;
  }
  const note = page.strings[`${id}_note`];
  return make("section", {}, make("h3", {}, say(id, { n: findings.length })),
    findings.length > 0 && note && make("p", { class: "note" }, note),
    findings.length ? list : make("p", { class: "note" }, say("gaps_none")));
}

function askNext() {
  const asked = state.questions.slice(0, 5);
  return asked.length > 0 && make("section", {}, make("h3", {}, say("ask_next")), make("p", { class: "note" }, say("ask_next_note")),
    make("ol", {}, asked.map(({ fact, couldDecide }) =>
      make("li", {}, questionLink(fact), " ", make("span", { class: "muted" }, say("could_decide", { n: couldDecide.length }))))));
}

function showResults(box) {
  const opened = new Set([...box.querySelectorAll("details[open]")].map((one) => one.dataset.rule));
  const focused = box.contains(document.activeElement) ? document.activeElement.closest("[data-rule]")?.dataset.rule : null;
  const parts = partsOf(state.findings), all = state.findings;
  box.replaceChildren(
    ...[
      standing(all), unmet(all), askNext(),
      section("gaps", parts.gaps, opened),
      parts.gaps_if.length > 0 && section("gaps_if", parts.gaps_if, opened),
      parts.partly_known.length > 0 && section("partly_known", parts.partly_known, opened),
      ...["silent", "met_list", "off_list", "untested_list"].map((id) => section(id, parts[id], opened, { isClosed: true })),
      make("p", { class: "note" }, say("legend")),
      all.some(({ rule }) => rule.is_reported) && make("p", { class: "note" }, say("uncounted_note")),
      make("p", { class: "note" }, `${say("working_note")} ${say("same_as_program")} ${say("quotes_note")}`),
    ].filter(Boolean),
  );
  if (focused) box.querySelector(`[data-rule="${CSS.escape(focused)}"] > summary`)?.focus();
}
