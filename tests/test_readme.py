"""The product's face tells what the program does today."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_demo_is_what_the_program_prints() -> None:
    check = [sys.executable, str(ROOT / "tools/fill_readme.py"), "--check"]
    found = subprocess.run(check, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
