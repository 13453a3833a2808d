// All that a page says of an account, in the form of `engine_says` in test_decisions.py.
function pageSays(library, account) {
  const values = effective(account, library), findings = assess(library, values);
  const rules = {};
  for (const finding of findings) {
    const { rule, masks } = finding;
    rules[rule.id] = {
      outcomes: finding.outcomes,
      because: becauseOf(finding),
      missing: missingOf(finding),
      silent: isSilent(finding),
      requirements: finding.requirements,
      checks: finding.checks.map(({ outcomes, isReserved }, n) => ({
        outcomes,
        reserved: isReserved,
        because: rule.joint.tables[n].because(masks[n]),
        missing: rule.joint.tables[n].missing(masks[n]),
      })),
    };
  }
  const asked = openQuestions(findings);
  const ids = (some) => some.map(({ rule }) => rule.id);
  return {
    rules,
    questions: asked.map(({ fact, depending, couldDecide, decides }) => [
      fact, ids(depending), ids(couldDecide), ids(decides),
    ]),
    consequences: asked.slice(0, 5).map(({ fact, depending }) =>
      consequences(library, fact, values, depending).map(({ member, after }) => [
        member, after.map(({ finding, left }) => [finding.rule.id, left]),
      ]),
    ),
    contradictions: Object.fromEntries(contradictions(account, library)),
  };
}
