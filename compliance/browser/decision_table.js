"use strict";
// What engine/decision_table.py has: a check as a finite function of the classes of its facts.
// `masks` are, for each partition of a table, the classes still possible, as bits.

// The same list with another item in one place.
const withItem = (list, place, item) => list.map((own, n) => (n === place ? item : own));

const sorted = (texts) => [...new Set(texts)].sort();

function* combinations(items, size, from = 0) {
  if (size === 0) yield [];
  else
    for (let n = from; n <= items.length - size; n++)
      for (const rest of combinations(items, size - 1, n + 1)) yield [items[n], ...rest];
}

// What was worked out is kept by its masks.
function remembered(work) {
  const known = new Map();
  return (masks) => {
    const key = masks.join();
    if (!known.has(key)) {
      if (known.size > 4096) known.clear();
      known.set(key, work(masks));
    }
    return known.get(key);
  };
}

class DecisionTable {
  constructor(partitions, cells) {
    this.partitions = partitions;
    this.cells = cells;
    this.facts = sorted(partitions.map((partition) => partition.fact));
    this.full = partitions.map((partition) => partition.every);
    let step = cells.length;
    // How far apart neighbours on each partition lie in `cells`.
    this.strides = partitions.map((partition) => (step /= partition.size));
    this.decide = remembered((masks) => union(this.possible(masks).map((cell) => cells[cell])));
    this.because = remembered((masks) => this.smallestReason(masks));
    this.missing = remembered((masks) => this.openQuestions(masks));
  }

  // The numbers of the cells that the masks leave possible.
  possible(masks) {
    return masks.reduce((cells, mask, place) => {
      const steps = placesIn(mask).map((n) => n * this.strides[place]);
      return cells.flatMap((cell) => steps.map((step) => cell + step));
    }, [0]);
  }

  // The masks where nothing is answered but facts that are `kept`.
  withOnly(kept, masks) {
    return masks.map((mask, n) => (kept(this.partitions[n].fact) ? mask : this.full[n]));
  }

  isAnswered(fact, masks) {
    return masks.some((mask, n) => this.partitions[n].fact === fact && mask !== this.full[n]);
  }

  // A smallest set of the answers given that alone yields the same outcomes; ties go by fact id.
  smallestReason(masks) {
    const target = this.decide(masks);
    const given = this.facts.filter((fact) => this.isAnswered(fact, masks));
    for (let size = 0; size <= given.length; size++)
      for (const chosen of combinations(given, size))
        if (this.decide(this.withOnly((fact) => chosen.includes(fact), masks)) === target)
          return chosen;
    throw new Error("all the answers given yield what they yield");
  }

  // The open facts on whose answer the outcome still depends.
  openQuestions(masks) {
    if (isSingle(this.decide(masks))) return [];
    return this.facts.filter((fact) =>
      this.partitions.some(
        (partition, n) => partition.fact === fact && isOpen(masks[n]) && this.differsAlong(n, masks),
      ),
    );
  }

  // Whether, all others being the same, two classes left on a partition have different outcomes.
  differsAlong(place, masks) {
    return this.columns(masks, place).some((column) => new Set(column).size > 1);
  }

  // The outcomes for each class left on one partition.
  along(masks, place) {
    return bitsOf(masks[place]).map((bit) => this.decide(withItem(masks, place, bit)));
  }

  // The outcomes along one partition, for each combination of the others that is possible.
  columns(masks, place) {
    const steps = placesIn(masks[place]).map((n) => n * this.strides[place]);
    const found = new Map();
    for (const cell of this.possible(withItem(masks, place, 1))) {
      const column = steps.map((step) => this.cells[cell + step]);
      found.set(column.join(), column);
    }
    return [...found.values()];
  }
}
