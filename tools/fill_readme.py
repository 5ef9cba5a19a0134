"""Fill the console blocks between <!-- demo --> marks with what the program prints: python3 fill_readme.py [--check]

Each line "$ mahdar …" of a block is run on a store built from examples/; what it prints stands below it. With --check
nothing is written, and the exit status is 1 where a page is no longer true.
"""

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "README.ar.md")
BLOCK = re.compile(r"(<!-- demo -->\n```console\n)(.*?)(```\n<!-- /demo -->)", re.DOTALL)


def filled(block: str, store: Path) -> str:
    """The block with the output of its commands."""
    lines = []
    for line in block.splitlines():
        if not line.startswith("$ mahdar "):
            continue
        words = shlex.split(line.removeprefix("$ mahdar "))
        lines.append(line)
        if words[0] != "build":
            words = [str(store) if word == "examples.db" else word for word in words]
            command = [sys.executable, "-m", "mahdar", *words]
            found = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
            lines += [*found.rstrip("\n").splitlines(), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def main() -> int:
    """Fill or check the pages; returns the exit status."""
    check = "--check" in sys.argv[1:]
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "examples.db"
        build = [sys.executable, "-m", "mahdar", "build", "examples", "--into", str(store), "--quiet"]
        subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
        for name in PAGES:
            page = ROOT / name
            text = page.read_text(encoding="utf-8")
            new = BLOCK.sub(lambda match: match.group(1) + filled(match.group(2), store) + match.group(3), text)
            if new != text and check:
                stale.append(name)
            elif new != text:
                page.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{name}: the demo is not what the program prints; run tools/fill_readme.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
