"use strict";
// What somebody fills in, and the account that it comes to. A draft may be incomplete; what is
// incomplete is told, and is neither in the file nor in the results.

const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const namesNothing = (text) => !fold(text) || page.no_names.includes(fold(text));
const isText = (value) => typeof value === "string";
const emptied = (own) => Object.fromEntries(Object.entries(own).filter(([, value]) => isText(value) && value.trim()));

class Draft {
  constructor(account) {
    this.about = { voice: account.voice, speaker: account.speaker, as_of: account.as_of, note: account.note ?? "" };
    // How many confidential answers and sources this browser did not keep.
    this.notHere = account.not_here ?? { answers: 0, sources: 0 };
    this.answers = {}; // by fact, the answers in the order of the file
    for (const [fact, dated] of Object.entries(account.answers)) this.answers[fact] = listOf(dated);
  }

  get day() {
    return isDay(this.about.as_of) ? this.about.as_of : today();
  }

  // The answer that is filled in: of several dated ones that which counts, else the last.
  answer(fact) {
    const dated = this.answers[fact] ?? [];
    return dated.findLast((answer) => counts(answer, this.day, this.day)) ?? dated.at(-1) ?? {};
  }

  others(fact) {
    const own = this.answer(fact);
    return (this.answers[fact] ?? []).filter((answer) => answer !== own);
  }

  put(fact, answer) {
    const dated = this.answers[fact] ?? [], at = dated.indexOf(this.answer(fact));
    const kept = Object.keys(answer).length ? [answer] : [];
    const changed = at < 0 ? [...dated, ...kept] : dated.toSpliced(at, 1, ...kept);
    if (changed.length) this.answers[fact] = changed;
    else delete this.answers[fact];
  }

  isAnswered(fact) {
    return statesSomething(this.answer(fact));
  }

  get hasPrivate() {
    return Object.values(this.answers).flat().some((answer) => published(answer) !== answer);
  }

  // How many confidential answers and sources there are, with those that are not here.
  get private() {
    const all = Object.values(this.answers).flat(), isPrivate = (one) => one.public === "no";
    const sources = all.filter((answer) => !isPrivate(answer)).flatMap(({ evidence = [] }) => evidence.filter(isPrivate));
    return { answers: this.notHere.answers + all.filter(isPrivate).length, sources: this.notHere.sources + sources.length };
  }

  // The account, as a profile has it; `problems` are by fact.
  account({ isPublic = false } = {}) {
    const { voice, speaker, note } = emptied(this.about), answers = {}, problems = new Map();
    for (const [id, dated] of Object.entries(this.answers)) {
      const fact = library.facts.get(id), found = [];
      const kept = dated.map((answer) => (fact ? checked(fact, answer, found) : answer));
      const told = kept.map((answer) => (answer && isPublic ? published(answer) : answer)).filter(Boolean);
      if (told.length) answers[id] = told;
      if (found.length) problems.set(id, found);
    }
    const about = { country: page.country, voice, speaker, as_of: this.day };
    return { account: { ...about, ...(note ? { note } : {}), answers }, problems };
  }
}

const isDay = (text) => {
  try {
    return day(text ?? "") !== null;
  } catch {
    return false;
  }
};
const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
};
const isOurCalendar = (text) => text >= "1800" && text < "2051";

// An answer as others may see it; nothing where it is confidential.
function published(answer) {
  if (answer.public === "no") return undefined;
  if (!answer.evidence?.some((source) => source.public === "no")) return answer;
  const evidence = answer.evidence.map((source) =>
    source.public !== "no" ? source : {
      document: page.on_file, said_by: source.said_by, public: "no", ...(source.members ? { members: source.members } : {}),
    });
  return { ...answer, evidence };
}

// The answer as a profile has it, without what is incomplete, which is added to `problems` with the
// part that is left out: "answer", "lead", or the number of a source. Undefined where nothing is left.
function checked(fact, answer, problems) {
  let isWhole = true;
  const add = (part, id, named) => problems.push({ part, id, named });
  const tell = (id, named) => {
    isWhole = false;
    add("answer", id, named);
  };
  const own = Object.fromEntries(VALUE_KEYS.filter((key) => key in answer).map((key) => [key, answer[key]]));
  const days = emptied({ since: answer.since, until: answer.until });
  const evidence = (answer.evidence ?? [])
    .map((source, n) => checkedSource(source, own.value, (id, named) => add(n + 1, id, named)))
    .filter(Boolean);
  const { note, lead: named } = emptied({ note: answer.note, lead: answer.lead });
  const lead = named && !namesNothing(named) ? named : undefined;
  const says = statesSomething(own);
  try {
    valueSet(fact, own);
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    tell(error.id, error.named);
  }
  const told = fact.type === "date" ? Object.values(own).flat() : [];
  for (const text of [...told.filter(isDay), ...Object.values(days)])
    if (!isOurCalendar(text)) tell(isDay(text) ? "which_calendar" : "not_a_day", { text });
  if (days.since && days.until && days.since > days.until) tell("ends_before");
  if (named && !lead) add("lead", "names_nothing", { text: named });
  if (!says && note && namesNothing(note)) tell("names_nothing", { text: note });
  if (!says && !note && !lead && (evidence.length || Object.keys(days).length)) tell("since_without");
  if (!isWhole || !(says || note || lead)) return undefined;
  return {
    ...own, ...days,
    ...(evidence.length ? { evidence } : {}),
    ...(note ? { note } : {}), ...(lead ? { lead } : {}),
    ...(answer.public === "no" ? { public: "no" } : {}),
  };
}

// A source may speak of some members of a list alone; of those that are answered, in the file.
function checkedSource(source, value, tell) {
  const { members, ...own } = source, told = emptied(own), answered = membersOf(source).filter((name) => name in (value ?? {}));
  const named = ["document", "place", "quote"].filter((key) => told[key]);
  if (!named.length && !told.said_by) return undefined;
  const nothing = named.filter((key) => namesNothing(told[key]));
  for (const key of nothing) tell("names_nothing", { text: told[key] });
  if (!told.document) tell("document_missing");
  if (!told.said_by) tell("said_by_missing");
  if (members && !answered.length) tell("since_without");
  if (nothing.length || !told.document || !told.said_by || (members && !answered.length)) return undefined;
  return members ? { ...told, members: answered } : told;
}

const membersOf = ({ members }) => listOf(members ?? []);

// The file: JSON, which is YAML as well; characters that YAML does not take are written as numbers.
function fileOf(account) {
  const answers = Object.fromEntries(
    Object.entries(account.answers).map(([fact, dated]) => [fact, dated.length === 1 ? dated[0] : dated]));
  const text = JSON.stringify({ ...account, answers }, null, 2);
  const unsafe = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
  return `${text.replace(unsafe, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

function fileName(account, isPublic, isPart) {
  const words = [
    account.country, account.as_of.slice(0, 4), account.voice ?? "", page.lead,
    isPublic ? "public" : "", isPart ? "part" : "",
  ];
  return `${words.map((text) => text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")).filter(Boolean).join("-")}.yaml`;
}

class FileError extends Error {
  constructor(id, named) {
    super(id);
    this.id = id;
    this.named = named;
  }
}

const FORM_OF_ANSWER = {
  value: (own) => isText(own) || isMapping(own), "one of": areTexts, not: areTexts,
  "at least": isText, "at most": isText, since: isText, until: isText, note: isText, lead: isText, public: isText,
  evidence: (own) => Array.isArray(own) && own.every(({ members = [], ...source }) => isMapping(source) && areTexts(members)),
};
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isMapping = (value) => isObject(value) && Object.values(value).every(isText);
function areTexts(value) {
  return isText(value) || (Array.isArray(value) && value.every(isText));
}

// The account in a file of this page. Throws FileError with what is wrong.
function read(text, name) {
  let told;
  try {
    told = JSON.parse(text.replace(/^\ufeff/, ""), (_, value) => (typeof value === "number" ? String(value) : value));
  } catch {
    throw new FileError("load_not_json", { name });
  }
  const require = (holds, part) => {
    if (!holds) throw new FileError("load_shape", { name, part });
  };
  require(isObject(told) && isText(told.country), "country");
  if (told.country !== page.country)
    throw new FileError("load_country", { name, other: told.country, country: page.country_name });
  require(isObject(told.answers), "answers");
  for (const [fact, dated] of Object.entries(told.answers))
    for (const answer of listOf(dated)) {
      require(isObject(answer), fact);
      for (const [key, own] of Object.entries(answer)) require(FORM_OF_ANSWER[key]?.(own), `${fact}, ${key}`);
    }
  const about = (key) => (isText(told[key]) ? told[key] : "");
  return { voice: about("voice"), speaker: about("speaker"), as_of: about("as_of"), note: about("note"), answers: told.answers };
}

// What this browser keeps: the draft, but for what is confidential, of which it keeps the number.
const Kept = {
  // What is kept, and what is to be said of it.
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(page.key));
      if (kept === null) return {};
      const isWhole = isObject(kept) && isObject(kept.answers) && Object.values(kept.answers).every(Array.isArray);
      return isWhole ? { kept } : { told: "kept_damaged" };
    } catch (error) {
      return { told: error instanceof SyntaxError ? "kept_damaged" : "kept_not" };
    }
  },
  write(draft) {
    const answers = {};
    for (const [fact, dated] of Object.entries(draft.answers)) {
      const own = dated
        .filter((answer) => answer.public !== "no")
        .map((answer) => (answer.evidence ? { ...answer, evidence: answer.evidence.filter((one) => one.public !== "no") } : answer));
      if (own.length) answers[fact] = own;
    }
    try {
      localStorage.setItem(page.key, JSON.stringify({ time: new Date().toISOString(), ...draft.about, not_here: draft.private, answers }));
      return true;
    } catch {
      return false;
    }
  },
  forget() {
    try {
      localStorage.removeItem(page.key);
    } catch {
      // Nothing was kept.
    }
  },
};
