"""Every sentence that a page's programs show, by id, so that a language can be added.

``{name}`` stands for what is put in. A sentence that counts something has a form for each plural
of its language: ``.one`` and ``.other`` in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FORM: Mapping[str, str] = MappingProxyType(
    {
        "yes": "Yes",
        "no": "No",
        "no_answer": "No answer",
        "how_sure": "How sure",
        "sure_value": "Certain: just this",
        "sure_one_of": "One of these",
        "sure_not": "None of these",
        "sure_at_least": "At least",
        "sure_at_most": "At most",
        "sure_between": "Between",
        "exactly": "Exactly",
        "least": "The least",
        "most": "The most",
        "several": "Several, with commas between them",
        "several_days": "Days as YYYY-MM-DD, with commas between them",
        "others_no": "All rows above that I left empty: the answer is NO",
        # What is wrong with an answer
        "not_a_day": "{text} is not a day: write YYYY-MM-DD.",
        "no_such_day": "There is no such day: {text}.",
        "which_calendar": "Which calendar is {text} a day of? Years go from 1800 to 2050.",
        "not_a_number": "{text} is not a plain number, such as 30 or 2.5.",
        "not_whole": "{text} is not a whole number.",
        "too_small": "{text} is below the least possible, {limit}.",
        "too_large": "{text} is above the most possible, {limit}.",
        "nothing_left": "Nothing is left possible.",
        "nothing_between": "Nothing lies between the two.",
        "no_such_choice": "{text} is not one of the choices.",
        "no_order": "These choices have no order.",
        "several_forms": "The answer says two things at once.",
        "members_only": "Each row is answered by itself.",
        "yes_or_no": "{text} is neither yes nor no.",
        "after": "{member}: {answer}",
        "below_limit": "Below {high}",
        "above_limit": "Above {low}",
        "between_limits": "Above {low} and below {high}",
        "before_day": "Before {high}",
        "after_day": "After {low}",
        "between_days": "After {low} and before {high}",
        "any": "Any",
    }
)
"""An answer, and what can be wrong with it."""

TRIAL: Mapping[str, str] = MappingProxyType(
    {
        "trial_heading": "Try an answer",
        "trial_intro": (
            "Choose a question, change its answer, and see what would follow. It is your trial: "
            "the report stays as it is, and nothing is saved."
        ),
        "trial_topic": "Topic",
        "trial_question": "Question",
        "trial_choose": "Choose a question",
        "trial_stated": "In the report: {answer}.",
        "trial_open": "In the report it has no answer.",
        "trial_remove": "Take back: {question}",
        "trial_reset": "Take everything back",
        "trial_none": "Nothing changes.",
        "trial_changes.one": "{n} result would change",
        "trial_changes.other": "{n} results would change",
        "trial_change": "{before}, on your trial {after}",
        "trial_badge": "on your trial: {status}",
        "trial_replaces": (
            "Your trial takes the place of what the account and official lists say about the "
            "question."
        ),
    }
)
"""A reader's trial in a report."""

QUESTIONNAIRE: Mapping[str, str] = MappingProxyType(
    {
        "title": "Questionnaire: {country}",
        "skip_results": "Skip to the results",
        "skip_questions": "Skip to the questions",
        "failed": (
            "This page cannot start: the browser is too old, or the file was damaged on its way. "
            "Open it in a current browser, or ask for the file again. Nothing was changed."
        ),
        "needs_script": "This page needs JavaScript. It uses no network.",
        "intro": (
            "Answer what you can. What you leave empty says nothing: it never means no. The "
            "results change while you answer. The page works without a network: nothing you write "
            "leaves this browser until you send the file that you save."
        ),
        "working_note": "Titles, results and actions are ours, not the United Nations'.",
        "prefilled": (
            "It is filled in with the answers of {profile}. What you do not change counts as "
            "stated again, on the date of your answers. Confidential answers were left out."
        ),
        "for_lead": "For {lead}. What other institutions answer is not on this page.",
        # Who answers
        "about": "Who answers",
        "voice": "Kind of institution",
        "choose": "Choose",
        "speaker": "Name of your institution",
        "as_of": "Date of your answers",
        "note_on_all": "Note on all answers",
        "as_of_today": "There is no date yet. Results are shown for today, {day}.",
        # The file
        "file": "Your file",
        "save": "Save as a file",
        "save_public": "Save without confidential answers",
        "load": "Open a saved file",
        "forget": "Delete all answers here",
        "forget_sure": "Delete all answers on this page? Save them as a file first.",
        "kept": "Kept in this browser at {time}.",
        "kept_damaged": (
            "What this browser kept of your answers cannot be read. Open a file that you saved."
        ),
        "kept_not": "This browser keeps nothing. Save your answers as a file.",
        "kept_but_confidential": (
            "Kept in this browser at {time}, but for confidential answers: save them as a file."
        ),
        "found_again": "Your answers of {time} were found in this browser.",
        "saved.one": "Saved {n} answer as {name}.",
        "saved.other": "Saved {n} answers as {name}.",
        "saved_confidential": "The file has confidential answers.",
        "loaded.one": "Opened {name}: {n} answer.",
        "loaded.other": "Opened {name}: {n} answers.",
        "loaded_elsewhere.one": "{n} answer to a question that is not on this page is kept.",
        "loaded_elsewhere.other": "{n} answers to questions that are not on this page are kept.",
        "load_not_json": (
            "{name} is not a file of this page. Other accounts are filled in with the program: "
            "compliance questionnaire --from."
        ),
        "load_country": "{name} is of {other}, not of {country}.",
        "load_shape": "{name} is no account: {part} is not as it must be.",
        "missing_about": "Not saved: fill in “{field}” first.",
        "problems.one": "{n} answer is incomplete",
        "problems.other": "{n} answers are incomplete",
        "this_answer": "This answer",
        "left_out": "{what} is left out: {problem}",
        "saved_without_incomplete.one": (
            "{n} question has something incomplete that is not in the file: see below."
        ),
        "saved_without_incomplete.other": (
            "{n} questions have something incomplete that is not in the file: see below."
        ),
        "not_here": (
            "This browser keeps nothing confidential. Not here: {what}. Open your saved file to "
            "have everything."
        ),
        "go_on_without": "Go on without it",
        "saved_without": (
            "Not in this file: {what}. Do not replace your complete file with it; open that file "
            "first, and save again."
        ),
        "confidential_answers.one": "{n} confidential answer",
        "confidential_answers.other": "{n} confidential answers",
        "confidential_sources.one": "{n} confidential source",
        "confidential_sources.other": "{n} confidential sources",
        "problems_note": "What is incomplete is not in the file, and counts for nothing.",
        # Finding questions
        "find": "Find questions",
        "topic": "Topic",
        "topic_option": "{topic} ({answered} of {all})",
        "all_topics": "All topics",
        "ask_next_option": "Ask next: what decides most",
        "search": "Search",
        "only_arising": "Only questions that arise",
        "only_open": "Only questions without an answer",
        "shown.one": "{n} question",
        "shown.other": "{n} questions",
        "shown_first": "The first {n} of {all} questions. Choose a topic or search.",
        "shown_none": "No question. Change the search or what is ticked.",
        "search_results": "Questions with “{text}”",
        "next_topic": "Next topic: {topic}",
        # A question
        "does_not_arise": "By your other answers this question does not arise.",
        "contradiction": (
            "This has an answer, and by the answer to these questions it does not arise: {others}"
        ),
        "evidence_hint": "What would show it: {evidence}",
        "details": "Date, source, note",
        "details_with": "Date, source, note: {what}",
        "since": "Since",
        "until": "Until",
        "since_hint": "The first and the last day on which it was true. Empty: it is true now.",
        "not_on_day": "On the date of your answers this answer does not count.",
        "source": "Source {n}",
        "source_of": "For these rows alone: {members}",
        "document": "Document",
        "place": "Place in it",
        "quote": "Quotation, word for word",
        "said_by": "Whose words these are",
        "source_private": (
            "Keep this source confidential; the answer and its note may be published"
        ),
        "add_source": "Add a source",
        "remove_source": "Take source {n} out",
        "note": "Note",
        "lead": "Lead institution",
        "private": "Confidential: keep this answer out of everything published",
        "private_hint": (
            "A confidential answer counts here. It is not kept in this browser: only in the file "
            "that you save. Delete the file, or save without confidential answers, before you "
            "hand it on."
        ),
        "register": "An official list says: {answer} ({title}, {day}).",
        "register_contradicts": (
            "Your answer and the list cannot both be true. Results cover both."
        ),
        "register_first": "Nobody needs to answer it again.",
        "also_held": "Also held, and kept: {answer}",
        "clear": "Take this answer back",
        "no_source": "An answer without a source counts as claimed, not as documented.",
        "since_without": "There is a date or a source, but no answer.",
        "ends_before": "It ends before it begins.",
        "document_missing": "“Document” is missing.",
        "said_by_missing": "“Whose words these are” is missing.",
        "names_nothing": "“{text}” names nothing. Leave it empty.",
        "reads_it.one": "{n} paragraph depends on it",
        "reads_it.other": "{n} paragraphs depend on it",
        "would_decide": "What an answer would change",
        "still_open.one": "{n} result still depends on it",
        "still_open.other": "{n} results still depend on it",
        "nothing_open": "No result depends on it any more.",
        "changes_nothing": "no change",
        # Results
        "results": "Results",
        "results_link": "Results",
        "questions_link": "Questions",
        "instrument": "Instrument",
        "standing": "Where it stands",
        "unmet": "Requirements not met: {told}.",
        "unmet_of": "{symbol} {n} of {all}",
        "gaps": "Gaps ({n})",
        "gaps_note": "Not fully met, whatever the open answers are",
        "gaps_none": "None for certain on these answers",
        "gaps_if": "Gaps if they apply ({n})",
        "gaps_if_note": "Not fully met, if the paragraph applies to the country",
        "partly_known": "Partly known ({n})",
        "partly_known_note": "Some answers are given, questions are open",
        "silent": "No information ({n})",
        "met_list": "Met ({n})",
        "off_list": "Not applicable ({n})",
        "untested_list": "Not tested ({n})",
        "ask_next": "Ask next",
        "ask_next_note": "The questions whose answer could decide most results",
        "could_decide.one": "could decide {n} result",
        "could_decide.other": "could decide {n} results",
        "because": "Because",
        "because_nothing": "It is so whatever the answers are.",
        "nothing_known": "Nothing is known yet.",
        "still_missing": "Still open",
        "to_do": "What would close it",
        "reserved": "by reservation",
        "clause_ours": "Our summary; the document's words are not held",
        "changed.one": "{n} result changed: {what}",
        "changed.other": "{n} results changed: {what}",
        "changed_one": "{paragraph}: {status}",
        "changed_more": "{what}, and others",
        "changed_none": "No result changed.",
        "legend": "○ not met, ◐ partly met, ● met are still possible; a dot: ruled out.",
        "uncounted_note": (
            "The program leaves a recommendation that is only told of out of the table if the "
            "passage that tells of it is its only source. This page counts it."
        ),
        "quotes_note": "The program checks quotations when it reads your file.",
        "same_as_program": (
            "The program decides the same when it reads your file: compliance assess FILE."
        ),
    }
)
"""The page that is filled in."""
