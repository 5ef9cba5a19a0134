"""The whole recipe: the same article gives the same bytes in every process."""

import json
import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
# Two of one surname, which the headline names before either: whoever is taken, it has to be the same one every time.
COUSINS = "الرزين يزور الميناء\n\nوصل سامر حسين الرزين صباحا. ووصل زيد الرزين مساء. وقال الرزين إن الزيارة قصيرة."


def records(seed: str) -> bytes:
    """The records of the examples and of an article with a tie, read in a process whose hashes are seeded so."""
    row = json.dumps({"doc": "tie", "text": COUSINS, "published": "2018-03-03"}, ensure_ascii=False)
    read = [sys.executable, "-m", "mahdar", "read", "-", str(EXAMPLES), "--format", "records"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(read, input=row.encode(), env=environment, capture_output=True, check=True).stdout


def test_hashes_of_the_process_change_nothing() -> None:
    first = records("1")
    assert first.count(b"\n") == 25
    assert records("2") == first
