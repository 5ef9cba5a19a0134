"""Install PostgreSQL's server for the tests: where they are run by root on Debian or Ubuntu. Elsewhere nothing is done, and
the tests that need it are skipped. The server itself is started by the tests, in a folder of their own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Exit status 0, also where it could not be installed: the tests say so."""
    if shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return 0
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        print("PostgreSQL is not installed; its tests are skipped (as root on Debian or Ubuntu it is installed)")
        return 0
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q"], ["install", "-qy", "--no-install-recommends", "postgresql"]):
        if subprocess.run(["apt-get", *words], check=False, stdout=subprocess.DEVNULL, env=quiet).returncode:
            print("PostgreSQL could not be installed; its tests are skipped", file=sys.stderr)
            break
    return 0


if __name__ == "__main__":
    sys.exit(main())
