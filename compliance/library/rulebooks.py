"""The parts of a rulebook: an instrument, its errata, its rules, and what must be true of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compliance.engine.decision_table import DecisionTable
from compliance.engine.expressions import parse
from compliance.engine.tokens import ExpressionError
from compliance.errors import did_you_mean
from compliance.library.layers import LayerFile
from compliance.library.profiles import check_country
from compliance.library.source_texts import Source, folded, left_over, times_in
from compliance.library.validation import Loader
from compliance.library.yaml_reader import read
from compliance.model.rulebook import (
    Errata,
    Erratum,
    Fact,
    FactId,
    Instrument,
    Rule,
    division_meant,
)

_STAND_INS = {
    "addressee": "states",
    "as": "operative",
    "force": "statement",
    "measure": "structure",
    "note": None,
    "remedy": "-",
    "role": None,
    "title": "-",
}
"""What takes the place of faulty parts, so that the words and checks are checked all the same."""


def load_instrument(loader: Loader, folder: str, layer: str) -> Instrument | None:
    """The instrument of the rulebook in ``folder``."""
    instrument = loader.model(Instrument, id=folder, layer=layer)
    if instrument:
        check_instrument(loader, instrument)
    return instrument


def check_held(loader: Loader, instrument: Instrument, source: Source) -> None:
    """Report sentences of the preamble that do not stand there, and a part that is not as said."""
    _check_preamble(loader, instrument, source)
    for number, provision in enumerate(instrument.paragraphs_held):
        if provision not in source.paragraphs:
            near = did_you_mean(provision, source.paragraphs)
            what = f"para. {provision} is not in the source"
            loader.report(("paragraphs_held", number), what, near)
    if instrument.text_held == "partly":
        for provision in source.paragraphs:
            if not instrument.holds(provision):
                what = f"para. {provision} is in the source and not named here"
                loader.report(("paragraphs_held",), what, "name it, or take it out of the source")


def _check_preamble(loader: Loader, instrument: Instrument, source: Source) -> None:
    for number, sentence in enumerate(instrument.preamble):
        keys = ("preamble", number)
        times, words = times_in(sentence.words, source.preamble), _short(sentence.words)
        if times > 1:
            what = f"“{words}” stands there more than once: take in a word more"
            loader.report((*keys, "words"), what)
        elif times == 0:
            near = _nearest_words(sentence.words, source.preamble)
            loader.report((*keys, "words"), f"“{words}” does not stand in the preamble", near)
        for provision in sentence.rules:
            if provision not in instrument.operative:
                hint = did_you_mean(provision, instrument.operative)
                what = f"para. {provision} is not declared operative"
                loader.report((*keys, "rules"), what, hint)


def check_instrument(loader: Loader, instrument: Instrument) -> None:
    """Report keys of an instrument that do not go together."""
    if instrument.text_held == "partly" and not instrument.paragraphs_held:
        loader.report((), "`paragraphs_held` is missing", "name the paragraphs that source.txt has")
    if instrument.text_held != "partly" and instrument.paragraphs_held:
        what = "`paragraphs_held` goes with `text_held: partly`"
        loader.report(("paragraphs_held",), what, "leave it out", key=True)
    if instrument.text_held == "no" and instrument.preamble:
        what = "sentences of the preamble are quoted from the text, and it is not held"
        loader.report(("preamble",), what, "hold the text, or say it in `note`", key=True)
    if instrument.adopted and instrument.issued:
        first, last = instrument.adopted.earliest, instrument.issued.latest
        if first and last and last < first:
            loader.report(("issued",), "it is issued before it is adopted")


def load_errata(loader: Loader) -> tuple[Erratum, ...]:
    """The errata of an instrument."""
    errata = loader.model(Errata)
    return errata.errata if errata else ()


def read_errata(files: Mapping[str, LayerFile], instrument: str) -> tuple[Erratum, ...]:
    """The errata of an instrument; empty where none are recorded."""
    file = files.get(f"rules/{instrument}/errata.yaml")
    return load_errata(Loader(read(file.path, shown=file.shown))) if file else ()


def check_errata(loader: Loader, errata: Sequence[Erratum], source: Source) -> None:
    """Report errata that do not agree with the text: mended as they say, or left as it is."""
    for number, erratum in enumerate(errata):
        keys = ("errata", number)
        if erratum.kind != "scan":
            if not source.has(erratum.held):
                hint = "only what the scan got wrong is mended there; all else is kept as held"
                loader.report((*keys, "held"), "`held` does not stand in the source", hint)
        elif erratum.reads:
            if not source.has(erratum.reads):
                loader.report((*keys, "reads"), "`reads` does not stand in the source")
            if source.has(erratum.held):
                loader.report((*keys, "held"), "`held` still stands in the source")


def load_rule(
    loader: Loader, instrument: Instrument, stem: str, layer: str, source: Source | None = None
) -> Rule | None:
    """The rule in the file named ``stem``, checked against its ``source`` where that is held."""
    known = {"instrument": instrument.id, "symbol": instrument.symbol, "layer": layer}
    rule = loader.model(Rule, (), _STAND_INS, **known)
    if rule is None:
        return None
    if rule.stem != stem:
        hint = division_meant(rule.provision) or (
            f"call the file {rule.stem}.yaml, or mend `provision`"
        )
        loader.report(("provision",), f"`{rule.provision}` is not what the file is named", hint)
    if rule.country:
        check_country(loader, rule.country)
    held = _check_text(loader, rule, source) if source else None
    if loader.document.data.keys() <= Rule.model_fields.keys():  # else a key is misspelt
        _check_shape(loader, rule, instrument)
        _check_words(loader, rule, held)
    return rule


def _check_shape(loader: Loader, rule: Rule, instrument: Instrument) -> None:
    """A rule has checks or a reason for having none, and the text where it is held."""
    if [bool(rule.checks), bool(rule.no_test), rule.draft].count(True) != 1:
        what = "a rule has either `checks` or `no_test`, or is a `draft`"
        loader.report((), what, "give the reason in `no_test` where a provision asks nothing")
    if rule.is_to_others and rule.checks:
        what = "a provision addressed to others has no checks"
        loader.report(("checks",), what, "give `no_test` with the addressee", key=True)
    if rule.applies and not rule.checks and not rule.draft:
        what = "`applies` is a condition of checks, and there are none"
        loader.report(("applies",), what, "leave it out", key=True)
    is_held = instrument.holds(rule.provision)
    if is_held and rule.text is None:
        loader.report((), "`text` is missing", "quote the provision word for word")
    if rule.text and not is_held and instrument.text_held == "partly":
        what = f"para. {rule.provision} is not held"
        hint = "add it to source.txt and `paragraphs_held`, or say in `summary` what is asked"
        loader.report(("text",), what, hint, key=True)
    if rule.text is None and rule.summary is None:
        loader.report((), "`summary` is missing", "say in your own words what is asked")
    if rule.asked_of and not rule.asked_by:
        loader.report(("asked_of",), "`asked_by` is missing", "name who asked them", key=True)
    _check_checks(loader, rule)


def _check_checks(loader: Loader, rule: Rule) -> None:
    """Checks have ids of their own, and those that ask the same have one force."""
    seen: dict[str, int] = {}
    for number, check in enumerate(rule.checks):
        if check.id in seen:
            what = f"there are two checks `{check.id}`"
            loader.report(("checks", number, "id"), what)
        seen[check.id] = number
    for places in rule.requirements().values():
        if len({rule.force_of(rule.checks[place]) for place in places}) > 1:
            what = "checks with the same `asks` make one requirement and have one force"
            loader.report(("checks", places[-1], "force"), what)


def _check_words(loader: Loader, rule: Rule, held: str | None) -> None:
    """Every fragment stands once in the text, or in our summary, and none leaves a word over.

    ``held`` are the words of the source where the text is not theirs. That is the cause then: a
    fragment is only reported if it stands in neither, and words left over are not.
    """
    if not rule.wording or rule.draft:
        return
    anchors = [(("frame", number, "words"), part.words) for number, part in enumerate(rule.frame)]
    for number, check in enumerate(rule.checks):
        keys: tuple[str | int, ...] = ("checks", number, "asks")
        listed = isinstance(loader.document.data["checks"][number]["asks"], list)
        anchors += [
            ((*keys, n) if listed else keys, words)  # type: ignore[misc]
            for n, words in enumerate(check.asks)
        ]
    several = [words for _, words in anchors if times_in(words, rule.wording) > 1]
    for place, words in anchors:
        if words in several:
            what = f"“{_short(words)}” stands there more than once: take in a word more"
            loader.report(place, what)
        elif not any(times_in(words, text) for text in (rule.wording, held or "")):
            what = f"“{_short(words)}” does not stand in the provision"
            loader.report(place, what, _nearest_words(words, rule.wording))
    over = left_over(rule.wording, [words for _, words in anchors])
    over = [words for words in over if not any(times_in(one, words) for one in several)]
    if over and held is None:
        what = "words are left over: " + " … ".join(f"“{_short(words)}”" for words in over)
        key = "text" if rule.text else "summary"
        loader.report((key,), what, "put them in the `asks` of a check or in `frame`")


def _short(words: str, length: int = 80) -> str:
    text = folded(words)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _nearest_words(words: str, text: str) -> str | None:
    match = Source(text).longest_match(words)
    return f"it stands there only as far as “{_short(match)}”" if len(match.split()) > 2 else None


def check_topics(loader: Loader, rule: Rule, topics: Mapping[str, str]) -> None:
    """Report topics that are not declared."""
    for number, topic in enumerate(rule.topics):
        if topic not in topics:
            hint = did_you_mean(topic, topics) or f"declared are {', '.join(sorted(topics))}"
            loader.report(("topics", number), f"there is no topic `{topic}`", hint)


def _check_text(loader: Loader, rule: Rule, source: Source) -> str | None:
    """Report a text that is not, word for word, the paragraph it claims to be.

    Gives back the words of the source where it is not, the whole of them if need be; else None.
    """
    if rule.text is None:
        return None
    paragraph = source.paragraphs.get(rule.provision)
    if paragraph is None:
        if source.has(rule.text):
            return None
        loader.report(("text",), "the text does not stand in the source")
        return source.words
    if folded(rule.text) == paragraph:
        return None
    match = Source(paragraph).longest_match(rule.text)
    end = match if len(match) <= 60 else f"…{match[-60:]}"
    hint = f"it agrees as far as “{end}”" if match else "it begins differently"
    loader.report(("text",), f"the text is not that of para. {rule.provision}", hint)
    return paragraph


def check_condition(loader: Loader, text: str, facts: Mapping[FactId, Fact]) -> bool:
    """Whether an instrument's ``applies`` is an expression; what is wrong goes to the loader."""
    try:
        parse(text, facts)
    except ExpressionError as error:
        for problem in error.problems:
            loader.report_in_text(("applies",), problem.position, problem.what, problem.hint)
        return False
    return True


def compile_tables(
    loader: Loader, rule: Rule, facts: Mapping[FactId, Fact], condition: str | None
) -> list[DecisionTable]:
    """The decision tables of the rule's checks; complaints go to the loader.

    ``condition`` is the ``applies`` of its instrument.
    """
    from compliance.engine.compiler import compile_rule  # noqa: PLC0415 - needs rule-engine

    tables, complaints = compile_rule(rule, facts, condition)
    for complaint in complaints:
        if complaint.position is None:
            loader.report(complaint.keys, complaint.what, complaint.hint)
        else:
            loader.report_in_text(
                complaint.keys, complaint.position, complaint.what, complaint.hint
            )
    return tables
