"""The coverage of rulebooks as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.errors import Problem
from compliance.export.json.assessments import as_text
from compliance.library.coverage import Coverage, ProvisionCoverage, RulebookCoverage


def parts(coverage: Coverage) -> Iterator[bytes]:
    """The coverage, in UTF-8."""
    document = {
        "schema": "compliance/coverage/v2",
        "rulebooks": [_rulebook_json(book) for book in coverage.rulebooks],
        "facts": {
            "declared": len(coverage.facts),
            "read": sorted(coverage.read),
            "context": sorted(fact.id for fact in coverage.facts.values() if fact.context),
        },
        "holes": [_hole_json(hole) for hole in coverage.holes],
    }
    yield as_text(document).encode("utf-8", "replace")


def _rulebook_json(book: RulebookCoverage) -> dict[str, Any]:
    return {
        "id": book.instrument.id,
        "symbol": book.instrument.symbol,
        "text_held": book.instrument.text_held,
        "paragraphs_held": list(book.instrument.paragraphs_held),
        "for_quotations": book.is_for_quotations,
        "provisions": [_provision_json(provision) for provision in book.provisions],
        "not_operative": list(book.not_operative),
        "left_out": list(book.left_out),
        "preamble": [
            {"words": one.words, "rules": list(one.rules), "reason": one.reason}
            for one in book.instrument.preamble
        ],
        "holes": len(book.holes),
    }


def _provision_json(provision: ProvisionCoverage) -> dict[str, Any]:
    rule, words = provision.rule, provision.words
    return {
        "provision": provision.provision,
        "rule": rule.id if rule else None,
        "no_test": rule.no_test if rule else None,
        "words": words
        and {
            "total": words.total,
            "asked": words.asked,
            "frame": words.framed,
            "joining": words.joining,
            "left_over": words.over,
        },
        "left_over": list(words.left_over) if words else [],
        "demands": len(rule.requirements()) if rule else 0,
        "checks": len(rule.checks) if rule else 0,
        "facts": list(provision.facts),
        "holes": len(provision.holes),
    }


def _hole_json(hole: Problem) -> dict[str, Any]:
    where = hole.where
    return {
        "path": where.path if where else None,
        "line": where.line if where and where.line else None,
        "column": where.column if where and where.column else None,
        "what": hole.what,
        "hint": hole.hint,
    }
