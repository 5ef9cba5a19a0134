"""The records: what an article is, and what was found in it. Plain frozen values, nothing that acts."""

from mahdar.model._article import Article, Failure, Zone
from mahdar.model._findings import (
    Candidate,
    Entity,
    Event,
    Evidence,
    Fact,
    Mention,
    Office,
    Record,
    Statement,
    TimeExpression,
)
from mahdar.model._span import Span
from mahdar.model._vocabulary import (
    ACTS,
    CAMEO_ROOTS,
    ENTITY_KINDS,
    EVENT_KINDS,
    FACT_STATUSES,
    FAMILIES,
    FORMS,
    PLOVER_TYPES,
    PROPERTIES,
    ROLES,
    STATUSES,
)

__all__ = [
    "ACTS",
    "CAMEO_ROOTS",
    "ENTITY_KINDS",
    "EVENT_KINDS",
    "FACT_STATUSES",
    "FAMILIES",
    "FORMS",
    "PLOVER_TYPES",
    "PROPERTIES",
    "ROLES",
    "STATUSES",
    "Article",
    "Candidate",
    "Entity",
    "Event",
    "Evidence",
    "Fact",
    "Failure",
    "Mention",
    "Office",
    "Record",
    "Span",
    "Statement",
    "TimeExpression",
    "Zone",
]
