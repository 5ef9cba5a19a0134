"""Kill builds a hundred times: python -m tests.chaos [--kills 100] [--seed 0] [SOURCE...]"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from mahdar import engine
from mahdar.export import export
from mahdar.knowledge import load_knowledge
from mahdar.reading import read_articles
from mahdar.store import Store
from tests.chaos import Chaos

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def contents(path: Path) -> tuple[bytes, object]:
    """What is in a store: all records as they are exported, all episodes and quotes."""
    with Store.open(path) as store:
        return b"".join(export("records", store, load_knowledge())), (store.episodes(), store.quotes())


def main() -> int:
    """Run and tell; the exit status is 1 where a store is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", default=[str(EXAMPLES)])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        knowledge = load_knowledge()
        with Store.open(Path(folder) / "undisturbed.db", create=True) as store:
            engine.build(read_articles(args.sources, knowledge), store, knowledge, sources=args.sources)
            engine.link_store(store, knowledge)
        chaos = Chaos(Path(folder), args.sources, contents(Path(folder) / "undisturbed.db"), contents, args.seed)
        killed = chaos.run(args.kills)
    for wrong in chaos.wrong:
        print(wrong)
    minutes = (time.monotonic() - begun) / 60
    print(
        f"killed {killed} times in {minutes:.1f} minutes; {chaos.finished} stores finished, {len(chaos.wrong)} faults"
    )
    return 1 if chaos.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
