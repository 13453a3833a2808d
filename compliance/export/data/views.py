"""Tables that are joined of others, for those who want one table and no joins.

The queries are plain SQL, the same for SQLite and DuckDB.
"""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """A table joined of others."""

    about: str
    query: str


VIEWS = {
    "assessed_accounts": View(
        "Each assessment with its account.",
        """\
SELECT assessment, as_of, evidence, account, country, country_name, voice, speaker, stated_on,
  may_withhold
FROM assessments JOIN accounts USING (account)""",
    ),
    "results": View(
        "What each provision comes to, with the account and the provision: one row a finding.",
        """\
SELECT assessment, as_of, account, country, country_name, voice, speaker, stated_on,
  instrument, symbol, provision, citation, p.title AS title, force, status,
  can_be_met, can_be_partly_met, can_be_not_met, can_be_not_applicable,
  gap, gap_if_it_applies, counted, reason, status_claimed, status_documented, status_confirmed
FROM findings
JOIN assessed_accounts USING (assessment)
JOIN provisions p USING (provision)
JOIN instruments USING (instrument)""",
    ),
    "check_results": View(
        "What each check comes to, with the account, the provision and the remedy.",
        """\
SELECT assessment, as_of, account, country, country_name, voice, speaker, stated_on,
  instrument, symbol, provision, citation, check_id, f.requirement AS requirement, measure,
  c.force AS force, status, can_be_met, can_be_partly_met, can_be_not_met, can_be_not_applicable,
  by_reservation, remedy
FROM check_findings f
JOIN checks c USING (provision, check_id)
JOIN assessed_accounts USING (assessment)
JOIN provisions USING (provision)
JOIN instruments USING (instrument)""",
    ),
    "requirement_counts": View(
        "How many requirements are met and apply, at least and at most: by assessment, instrument "
        "and force. Instruments are never added up.",
        """\
SELECT assessment, instrument, r.force AS force, count(*) AS requirements,
  CAST(sum(CASE WHEN f.status = 'met' THEN 1 ELSE 0 END) AS INTEGER) AS met_at_least,
  CAST(sum(CASE WHEN f.can_be_met THEN 1 ELSE 0 END) AS INTEGER) AS met_at_most,
  CAST(sum(CASE WHEN f.can_be_not_applicable THEN 0 ELSE 1 END) AS INTEGER)
    AS applicable_at_least,
  CAST(sum(CASE WHEN f.status = 'not applicable' THEN 0 ELSE 1 END) AS INTEGER)
    AS applicable_at_most
FROM requirement_findings f
JOIN requirements r USING (provision, requirement)
JOIN findings g USING (assessment, provision)
JOIN provisions USING (provision)
WHERE g.counted
GROUP BY assessment, instrument, r.force""",
    ),
}
"""The views, by their names; each is made of tables and of those before it."""
