"use strict";
// What engine/rule_tables.py has: checks that read the same open facts are decided together.
// A world is one combination of classes of what they share; in it the checks are free of each other.
// `masks` are the masks of each table; `readers` map the number of a table to a place in it.

class SharedInputs {
  constructor(tables, masks, shared) {
    this.tables = tables;
    this.masks = masks;
    this.shared = new Map();
    for (const [key, readers] of shared) {
      const [number, place] = readers.entries().next().value;
      const left = masks[number][place];
      if (isOpen(left)) this.shared.set(key, { readers, bits: bitsOf(left) });
    }
    this.size = [...this.shared.values()].reduce((size, { bits }) => size * bits.length, 1);
    this.combined = masks.map((own, number) => this.combinations(number, own));
  }

  // The states of a table's own partitions, and for each world which of them it has.
  combinations(number, own) {
    let states = [own], places = [0];
    for (const { readers, bits } of this.shared.values()) {
      if (readers.has(number)) {
        const at = readers.get(number);
        states = states.flatMap((state) => bits.map((bit) => withItem(state, at, bit)));
        places = places.flatMap((place) => bits.map((_, n) => place * bits.length + n));
      } else {
        places = places.flatMap((place) => bits.map(() => place));
      }
    }
    return { states, places };
  }

  // For each world what can be present in these tables.
  fold(numbers) {
    let present = new Array(this.size).fill(NOTHING_PRESENT);
    for (const number of numbers) {
      const { states, places } = this.combined[number];
      const decided = states.map((state) => this.tables[number].decide(state));
      present = present.map((seen, world) => presentAfter(seen, decided[places[world]]));
    }
    return present;
  }

  get present() {
    return (this.known ??= this.fold(this.tables.keys()));
  }

  get outcomes() {
    return outcomesOf(union(this.present));
  }

  // What the tables can come to together for each class left on a partition, by its bit.
  along(key, readers) {
    if (this.shared.has(key)) return this.alongShared(key);
    const [number, place] = readers.entries().next().value;
    const left = this.masks[number][place];
    if (!isOpen(left)) return new Map([[left, this.outcomes]]);
    const rest = this.fold(this.others(readers));
    const { states, places } = this.combined[number];
    const runs = states.map((state) => this.tables[number].along(state, place));
    return new Map(
      bitsOf(left).map((bit, n) => {
        const present = rest.map((seen, world) => presentAfter(seen, runs[places[world]][n]));
        return [bit, outcomesOf(union(present))];
      }),
    );
  }

  alongShared(key) {
    let run = this.size;
    for (const [other, { bits }] of this.shared) {
      run /= bits.length;
      if (other === key) {
        const found = bits.map(() => 0);
        this.present.forEach((seen, world) => (found[Math.floor(world / run) % bits.length] |= seen));
        return new Map(bits.map((bit, n) => [bit, outcomesOf(found[n])]));
      }
    }
  }

  // The outcomes for each combination of classes on the first open partitions.
  byFirst(number) {
    const answers = [...this.shared.values()]
      .slice(0, number)
      .reduce((size, { bits }) => size * bits.length, 1);
    const found = new Array(answers).fill(0);
    this.present.forEach((seen, world) => (found[Math.floor((world * answers) / this.size)] |= seen));
    return found.map(outcomesOf);
  }

  // Whether the outcome differs, in some world, along a partition that is not shared.
  differsAlong(readers) {
    const rest = this.fold(this.others(readers));
    return rest.some((present, world) => {
      let columns = null;
      for (const [number, place] of readers) {
        const { states, places } = this.combined[number];
        const own = this.tables[number].columns(states[places[world]], place);
        columns = columns === null ? own : columns.flatMap((one) => own.map((other) => sideBySide(one, other)));
      }
      return columns.some((column) => isUneven(column, present));
    });
  }

  others(readers) {
    return [...this.tables.keys()].filter((number) => !readers.has(number));
  }
}

// What is present for each class, with one more check.
const sideBySide = (one, other) => one.map((seen, n) => seen | other[n]);

// Whether what is present along a column comes to different outcomes, beside some `rest`.
const isUneven = (column, rest) =>
  placesIn(rest).some((beside) => new Set(column.map((seen) => ruleOutcome(seen | beside))).size > 1);

class RuleTables {
  constructor(tables) {
    this.tables = tables;
    this.facts = sorted(tables.flatMap((table) => table.facts));
    this.readers = new Map();
    tables.forEach((table, number) =>
      table.partitions.forEach((partition, place) => {
        if (!this.readers.has(partition.key)) this.readers.set(partition.key, new Map());
        this.readers.get(partition.key).set(number, place);
      }),
    );
    this.shared = new Map([...this.readers].filter(([, readers]) => readers.size > 1));
    this.decide = remembered((masks) => new SharedInputs(tables, masks, this.shared).outcomes);
    this.because = remembered((masks) => this.smallestReason(masks));
    this.missing = remembered((masks) => this.openQuestions(masks));
  }

  // Some of the tables, such as those of one requirement, decided as one.
  part(numbers) {
    return new RuleTables(numbers.map((number) => this.tables[number]));
  }

  partition(key) {
    const [number, place] = this.readers.get(key).entries().next().value;
    return this.tables[number].partitions[place];
  }

  // The classes that are left on a partition.
  left(key, masks) {
    const [number, place] = this.readers.get(key).entries().next().value;
    return masks[number][place];
  }

  along(key, masks) {
    return new SharedInputs(this.tables, masks, this.shared).along(key, this.readers.get(key));
  }

  // What they can come to for each whole answer to a fact, about all members of it.
  byAnswers(fact, masks) {
    const own = [...this.readers].filter(([key]) => this.partition(key).fact === fact);
    const open = own.filter(([key]) => isOpen(this.left(key, masks)));
    if (open.length === 1) return [...this.along(open[0][0], masks).values()];
    return new SharedInputs(this.tables, masks, new Map([...own, ...this.shared])).byFirst(open.length);
  }

  withClass(key, classes, masks) {
    const changed = [...masks];
    for (const [number, place] of this.readers.get(key))
      changed[number] = withItem(changed[number], place, classes);
    return changed;
  }

  withOnly(facts, masks) {
    const kept = (fact) => facts.includes(fact);
    return this.tables.map((table, number) => table.withOnly(kept, masks[number]));
  }

  // Why: a smallest set of answers has a member of every set that cannot be done without.
  smallestReason(masks) {
    const target = this.decide(masks);
    const given = this.facts.filter((fact) =>
      this.tables.some((table, number) => table.isAnswered(fact, masks[number])),
    );
    const needed = [];
    for (;;) {
      const chosen = firstHitting(needed);
      if (this.decide(this.withOnly(chosen, masks)) === target) return chosen;
      const kept = [...chosen];
      for (const fact of given)
        if (!kept.includes(fact) && this.decide(this.withOnly([...kept, fact], masks)) !== target)
          kept.push(fact);
      needed.push(given.filter((fact) => !kept.includes(fact)));
    }
  }

  // The open facts on which the whole still depends, in the order of the checks.
  openQuestions(masks) {
    if (isSingle(this.decide(masks))) return [];
    const asked = [...new Set(this.tables.flatMap((table, number) => table.missing(masks[number])))];
    return this.tables.length === 1 ? asked : asked.filter((fact) => this.dependsOn(fact, masks));
  }

  dependsOn(fact, masks) {
    const keys = [...this.readers.keys()].filter(
      (key) => this.partition(key).fact === fact && isOpen(this.left(key, masks)),
    );
    return (
      keys.some((key) => new Set(this.along(key, masks).values()).size > 1) ||
      keys.some((key) => {
        const shared = new Map([...this.shared].filter(([other]) => other !== key));
        return new SharedInputs(this.tables, masks, shared).differsAlong(this.readers.get(key));
      })
    );
  }
}

// Of the smallest choices that have a member of each set, the first by the members.
function firstHitting(sets) {
  for (let size = 0; ; size++) {
    const found = [...hitting(sets, [], size)].map((chosen) => chosen.sort());
    if (found.length) return found.reduce((one, other) => (isBefore(other, one) ? other : one));
  }
}

function* hitting(sets, chosen, left) {
  const missed = sets.filter((set) => !set.some((fact) => chosen.includes(fact)));
  if (!missed.length) yield [...chosen];
  else if (left) {
    const smallest = missed.reduce((one, other) => (other.length < one.length ? other : one));
    for (const fact of smallest) yield* hitting(sets, [...chosen, fact], left - 1);
  }
}

function isBefore(one, other) {
  const n = one.findIndex((fact, place) => fact !== other[place]);
  return n >= 0 && (other[n] === undefined || one[n] < other[n]);
}
