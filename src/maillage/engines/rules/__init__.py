"""Rules as values: criteria over the facts of a company or a project, judged met, unmet or unknown.

One rule, several readers: the judge and its reasons, the French sentence, the JSON form, the next question, the
nearest change. A rule is judged on a day, with what is known; `DatedRule` says when it holds.
"""

from maillage.engines.rules.dated import DatedRule, next_version, rule_on
from maillage.engines.rules.decide import Verdict, verdict
from maillage.engines.rules.errors import RuleError
from maillage.engines.rules.facts import (
    Activity,
    FactKey,
    Facts,
    Interval,
    Known,
    Topic,
    Value,
    question_key,
    value_type,
)
from maillage.engines.rules.jsonform import from_json, to_json
from maillage.engines.rules.judge import Judgement, judge, recompute
from maillage.engines.rules.reasons import DECLARED, value_text
from maillage.engines.rules.sentences import Lexicon, clause, sentence
from maillage.engines.rules.values import (
    CRITERIA,
    NOMENCLATURES,
    ZONINGS,
    ActivityIn,
    Age,
    AllOf,
    AnyOf,
    CommunePopulation,
    Created,
    Flag,
    Headcount,
    Leaf,
    LegalCategory,
    Not,
    OneOf,
    Rule,
    Territory,
    ToConfirm,
    Turnover,
    YesNo,
    Zoning,
    conditions,
    key_of,
    leaves,
)

__all__ = [
    "CRITERIA",
    "DECLARED",
    "NOMENCLATURES",
    "ZONINGS",
    "Activity",
    "ActivityIn",
    "Age",
    "AllOf",
    "AnyOf",
    "CommunePopulation",
    "Created",
    "DatedRule",
    "FactKey",
    "Facts",
    "Flag",
    "Headcount",
    "Interval",
    "Judgement",
    "Known",
    "Leaf",
    "LegalCategory",
    "Lexicon",
    "Not",
    "OneOf",
    "Rule",
    "RuleError",
    "Territory",
    "ToConfirm",
    "Topic",
    "Turnover",
    "Value",
    "Verdict",
    "YesNo",
    "Zoning",
    "clause",
    "conditions",
    "from_json",
    "judge",
    "key_of",
    "leaves",
    "next_version",
    "question_key",
    "recompute",
    "rule_on",
    "sentence",
    "to_json",
    "value_text",
    "value_type",
    "verdict",
]
