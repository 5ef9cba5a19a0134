"""A browser for the tests that look at the pages: Debian's Chromium, installed where it is missing and may be.

Only root on Debian or Ubuntu installs it; elsewhere this says in one line that those tests will be skipped. It never fails: a
machine without a browser runs all other tests.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def browser() -> str | None:
    """The path of a Chromium that starts, None where there is none."""
    for name in NAMES:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def main() -> int:
    """Install it if need be."""
    if browser():
        return 0
    release = Path("/etc/os-release")
    told = release.read_text(encoding="utf-8").lower() if release.exists() else ""
    if ("id=debian" in told or "id=ubuntu" in told) and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (("update",), ("install", "-y", "--no-install-recommends", "chromium")):
            subprocess.run(
                ["apt-get", "-qq", *words],
                env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
                stdout=subprocess.DEVNULL,
                check=False,
            )
    if not browser():
        print(
            "no Chromium here, and none could be installed: the tests that look at pages are skipped", file=sys.stderr
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
