"use strict";
// What model/value_sets.py and engine/partitions.py have: the values that an answer leaves possible,
// and the classes of a partition that they leave open.
//
// A value set is {} (all is possible), {values: Set of texts}, {members: Map of name to YES | NO},
// or {ranges: [{low, high, without}]}. Numbers are exact: whole numbers of a billionth; days are
// counted.

const YES = 1, NO = 2;
const UNKNOWN = {};
const OTHERS = "others";
const BILLIONTH = 1000000000n;

class AnswerError extends Error {
  constructor(id, named = {}) {
    super(id);
    this.id = id; // of the sentence that says what is wrong
    this.named = named;
  }
}

const isWhole = (fact) => fact.type === "date" || !!fact.integer;
const step = (fact) => (fact.type === "date" ? 1n : BILLIONTH);

function day(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new AnswerError("not_a_day", { text });
  const at = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text || text < "0001")
    throw new AnswerError("no_such_day", { text });
  return BigInt(at.getTime() / 86400000);
}

function number(text) {
  const parts = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text);
  if (!parts) throw new AnswerError("not_a_number", { text });
  const [, sign, whole, fraction = ""] = parts;
  const size = BigInt(whole) * BILLIONTH + BigInt(fraction.padEnd(9, "0"));
  return sign ? -size : size;
}

const pointIn = (fact, text) => (fact.type === "date" ? day(text) : number(text));

// A number or day given as text, held against the limits of the fact.
function point(fact, text) {
  const at = pointIn(fact, text);
  if (fact.type === "date") return at;
  if (fact.integer && at % BILLIONTH) throw new AnswerError("not_whole", { text });
  if (fact.min != null && at < number(fact.min)) throw new AnswerError("too_small", { text, limit: fact.min });
  if (fact.max != null && at > number(fact.max)) throw new AnswerError("too_large", { text, limit: fact.max });
  return at;
}

// The numbers or days that a fact may take at all.
function limits(fact) {
  if (fact.type === "date") return { low: day("0001-01-01"), high: day("9999-12-31"), without: [] };
  const end = (text) => (text == null ? null : number(text));
  return { low: end(fact.min), high: end(fact.max), without: [] };
}

const highest = (a, b) => (a == null ? b : b == null || a > b ? a : b);
const lowest = (a, b) => (a == null ? b : b == null || a < b ? a : b);
const has = (range, at) =>
  (range.low == null || range.low <= at) &&
  (range.high == null || at <= range.high) &&
  !range.without.includes(at);

// Whether a value lies in the range and strictly between `low` and `high`.
function meets(range, low, high, fact) {
  if (isWhole(fact)) {
    const one = step(fact);
    const least = highest(range.low, low == null ? null : low + one);
    const most = lowest(range.high, high == null ? null : high - one);
    if (least == null || most == null) return true;
    const taken = range.without.filter((at) => least <= at && at <= most).length;
    return (most - least) / one + 1n > BigInt(taken);
  }
  if (low != null && high != null && low >= high) return false;
  const least = highest(range.low, low), most = lowest(range.high, high);
  if (least == null || most == null || least < most) return true;
  return least === most && least !== low && least !== high && !range.without.includes(least);
}

const overlap = (one, other) => {
  const least = highest(one.low, other.low), most = lowest(one.high, other.high);
  if (least == null || most == null || least < most) return true;
  return least === most && has(one, least) && has(other, least);
};

const statesSomething = (answer) =>
  ["value", "one of", "not", "at least", "at most"].some((form) => answer[form] !== undefined);

const listOf = (texts) => (Array.isArray(texts) ? texts : [texts]);

// The values of a fact that an answer leaves possible. Throws AnswerError where it does not fit.
function valueSet(fact, answer) {
  const limited = answer["at least"] ?? answer["at most"];
  const used = [answer.value, answer["one of"], answer.not, limited].filter((form) => form !== undefined);
  if (used.length > 1) throw new AnswerError("several_forms");
  if (!used.length) return UNKNOWN;
  if (fact.type === "many") return membersSet(fact, answer.value);
  return fact.type === "number" || fact.type === "date" ? rangeSet(fact, answer) : listedSet(fact, answer);
}

function membersSet(fact, value) {
  if (typeof value !== "object" || Array.isArray(value)) throw new AnswerError("members_only");
  const members = new Map();
  for (const [name, said] of Object.entries(value)) {
    if (said !== "yes" && said !== "no") throw new AnswerError("yes_or_no", { text: said });
    if (name === OTHERS && said !== "no") throw new AnswerError("others_no");
    if (name !== OTHERS && !(name in fact.choices)) throw new AnswerError("no_such_choice", { text: name });
    if (name !== OTHERS) members.set(name, said === "yes" ? YES : NO);
  }
  if (OTHERS in value)
    for (const name of Object.keys(fact.choices)) if (!members.has(name)) members.set(name, NO);
  return { members };
}

const valuesOf = (fact) => (fact.type === "yes_no" ? ["yes", "no"] : Object.keys(fact.choices));

function listedSet(fact, answer) {
  const every = valuesOf(fact);
  const known = (text) => {
    if (!every.includes(text)) throw new AnswerError("no_such_choice", { text });
    return text;
  };
  if (answer.not !== undefined) {
    const ruledOut = listOf(answer.not).map(known);
    const values = new Set(every.filter((value) => !ruledOut.includes(value)));
    if (!values.size) throw new AnswerError("nothing_left");
    return { values };
  }
  if (answer["one of"] !== undefined) return { values: new Set(listOf(answer["one of"]).map(known)) };
  if (answer.value === undefined) throw new AnswerError("no_order");
  return { values: new Set([known(answer.value)]) };
}

function rangeSet(fact, answer) {
  const only = (text) => ({ low: point(fact, text), high: point(fact, text), without: [] });
  if (answer.value !== undefined) return { ranges: [only(answer.value)] };
  if (answer["one of"] !== undefined) return { ranges: listOf(answer["one of"]).map(only) };
  if (answer.not !== undefined) {
    const without = [...new Set(listOf(answer.not).map((text) => point(fact, text)))];
    if (!meets({ ...limits(fact), without }, null, null, fact)) throw new AnswerError("nothing_left");
    return { ranges: [{ low: null, high: null, without }] };
  }
  const end = (text) => (text === undefined ? null : point(fact, text));
  const low = end(answer["at least"]), high = end(answer["at most"]);
  if (low != null && high != null && low > high) throw new AnswerError("nothing_between");
  return { ranges: [{ low, high, without: [] }] };
}

const memberOf = (possible, name) => possible.members?.get(name) ?? YES | NO;

// Whether two answers can both be true: some value is possible by either.
function fits(one, other) {
  if (one.values && other.values) return [...one.values].some((value) => other.values.has(value));
  if (one.ranges && other.ranges) return one.ranges.some((a) => other.ranges.some((b) => overlap(a, b)));
  return [...(one.members?.keys() ?? [])].every((name) => memberOf(one, name) & memberOf(other, name));
}

// What is possible if either of two answers may be right.
function eitherOf(one, other) {
  if (one.values && other.values) return { values: new Set([...one.values, ...other.values]) };
  if (one.ranges && other.ranges) return { ranges: [...one.ranges, ...other.ranges] };
  if (!one.members || !other.members) return UNKNOWN;
  const names = [...one.members.keys()];
  return { members: new Map(names.map((name) => [name, memberOf(one, name) | memberOf(other, name)])) };
}

class Partition {
  // `classes` are pairs of texts [low, high] of a number or day; others follow from the fact.
  constructor(fact, { member = null, classes = null }) {
    this.fact = fact.id;
    this.type = fact;
    this.member = member;
    this.key = member === null ? fact.id : `${fact.id} ${member}`;
    const ends = (text) => (text == null ? null : pointIn(fact, text));
    this.classes = classes
      ? classes.map(([low, high]) => ({ low: ends(low), high: ends(high) }))
      : member !== null
        ? [{ value: "yes" }, { value: "no" }]
        : valuesOf(fact).map((value) => ({ value }));
    this.size = this.classes.length;
    this.every = 2 ** this.size - 1;
  }

  // The classes that a value set leaves open, as bits.
  mask(possible) {
    return union(this.classes.map((one, n) => (this.isOpen(one, possible) ? 1 << n : 0)));
  }

  isOpen({ value, low, high }, possible) {
    if (this.member !== null) return !!(memberOf(possible, this.member) & (value === "yes" ? YES : NO));
    if (value !== undefined) return !possible.values || possible.values.has(value);
    if (!possible.ranges) return true;
    if (low != null && low === high) return possible.ranges.some((range) => has(range, low));
    const domain = limits(this.type);
    return possible.ranges.some((range) => {
      const within = {
        low: highest(domain.low, range.low),
        high: lowest(domain.high, range.high),
        without: range.without,
      };
      return meets(within, low, high, this.type);
    });
  }

  // An answer that leaves just one class.
  valueSet(n) {
    const { value, low, high } = this.classes[n];
    if (this.member !== null) return { members: new Map([[this.member, value === "yes" ? YES : NO]]) };
    if (value !== undefined) return { values: new Set([value]) };
    if (low != null && low === high) return { ranges: [{ low, high, without: [] }] };
    if (!isWhole(this.type)) return { ranges: [{ low, high, without: [low, high].filter((at) => at != null) }] };
    const one = step(this.type), domain = limits(this.type);
    return {
      ranges: [
        {
          low: highest(domain.low, low == null ? null : low + one),
          high: lowest(domain.high, high == null ? null : high - one),
          without: [],
        },
      ],
    };
  }
}
