"""From the rule of a finding to the entry that it names."""

from collections.abc import Mapping
from functools import lru_cache

from mahdar.explanations._records import Reason
from mahdar.knowledge import FILES, Knowledge
from mahdar.knowledge.brackets import parse


@lru_cache(maxsize=4)
def _entries(knowledge: Knowledge) -> Mapping[str, tuple[str, str | None]]:
    """File and first example of every entry, by its id."""
    found: dict[str, tuple[str, str | None]] = {}
    for file, parts in FILES.items():
        for field, _, _ in parts:
            for entry in getattr(knowledge, field):
                ident = getattr(entry, "id", "")
                if ident:
                    examples = getattr(entry, "yes", ())
                    found.setdefault(ident, (file, parse(examples[0]).text if examples else None))
    return found


def reasons_of(rule: str, knowledge: Knowledge) -> tuple[Reason, ...]:
    """The entries and rules that a rule names, each once."""
    entries = _entries(knowledge)
    found = []
    for name in dict.fromkeys(rule.split()):
        file, example = entries.get(name, (None, None))
        found.append(Reason(name, file, example))
    return tuple(found)
