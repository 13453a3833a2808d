"use strict";
// What engine/outcomes.py has: outcomes and sets of them, as bits.

const NOT_MET = 1, PARTLY_MET = 2, MET = 4, NOT_APPLICABLE = 8;

// No check yet. Which combinations of outcomes can be present is a bit set too: of bit sets.
const NOTHING_PRESENT = 1;

const isSingle = (bits) => bits !== 0 && (bits & (bits - 1)) === 0;
const isOpen = (bits) => (bits & (bits - 1)) !== 0;
const isGap = (bits) => bits !== 0 && !(bits & (MET | NOT_APPLICABLE));
const isGapIfItApplies = (bits) => !(bits & MET) && !!(bits & NOT_APPLICABLE) && isOpen(bits);

function placesIn(mask) {
  const places = [];
  for (let place = 0; mask >> place; place++) if ((mask >> place) & 1) places.push(place);
  return places;
}

const bitsOf = (mask) => placesIn(mask).map((place) => 1 << place);
const union = (numbers) => numbers.reduce((all, one) => all | one, 0);

// One outcome from the outcomes of the checks, all decided.
function ruleOutcome(present) {
  const onScale = present & ~NOT_APPLICABLE;
  if (!onScale) return NOT_APPLICABLE;
  return onScale === MET || onScale === NOT_MET ? onScale : PARTLY_MET;
}

// The combinations of outcomes that can be present once a check of these outcomes is added.
function presentAfter(present, bits) {
  let found = 0;
  for (const seen of placesIn(present)) {
    for (const outcome of bitsOf(bits)) found |= 1 << (seen | outcome);
  }
  return found;
}

// The outcomes of a rule for all the combinations that can be present.
const outcomesOf = (present) => union(placesIn(present).map(ruleOutcome));
