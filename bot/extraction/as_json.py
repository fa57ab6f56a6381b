"""A report as the object that ``bot extract --json`` prints (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.domain.confidence import Reason
from bot.domain.ratings import RatingScale
from bot.domain.reports import Evidence, Pick, Report, Unresolved
from bot.extraction.picks import Refused


def explained_json(report: Report, refused: Iterable[Refused], file: str) -> dict[str, Any]:
    """The object of `report_json` with the ``reasons`` of each pick and unresolved name, and what was ``refused`` by which rule."""
    found = report_json(report, file)
    for printed, pick in zip(found["picks"], report.picks, strict=True):
        printed["reasons"] = _reasons(pick.reasons)
        printed["close"] = float(pick.close) if pick.close is not None else None
    for printed, name in zip(found["unresolved"], report.unresolved, strict=True):
        printed["reasons"] = _reasons(name.reasons)
    found["refused"] = [
        {"name": each.name, "symbol": each.symbol, "rule": each.rule.value, "page": each.page, "text": each.words}
        for each in refused
    ]
    return found


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"sign": reason.sign.value, "weight": reason.weight, "words": reason.words} for reason in reasons]


def report_json(report: Report, file: str) -> dict[str, Any]:
    """Plain values for ``json.dumps``: fractions as numbers, dates as ISO text, None where nothing is printed."""
    rating = report.industry_rating
    return {
        "file": file,
        "pages": report.pages,
        "broker": report.broker,
        "kind": report.kind.value,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "industry": report.industry,
        "industry_rating": {"label": rating.label, "change": rating.change.value if rating.change else None}
        if rating
        else None,
        "analysts": [{"name": a.name, "role": a.role.value, "licence": a.licence} for a in report.analysts],
        "risk_level": report.risk_level,
        "scales": [_scale(scale) for scale in report.scales],
        "benchmarks": {
            market.value: [{"code": index.code, "name": index.name, "when": index.when} for index in indices]
            for market, indices in report.benchmarks.items()
        },
        "picks": [_pick(pick) for pick in report.picks],
        "unresolved": [_unresolved(name) for name in report.unresolved],
        "warnings": list(report.warnings),
    }


def _scale(scale: RatingScale) -> dict[str, Any]:
    return {
        "subject": scale.subject.value,
        "basis": scale.basis.value,
        "months": list(scale.months) if scale.months else None,
        "source": scale.source.value,
        "bands": [{"label": band.label, "low": band.low, "high": band.high} for band in scale.bands],
    }


def _pick(pick: Pick) -> dict[str, Any]:
    return {
        "name": pick.name,
        "listed_name": pick.listed_name,
        "symbol": pick.symbol,
        "market": pick.market.value,
        "segment": pick.segment,
        "kind": pick.kind.value,
        "rating": pick.rating,
        "rating_change": pick.rating_change.value if pick.rating_change else None,
        "target_price": float(pick.target_price) if pick.target_price is not None else None,
        "currency": pick.currency,
        "evidence": _evidence(pick.evidence),
        "confidence": pick.confidence,
    }


def _unresolved(name: Unresolved) -> dict[str, Any]:
    return {
        "name": name.name,
        "segment": name.segment,
        "kind": name.kind.value,
        "evidence": _evidence(name.evidence),
        "candidates": list(name.candidates),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"page": evidence.page, "text": evidence.text}
