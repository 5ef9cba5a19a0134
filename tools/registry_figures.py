"""How much of the world the registry covers: rows, who held the first offices, whose other officers are there.

For each year from 2012 on it asks who was head of state, head of government and foreign minister of every state on
1 July. Nobody may be right: some offices were vacant that day, some states have none, and in the realms of the British
crown the head of state is that of Britain.

    python tools/registry_figures.py [--gaps]
"""

import argparse
import sys
from collections import defaultdict

from mahdar.knowledge import Knowledge, load_knowledge
from mahdar.knowledge.tables.registry import Tenure

YEARS = range(2012, 2027)
RANKS = {
    "head of state": {
        "president", "king", "queen", "emir", "sultan", "emperor", "supreme leader", "leader", "pope", "duke",
        "head of the presidential council", "head of the sovereignty council", "head of the military council",
    },
    "head of government": {"prime minister", "chancellor"},
    "foreign minister": {"foreign minister"},
}  # fmt: skip
# Heads of state who are governors in another's name; states where the head of state governs or where nobody does.
REALMS = set("AG AU BS BZ CA GD JM KN LC NZ PG SB TV VC".split())
GONE_OR_DEPENDENT = set("SU YU CS DD GL HK MO PR".split())
OTHERS = (
    ("king, queen, emir, sultan, emperor, supreme leader", {"king", "queen", "emir", "sultan", "emperor", "supreme leader"}),
    ("crown prince", {"crown prince"}),
    ("defence minister", {"defence minister"}),
    ("interior minister", {"interior minister"}),
    ("national security adviser or secretary", {"national security adviser", "secretary of the national security council"}),
    ("ambassador to the UN", {"ambassador to UN"}),
)  # fmt: skip


def held_on(tenures: list[Tenure], day: str) -> bool:
    """Whether one of the terms covers the day; an open term covers all later days."""
    return any(
        tenure.start + "-01-01"[len(tenure.start) - 4 :] <= day
        and (not tenure.end or day <= tenure.end + "-12-31"[len(tenure.end) - 4 :])
        for tenure in tenures
    )


def gaps(knowledge: Knowledge, rank: str) -> dict[str, list[int]]:
    """State to the years on whose 1 July it has nobody of that rank."""
    terms: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in knowledge.tenures:
        if tenure.office in RANKS[rank]:
            terms[tenure.of].append(tenure)
    missing = {}
    for state in knowledge.states:
        if state.id in GONE_OR_DEPENDENT or (rank == "head of state" and state.id in REALMS):
            continue
        years = [year for year in YEARS if not held_on(terms[state.id], f"{year}-07-01")]
        if years:
            missing[state.id] = years
    return missing


def main(arguments: list[str]) -> int:
    """Print the figures, and with --gaps the states and years without a holder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--gaps", action="store_true", help="list states and years")
    options = parser.parse_args(arguments)
    knowledge = load_knowledge()
    for table in ("persons", "tenures", "organisations", "states", "places", "agreements", "namesakes"):
        print(f"{len(getattr(knowledge, table)):6} {table}")
    states = {state.id for state in knowledge.states}
    asked = len(states - GONE_OR_DEPENDENT)
    for rank in RANKS:
        missing = gaps(knowledge, rank)
        # an office that a state never had in these years is not missing
        never = {state for state, years in missing.items() if len(years) == len(YEARS)}
        realms = len(REALMS) if rank == "head of state" else 0
        total = (asked - realms - len(never)) * len(YEARS)
        lost = sum(len(years) for state, years in missing.items() if state not in never)
        print(
            f"{rank}: {total - lost} of {total} years in {asked - realms - len(never)} states; none in {len(never)} more"
        )
        if options.gaps:
            for state, years in sorted(missing.items()):
                print(f"    {state} {'all' if state in never else ' '.join(map(str, years))}")
    for name, titles in OTHERS:
        print(f"{len({t.of for t in knowledge.tenures if t.office in titles and t.of in states}):6} states: {name}")
    spoken = {t.of for t in knowledge.tenures if "spokesperson" in t.office and t.of in states}
    print(f"{len(spoken):6} states: spokesperson")
    print(f"{len({t.of for t in knowledge.tenures} - states):6} organisations: head or envoy")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
