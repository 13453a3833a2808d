"""Commands by which a reader goes on from a report on a terminal, narrowed as the report is."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.document.model import Facts, Section
from compliance.document.text import Text, code
from compliance.errors import InputError
from compliance.library.languages import say
from compliance.library.library import EVERYTHING, Library, Scope
from compliance.model.profiles import Profile
from compliance.model.rulebook import Rule

Commands = list[tuple[str, str]]
"""What one gets, and the command."""


def section(commands: Commands) -> Section:
    """The commands as the last section of a report."""
    pairs: list[tuple[Text, Text]] = [(what, code(command)) for what, command in commands]
    return Section(say("report.next"), [Facts(pairs)])


def next_commands(
    assessments: Sequence[Assessment], scope: Scope, rule: Rule | None, *, has_answers: bool
) -> Commands:
    """What to do after a gap report; without answers first of all the questionnaire."""
    first = assessments[0]
    narrowed, options = narrowing(scope), f"{_held(first)}{_layers(first.library)}"
    names = _names(assessments)
    country = first.profile.country
    source = _source(assessments) if has_answers else ""
    layers = f"{_layers(first.library)}{_language(first.library)}"
    questions = f"compliance questionnaire {country}{source}{narrowed}{layers}"
    parts = [one for held in assessments for one in held.basis.accounts if one.is_part]
    # A file of which not all can be read may be the one that was sent out under the first name.
    name = "q-again.xlsx" if parts else "q.xlsx"
    found = [(say("report.next.ask"), f"{questions} -o {name}")]
    if not has_answers:
        return [
            *found,
            (say("report.next.rules"), f"compliance rules{narrowed}{_layers(first.library)}"),
        ]
    report = f"compliance assess {names}{narrowed}{options}{_language(first.library)}"
    found.insert(0, (say("report.next.sources"), f"{report} --details"))
    if rule:
        reference = rule_reference(rule, first.library)
        why = f"compliance explain {reference} {names}{options}"
        found.insert(0, (say("report.next.why"), why))
    plan = f"compliance plan {names}{narrowed}{_day(first)}{_layers(first.library)}"
    if first.gaps() and not first.basis.is_joint:
        found.append((say("report.next.plan"), plan))
    if len(assessments) > 1:
        matrix = f"compliance matrix {names}{narrowed}{_layers(first.library)}"
        found.append((say("report.next.compare"), matrix))
    found.append((say("report.next.save"), f"{report} {_files(first.library)}"))
    return [*(_account_of(one, layers) for one in parts), *found]


def _account_of(part: Profile, layers: str) -> tuple[str, str]:
    """The command that makes an account of a file of which not all can be read."""
    command = f"compliance import questionnaire {shlex.quote(part.layer)} --keep-going{layers}"
    return say("report.next.import"), f"{command} -o {_made_of(part)}"


def _made_of(part: Profile) -> str:
    """The account that is made of such a file, by its name."""
    return shlex.quote(f"{part.id}.yaml")


def _files(library: Library) -> str:
    """The files of a report; a workbook is in English alone."""
    if library.language.entries:
        return "-o report.html -o report.docx"
    return "-o report.xlsx -o report.docx"


def narrowing(scope: Scope) -> str:
    """The options that narrow the rules."""
    books = "".join(f" --rulebook {shlex.quote(name)}" for name in sorted(scope.rulebooks))
    return books + "".join(f" --topic {shlex.quote(name)}" for name in sorted(scope.topics))


def command(verb: str, assessments: Sequence[Assessment], scope: Scope = EVERYTHING) -> str:
    """The command of this name on these accounts, on the same day and narrowed alike."""
    first = assessments[0]
    options = f"{narrowing(scope)}{_held(first)}{_layers(first.library)}"
    return f"compliance {verb} {_names(assessments)}{options}"


def explain_command(rule: Rule, library: Library, assessments: Sequence[Assessment]) -> str:
    """The command that shows a rule for these accounts."""
    reference = rule_reference(rule, library)
    if not assessments:
        return f"compliance explain {reference}{_layers(library)}"
    options = f"{_held(assessments[0])}{_layers(library)}"
    return f"compliance explain {reference} {_names(assessments)}{options}"


def _names(assessments: Sequence[Assessment]) -> str:
    """What names these accounts: the country where that is all of them and no others."""
    library = assessments[0].library
    accounts = [account for one in assessments for account in one.basis.accounts]
    countries = dict.fromkeys(account.country for account in accounts)
    named = [account.id for country in countries for account in library.profiles_of(country)]
    joint = " --together" if assessments[0].basis.is_joint else ""
    if all(_is_known(one, library) for one in accounts) and named == [a.id for a in accounts]:
        return " ".join(countries) + joint
    return " ".join(profile_reference(one, library) for one in accounts) + joint


def _source(assessments: Sequence[Assessment]) -> str:
    """The option that fills in what is answered, where one account has answered."""
    first = assessments[0]
    if len(assessments) > 1 or first.basis.is_joint:
        return ""
    account = first.basis.accounts[0]
    known = _is_known(account, first.library)
    return f" --from {account.id if known else profile_reference(account, first.library)}"


def _held(assessment: Assessment) -> str:
    """The options that say on which day, and how well answers must be shown."""
    standard = assessment.basis.standard
    strict = f" --evidence {standard}" if standard is not EvidenceStandard.ANY else ""
    return f"{_day(assessment)}{strict}"


def _day(assessment: Assessment) -> str:
    is_other = assessment.as_of != assessment.basis.profile.as_of
    return f" --as-of {assessment.as_of}" if is_other else ""


def _language(library: Library) -> str:
    """The option that names the language of a report, but for English."""
    return f" --lang {library.language.code}" if library.language.entries else ""


def _layers(library: Library) -> str:
    return "".join(f" --layer {shlex.quote(name)}" for name in library.layers)


def rule_reference(rule: Rule, library: Library) -> str:
    """The shortest name by which the command line finds the rule."""
    try:
        return rule.stem if library.rule(rule.stem).id == rule.id else rule.id
    except InputError:
        return rule.id


def _is_known(profile: Profile, library: Library) -> bool:
    """Whether the library has this account; it may have been published since."""
    known = library.profiles.get(profile.id)
    return known is not None and known.layer == profile.layer


def profile_reference(profile: Profile, library: Library) -> str:
    """The country where that names this account alone, else its id, or else its file."""
    if profile == library.unspoken(profile.country):
        return profile.country
    if profile.is_part:
        return _made_of(profile)
    if not _is_known(profile, library):
        return shlex.quote(profile.layer)
    alone = [p.id for p in library.profiles.values() if p.country == profile.country]
    return profile.country if alone == [profile.id] else profile.id
