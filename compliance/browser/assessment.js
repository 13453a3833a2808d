"use strict";
// What assessment/ has: the answers that count on a day, findings, open questions.

// The library of a page: see browser/data.py for what `data` holds.
class Library {
  constructor(data) {
    this.facts = new Map(Object.entries(data.facts).map(([id, fact]) => [id, { ...fact, id }]));
    this.partitions = data.partitions.map((one) => new Partition(this.facts.get(one.fact), one));
    const table = ({ partitions, cells }) =>
      new DecisionTable(partitions.map((n) => this.partitions[n]), [...cells].map(Number));
    this.rules = data.rules.map((rule) => {
      if (!rule.checks) return rule;
      const joint = new RuleTables(rule.checks.map(table));
      const requirements = rule.requirements.map((numbers) => ({ numbers, joint: joint.part(numbers) }));
      return { ...rule, joint, requirements };
    });
    this.givens = new Map(Object.entries(data.givens).map(([fact, own]) => [fact, table(own)]));
    this.stretches = data.stretches; // of a number or day: the partition by all limits anywhere
    this.registers = data.registers ?? [];
  }

  // The partitions of a question as a whole: its members one by one; a number by all limits.
  partitionsOf(fact) {
    if (fact in this.stretches) return [this.partitions[this.stretches[fact]]];
    const own = new Map();
    for (const { joint } of this.rules)
      for (const key of joint?.readers.keys() ?? [])
        if (joint.partition(key).fact === fact) own.set(key, joint.partition(key));
    const { type, choices } = this.facts.get(fact);
    if (type !== "many") return [...own.values()];
    return Object.keys(choices).flatMap((name) => own.get(`${fact} ${name}`) ?? []);
  }
}

// The day from which an answer of an account counts. Days are texts, YYYY-MM-DD.
const earlier = (one, other) => (one < other ? one : other);
const firstDay = (answer, asOf) => answer.since ?? (answer.until ? earlier(asOf, answer.until) : asOf);

function counts(answer, asOf, on) {
  return statesSomething(answer) && firstDay(answer, asOf) <= on && (!answer.until || on <= answer.until);
}

// The answer of an account to a question that counts on its day; of several dated the last.
function answerOn(account, fact) {
  return account.answers[fact]?.findLast((answer) => counts(answer, account.as_of, account.as_of));
}

// What an account says on its own day, by fact. What does not fit its question is left out.
function stated(account, library) {
  const found = new Map();
  for (const id of Object.keys(account.answers)) {
    const fact = library.facts.get(id), answer = fact && answerOn(account, id);
    if (!answer) continue;
    try {
      found.set(id, valueSet(fact, answer));
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
    }
  }
  return found;
}

// What registers say on a day, by fact; of several on one fact the latest, which come last.
function toldByRegisters(library, on) {
  const found = new Map();
  for (const register of library.registers)
    if (counts(register.answer, register.as_of, on)) found.set(register.fact, register);
  return found;
}

// The values that count on the day of an account: its own, what registers say where it is silent,
// and all that either leaves possible where the two contradict each other.
function effective(account, library) {
  const found = stated(account, library);
  for (const [id, register] of toldByRegisters(library, account.as_of)) {
    const own = found.get(id), told = valueSet(library.facts.get(id), register.answer);
    if (!own) found.set(id, told);
    else if (!fits(own, told)) found.set(id, eitherOf(own, told));
  }
  return found;
}

// The findings of all rules of a library, for the values that count.
function assess(library, values) {
  const open = new Map(
    library.partitions.map((partition) => [partition, partition.mask(values.get(partition.fact) ?? UNKNOWN)]),
  );
  return library.rules.map((rule) => findingOf(rule, open));
}

function findingOf(rule, open) {
  if (!rule.joint) return { rule, outcomes: rule.outcomes, masks: [], checks: [], requirements: [] };
  const { joint } = rule;
  const masks = joint.tables.map((table) => table.partitions.map((partition) => open.get(partition)));
  return {
    rule,
    masks,
    outcomes: joint.decide(masks),
    checks: joint.tables.map((table, n) => ({
      outcomes: table.decide(masks[n]),
      isReserved: isReserved(table, rule.checks[n], masks[n]),
    })),
    requirements: rule.requirements.map((one) => one.joint.decide(one.numbers.map((n) => masks[n]))),
  };
}

// Whether a check does not apply by reservation: without what is said of that, it might.
function isReserved(table, { reservation }, masks) {
  if (!reservation || table.decide(masks) !== NOT_APPLICABLE) return false;
  return table.decide(table.withOnly((fact) => !reservation.includes(fact), masks)) !== NOT_APPLICABLE;
}

const missingOf = ({ rule, masks }) => (rule.joint ? rule.joint.missing(masks) : []);
const becauseOf = ({ rule, masks }) => (rule.joint ? rule.joint.because(masks) : []);

// Whether no answer tells how far it is met; that it applies may be known all the same.
const isSilent = ({ rule, masks, checks }) =>
  checks.every(({ outcomes }, n) => {
    const told = outcomes | NOT_APPLICABLE, table = rule.joint.tables[n];
    return told === NOT_APPLICABLE || told === (table.decide(table.full) | NOT_APPLICABLE);
  });

// The open questions, those first whose answer could decide most findings, then those on which
// most depend, then by id.
function openQuestions(findings) {
  const asked = new Map();
  for (const finding of findings)
    for (const fact of missingOf(finding)) asked.set(fact, [...(asked.get(fact) ?? []), finding]);
  const found = [...asked].map(([fact, depending]) => {
    const left = depending.map(({ rule, masks }) => rule.joint.byAnswers(fact, masks));
    return {
      fact,
      depending,
      couldDecide: depending.filter((_, n) => left[n].some(isSingle)),
      decides: depending.filter((_, n) => left[n].every(isSingle)),
    };
  });
  return found.sort(
    (one, other) =>
      other.couldDecide.length - one.couldDecide.length ||
      other.depending.length - one.depending.length ||
      (one.fact < other.fact ? -1 : 1),
  );
}

// What a finding can come to once a fact or a member is answered; what was known stays known.
function leftBy({ rule, masks, outcomes }, key, answer) {
  if (!rule.joint?.readers.has(key)) return outcomes;
  const known = rule.joint.left(key, masks);
  const classes = rule.joint.partition(key).mask(answer) & known || known;
  return rule.joint.decide(rule.joint.withClass(key, classes, masks));
}

// What would follow from each answer to a question that is still possible, member by member.
function consequences(library, fact, values, findings) {
  return library.partitionsOf(fact).flatMap((partition) => {
    const mask = partition.mask(values.get(fact) ?? UNKNOWN);
    if (!isOpen(mask)) return [];
    return placesIn(mask).map((n) => ({
      member: partition.member,
      class: partition.classes[n],
      after: findings
        .map((finding) => ({ finding, left: leftBy(finding, partition.key, partition.valueSet(n)) }))
        .filter(({ finding, left }) => left !== finding.outcomes),
    }));
  });
}

// Whether a question arises, by what is answered; it may while that is open.
const arises = (library, fact, values) => {
  const table = library.givens.get(fact);
  return !table || table.decide(givenMasks(table, values)) !== NOT_MET;
};
const givenMasks = (table, values) =>
  table.partitions.map((partition) => partition.mask(values.get(partition.fact) ?? UNKNOWN));

// The questions that an account answers though by its other answers they do not arise, and why.
function contradictions(account, library) {
  const own = stated(account, library), found = new Map();
  for (const fact of own.keys())
    if (!arises(library, fact, own)) {
      const table = library.givens.get(fact);
      found.set(fact, table.because(givenMasks(table, own)));
    }
  return found;
}
