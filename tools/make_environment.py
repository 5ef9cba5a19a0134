"""Make (or update) a virtual environment from a lock with hashes: python3 make_environment.py FOLDER LOCK

Needs Python 3.11 or later. Where Debian has split `venv` off, it is installed if this runs as root, else the command
to install it is named.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)


def main() -> int:
    """Make the environment; returns the exit status."""
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"mahdar needs Python 3.11 or later; this is {found}. Try: make PYTHON=python3.11 …", file=sys.stderr)
        return 2
    folder, lock = Path(sys.argv[1]), Path(sys.argv[2])
    python = folder / "bin" / "python"
    if not python.exists():
        if importlib.util.find_spec("ensurepip") is None and not _install_venv():
            return 2
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    # The lock is whole: what a package asks for beyond it (followthemoney: ICU, which has no wheels) is left out on purpose.
    subprocess.run([*pip, "--no-deps", "--require-hashes", "--requirement", str(lock)], check=True)
    subprocess.run([*pip, "--no-deps", "--editable", "."], check=True)
    return 0


def _install_venv() -> bool:
    """Debian and Ubuntu ship `ensurepip` in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    install = ["apt-get", "install", "--yes", "--quiet", package]
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "--quiet"], check=False)
        return subprocess.run(install, check=False).returncode == 0
    print(f"this Python has no venv; install it first: sudo {' '.join(install)}", file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main())
