"""Every sentence of a gap report that is ours, by id, so that a report can be made in a language.

``{name}`` stands for what is put in. A sentence that counts ``{n}`` of something has a form for
one and a form for more: ``.one`` and ``.other``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FRAME: Mapping[str, str] = MappingProxyType(
    {
        "translation": (
            "This report is a working translation. No authority has approved it. What documents "
            "say, our summaries of them and our notes on how we read them are not translated, nor "
            "is what accounts and sources say."
        ),
        "title": "{country}: gap report",
        "title_of_several": "Gap report: {n} accounts",
        "summary_title": "{country}: summary",
        "summary_title_of_several": "Summary: {n} accounts",
        "country_invented": "{code} (an invented country)",
        # A page in a browser
        "skip": "Skip to the content",
        "contents": "Contents",
        "filter": "Filter the results",
        "filter_status": "Status",
        "filter_instrument": "Instrument",
        "filter_topic": "Topic",
        "filter_text": "Text",
        "filter_all": "All",
        "filter_reset": "Show all",
        "filter_shown": "Results shown: {shown} of {all}",
        "failed": (
            "Filters and trials do not work here: the browser is too old, or the file was damaged. "
            "The report can be read all the same."
        ),
        "no_script": "Without JavaScript there are no filters and no trials. The report is whole.",
        # Days
        "day": "{day} {month} {year}",
        "day_first": "{day} {month} {year}",
        "day_of_month": "{day} {month}",
        "day_of_month_first": "{day} {month}",
        "day_or_later": "{day} or later",
        "day_or_earlier": "{day} or earlier",
        "days": "{first} to {last}",
        "month.1": "January",
        "month.2": "February",
        "month.3": "March",
        "month.4": "April",
        "month.5": "May",
        "month.6": "June",
        "month.7": "July",
        "month.8": "August",
        "month.9": "September",
        "month.10": "October",
        "month.11": "November",
        "month.12": "December",
        # Who answered
        "together.one": "{n} account together, {day}",
        "together.other": "{n} accounts together, {day}",
        "assessed_for": "{stated}; assessed for {day}",
        "only_lists": "No answers from this country yet. Only official lists were used.",
        "told_of": "{whom}: {told}",
        "or": "{first} or {last}",
        "and": "{first} and {last}",
        "more.one": "{n} more",
        "more.other": "{n} more",
        "confidential": "confidential",
    }
)
"""Titles, days, and what stands around a report."""

GAP_REPORT: Mapping[str, str] = MappingProxyType(
    {
        "nobody_ranked": "Each account is by itself. Nothing is merged, averaged or ranked.",
        "ours": (
            "Titles, results and actions are ours, not the United Nations'. The order is by how "
            "strongly a paragraph speaks, then by its number."
        ),
        "several_signs": "several signs: each is still possible",
        # Where it stands
        "standing": "Where it stands",
        "tally.met": "met",
        "tally.partly_met": "partly met",
        "tally.not_met": "not met",
        "tally.undetermined": "open",
        "tally.not_applicable": "n/a",
        "unmet": "Requirements not met: {told}.",
        "unmet_of": "{symbol} {n} of {all}",
        "confidential_here.one": (
            "{n} confidential answer counts on this screen. It is in no file."
        ),
        "confidential_here.other": (
            "{n} confidential answers count on this screen. They are in no file."
        ),
        "gaps_by_list.one": "By this list {n} paragraph is not fully met: {cited}.",
        "gaps_by_list.other": "By this list {n} paragraphs are not fully met: {cited}.",
        # Its parts, and what their results have in common
        "gaps": "Gaps",
        "gaps.gist": "Not fully met, whatever the open answers are",
        "gaps.none": "None for certain on these answers",
        "gaps_if": "Gaps if they apply",
        "gaps_if.gist": "Not fully met, if the paragraph applies to the country",
        "partly_known": "Partly known",
        "partly_known.gist": "Some answers are given, questions are open",
        "partly_known.at_least": "At least partly met, questions are open",
        "met": "Met",
        "met.gist": "Every requirement that applies is met",
        "not_applicable": "Not applicable",
        "not_applicable.gist": (
            "The paragraph does not concern this State, or is addressed to others"
        ),
        "not_tested": "Not tested",
        "not_tested.gist": "The paragraph asks nothing of States that could be tested",
        "silent": "No information",
        "silent.gist": "No answer about these paragraphs yet",
        "heading": "{part} ({n})",
        "not_listed": "Not listed: {told}.",
        "not_listed.part": "{n} {part}",
        # A result
        "contested": "(contested)",
        "not_counted": "(not counted)",
        "open.one": "{n} open",
        "open.other": "{n} open",
        "requirements_unmet": "{unmet} of {all} not met",
        "details": "Words, reason, sources",
        "words": "The document's words",
        "words_ours": "Our summary, not the document's words",
        "reading": "Our reading",
        # Contradictions, questions
        "contradictions": "Contradictions",
        "contradictions.accounts": "The accounts do not agree; all is kept, nobody is preferred",
        "contradictions.list": (
            "An official list and the account do not agree; all is kept, nobody is preferred"
        ),
        "contradictions_within": "Contradictions within an account",
        "contradictions_within.gist": "Both answers count as they stand",
        "contradictions_within.because": ("This question does not arise by another answer:"),
        "ask_next": "Ask next",
        "ask_next.gist": "How many results the answer could decide",
        "notes": "Notes",
        "sources": "Sources",
        # How well answers are documented
        "by_level": "Results that depend on how well answers are documented",
        "by_level.table": "By how well answers are documented",
        "by_level.paragraph": "Paragraph",
        "level.any": "claimed",
        "level.cited": "documented",
        "level.independent": "confirmed",
        "level_meanings": (
            "Claimed: the speaker says so. Documented: a source is named. Confirmed: a source "
            "other than the speaker says the same. Answers without such a source are treated as "
            "unanswered."
        ),
        # The commands by which one goes on
        "next": "Next",
        "next.why": "See why",
        "next.sources": "See sources",
        "next.ask": "Ask",
        "next.import": "First",
        "next.rules": "See rules",
        "next.plan": "Plan",
        "next.compare": "Compare",
        "next.save": "Save",
        # A page for a minister
        "first_actions": "What to do first",
        "first_actions.gist": "By how many of the gaps it would help to close",
        "unknown": "What is not known",
        "unknown.results.one": (
            "{n} result is open; for {silent} of them there is no answer at all."
        ),
        "unknown.results.other": (
            "{n} results are open; for {silent} of them there is no answer at all."
        ),
        "unknown.questions.one": "{n} question is open: not all of it is answered.",
        "unknown.questions.other": "{n} questions are open: not all of each is answered.",
        "basis": "What this rests on",
    }
)
"""The gap report, and its summary."""

REMARKS: Mapping[str, str] = MappingProxyType(
    {
        "standard.cited": "Answers without a source are treated as unanswered.",
        "standard.independent": (
            "Answers are treated as unanswered, unless a source other than the speaker says the "
            "same."
        ),
        "taken_together": "Taken together: {accounts}.",
        "taken_together.meaning": (
            "Where the accounts differ, the result covers both; a speaker's newer answer replaces "
            "the older one. Results that are decided are the same whichever account is right."
        ),
        "may_be_withheld": (
            "This account may have answers that are not published. A question shown as open may "
            "have one."
        ),
        "answered_joint.one": "The accounts answer {answered} of {n} question.",
        "answered_joint.other": "The accounts answer {answered} of {n} questions.",
        "answered.one": "The account answers {answered} of {n} question.",
        "answered.other": "The account answers {answered} of {n} questions.",
        "documented": (
            "Documented (a source is named): {documented}. Confirmed (a source other than the "
            "speaker says the same): {confirmed}."
        ),
        "silence": "What has no answer is open, not failed.",
        "unread.one": "{n} more answer is to a question that these paragraphs do not use.",
        "unread.other": "{n} more answers are to questions that these paragraphs do not use.",
        "later": "Later than this account: {instruments}.",
        "lists.one": "{n} answer comes from an official list: {lists}.",
        "lists.other": "{n} answers come from official lists: {lists}.",
        "lists_more.one": "{n} more answer comes from an official list: {lists}.",
        "lists_more.other": "{n} more answers come from official lists: {lists}.",
        "last_stated.one": "{n} answer is as last stated on {day}.",
        "last_stated.other": "{n} answers are as last stated, the latest on {day}.",
        "not_yet.one": "{n} answer is about a time after {day} and does not count.",
        "not_yet.other": "{n} answers are about a time after {day} and do not count.",
        "uncounted.one": (
            "{n} result is not counted in the table: its only source is the passage that tells of "
            "the recommendation."
        ),
        "uncounted.other": (
            "{n} results are not counted in the table: their only source is the passage that tells "
            "of the recommendation."
        ),
        "narrowed": "This report covers {n} of {all} paragraphs.",
        "narrowed_results": "It lists {n} of {all} results.",
        "own_file": "Your own file: {name}.",
        "own_folder": "Your own folder: {name}.",
        "notes_only.one": "{n} question has a note but no answer.",
        "notes_only.other": "{n} questions have a note but no answer.",
        "reserved": (
            "{citation} does not apply by reservation. Whether it is valid is not for us to say."
        ),
        "reserved_in_part": (
            "{citation} does not apply by reservation in part. Whether it is valid is not for us "
            "to say."
        ),
        "drafts.one": "{n} rule is a draft: its tests are still to be written.",
        "drafts.other": "{n} rules are drafts: their tests are still to be written.",
        "summarised.one": "{symbol}, para. {numbers}: what others ask, as summarised there.",
        "summarised.other": "{symbol}, paras. {numbers}: what others ask, as summarised there.",
        "text_not_held": (
            "{symbol}: we do not hold all of its text; there we say in our words what it asks."
        ),
        "own_rules.one": "{n} rule is from your own folder {name}.",
        "own_rules.other": "{n} rules are from your own folder {name}.",
    }
)
"""What a reader must know of a whole report."""

RESULT: Mapping[str, str] = MappingProxyType(
    {
        # The clause
        "asked_by": "Asked by: {who}.",
        "asked_of": "{who}, of {whom}",
        "as_summarised": "{who}, as summarised in {symbol}",
        "reported": "The document tells of this recommendation without quoting it.",
        "recommended_by": "Recommended by: {who}.",
        "position": (
            "Position of the State, as the list has it: {words} (which we read as: {read})."
        ),
        "accepted": (
            "Accepted is not implemented: a position is what was said, not what was done."
        ),
        "requirements": "Requirements",
        "our_words": "(our words)",
        # The reason
        "asks": "What it asks",
        "why": "Why",
        "draft": "Its checks are still to be written.",
        "concerns_alone": "Concerns {country} alone.",
        "result_uncounted": (
            "This result is not counted: its only source is the passage that tells of the "
            "recommendation."
        ),
        "same_result": "The result is the same, whatever the answers are.",
        "no_answer_decides": "No answer decides or narrows this result yet.",
        "reservation": "A reservation keeps off what these words ask:",
        "reservation.validity": "Whether the reservation is valid is not for us to say.",
        "by_reservation": "by reservation",
        "no_source": "(no source named)",
        "note": "(Note: {words})",
        "no_answer": "No answer.",
        "official_list": "official list “{title}”",
        # An answer
        "answer.any_other": "any other",
        "answer.none_of_these": "none of these",
        "answer.one_of": "one of: {values}",
        "answer.not": "any answer but: {values}",
        "answer.at_least": "at least {value}",
        "answer.at_most": "at most {value}",
        "answer.more_than": "more than {value}",
        "answer.less_than": "less than {value}",
        "answer.nothing": "no statement",
        "answer.any": "any",
        "answer.by_register": "{answer} (by the register {register})",
        "answer.by": "{answer} (by {who})",
        "answer.also": "{answer}; {other}",
        "answer.but": "{answer}; but {other}",
        "answer.since": "since {day}",
        "answer.until": "until {day}",
        "answer.last_stated": "as last stated on {day}",
        "after": "after {value}",
        "before": "before {value}",
        "above": "above {value}",
        "below": "below {value}",
        # Whose words a source has
        "of_members": "on {members} alone",
        "said_by.government": "said by the government",
        "said_by.parliament": "said by the parliament",
        "said_by.court": "said by the court",
        "said_by.national_institution": "said by the national institution",
        "said_by.civil_society": "said by civil society",
        "said_by.academia": "said by academia",
        "said_by.press": "said by the press",
        "said_by.affected_persons": "said by affected persons",
        "said_by.treaty_body": "said by the treaty body",
        "said_by.special_procedure": "said by a special procedure",
        "said_by.united_nations": "said by the United Nations",
        "said_by.regional_organization": "said by a regional organization",
        "said_by.register": "said by the register",
        # What each source, and each answer, would change
        "if_right": "If this is right",
        "if_answer": "If the answer is",
        "result_is": "the result is",
        "if_each_is_right": "If each source is right",
        "effects": "What each answer would change",
        "effects.note": "Each line is that answer alone; all else stays as it is known.",
        "any_answer": "any answer",
        "as_now": "as now, by itself",
        "each_alone": "{members}, each alone",
        "either": "{first}; or {last}",
        "open_questions": "Open questions",
        "more_questions.one": "and {n} more question",
        "more_questions.other": "and {n} more questions",
        "closing": "What would close the gap",
        "responsible": "Responsible: {who}.",
        "make_sure": "Make sure of the following: {sentences}",
        "partly_so": "{action} A part of this is so already.",
        "remains": "{action} Of this, still to be done or shown: {ways}.",
        # A test
        "test": "Test: {name}",
        "test.asks": "Asks",
        "test.same_asked": "The same is asked in",
        "test.applies": "Applies if",
        "test.reservation": "Reserved if",
        "test.met": "Met if",
        "test.partly": "Partly met if",
        "test.action": "Action",
        "test.as_above": "(as above)",
        "test.asked_only": "Asked only if {condition}.",
        "test.result": "Result",
        "test.still_possible": "Still possible",
        "test.table": "Decision table",
        "yes": "yes",
        "no": "no",
        # A condition over the letters of questions
        "if.is": "{letter} is {value}",
        "if.is_not": "{letter} is not {value}",
        "if.one_of": "{letter} is one of {values}",
        "if.none_of": "{letter} is none of {values}",
        "if.below": "{letter} is below {value}",
        "if.at_most": "{letter} is at most {value}",
        "if.above": "{letter} is above {value}",
        "if.at_least": "{letter} is at least {value}",
        "if.before": "{letter} is before {value}",
        "if.not_after": "{letter} is not after {value}",
        "if.after": "{letter} is after {value}",
        "if.not_before": "{letter} is not before {value}",
        "if.and": "{first} and {second}",
        "if.or": "{first} or {second}",
        "if.not": "not {condition}",
    }
)
"""One result: the clause, the reason, the answers, what is open, the tests."""

REPORT: Mapping[str, str] = MappingProxyType({**FRAME, **GAP_REPORT, **REMARKS, **RESULT})
