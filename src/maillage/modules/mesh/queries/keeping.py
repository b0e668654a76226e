"""Effects as JSON, so that a study is read as it was computed."""

import datetime
from dataclasses import asdict
from typing import Any

from maillage.modules.mesh.queries.effects import (
    ChangeAsked,
    ChangeLine,
    Effect,
    Officers,
    PlaceEffect,
    SchemeEffect,
)
from maillage.modules.mesh.queries.shapes import AnomalyLine, By, Count, Named, Stamp

Json = dict[str, Any]


def written(effect: Effect) -> Json:
    """An effect as values of JSON."""
    said = asdict(effect)
    for name in ("on", "stock_on", "computed_at"):
        said["stamp"][name] = getattr(effect.stamp, name).isoformat()
    return said


def read(said: Json) -> Effect:
    """The effect that :func:`written` wrote."""
    return Effect(
        stamp=_stamp(said["stamp"]),
        changes=tuple(
            ChangeLine(asked=asked(one["asked"]), sentence=one["sentence"], fault=one["fault"])
            for one in said["changes"]
        ),
        schemes=tuple(
            SchemeEffect(
                scheme=Named(**one["scheme"]),
                before=_count(one["before"]),
                after=_count(one["after"]),
                closed=one.get("closed", False),
            )
            for one in said["schemes"]
        ),
        gained=Count(**said["gained"]),
        lost=Count(**said["lost"]),
        communes_gained=said["communes_gained"],
        communes_lost=said["communes_lost"],
        by=By(**said["by"]),
        axes=tuple(By(**one) for one in said["axes"]),
        places=tuple(
            PlaceEffect(
                code=one["code"], name=one["name"], gained=Count(**one["gained"]), lost=Count(**one["lost"])
            )
            for one in said["places"]
        ),
        requests=said["requests"],
        officers=tuple(Officers(**one) for one in said["officers"]),
        note=said["note"],
        communes_perhaps_gained=said.get("communes_perhaps_gained", said["communes_gained"]),
        communes_perhaps_lost=said.get("communes_perhaps_lost", said["communes_lost"]),
    )


def asked(said: Json) -> ChangeAsked:
    """A change as it was asked."""
    return ChangeAsked(**{**said, "schemes": tuple(said["schemes"])})


def _count(said: Json | None) -> Count | None:
    return None if said is None else Count(**said)


def _stamp(said: Json) -> Stamp:
    days = {name: datetime.date.fromisoformat(said[name]) for name in ("on", "stock_on")}
    return Stamp(
        **{
            **said,
            **days,
            "computed_at": datetime.datetime.fromisoformat(said["computed_at"]),
            "departments": tuple(said["departments"]),
            "anomalies": tuple(
                AnomalyLine(**{**one, "examples": tuple(one["examples"])}) for one in said["anomalies"]
            ),
        }
    )
