"""Builds that are killed (SIGKILL) at random moments, again and again, until one comes to its end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import mahdar

__all__ = ["Chaos"]


class Chaos:
    """Kills builds of `sources` into stores in `folder`. A store that was finished has to hold what `expected` is, told by
    `contents`; then a new one is begun. `wrong` takes what is not as it should be."""

    def __init__(
        self, folder: Path, sources: Sequence[str], expected: object, contents: Callable[[Path], object], seed: int = 0
    ) -> None:
        self._folder, self._sources = folder, sources
        self._expected, self._contents = expected, contents
        self._random = Random(seed)
        self._whole = float("inf")
        self.wrong: list[str] = []
        self.finished = 0

    def run(self, kills: int) -> int:
        """Go on until so many builds were killed and one has come to its end after the last of them; how many were killed."""
        # One that nobody disturbs says how long it takes: the machine may be busy, and most of it must not be its beginning.
        self._build(self._fresh(), None, worker=False)
        self.finished += 1
        killed, store, since = 0, self._fresh(), 0
        while True:
            last = killed >= kills
            whom = self._build(
                store, None if last else self._moment(), worker=not last and self._random.random() < 0.25
            )
            if whom == "build":
                killed, since = killed + 1, since + 1
                continue
            killed += whom == "worker"
            self.finished += 1
            if self._contents(store) != self._expected:
                self.wrong.append(f"{store.name}, finished after {since} kills, is not what an undisturbed build makes")
            if last:
                return killed
            store, since = self._fresh(), 0

    def _fresh(self) -> Path:
        return self._folder / f"chaos{self.finished}.db"

    def _moment(self) -> float:
        """When to kill: at any time of a build, as long as the shortest that was not killed took."""
        return self._random.uniform(0.1, self._whole)

    def _build(self, store: Path, moment: float | None, *, worker: bool) -> str:
        """Build, and kill: "build" where it was killed, "worker" where one of its processes was, "" where it came to its end."""
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mahdar",
                "build",
                *self._sources,
                "--into",
                str(store),
                "--workers",
                "2",
                "--quiet",
            ],
            env=os.environ | {"PYTHONPATH": str(Path(mahdar.__file__).parents[1])},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        begun, whom = time.monotonic(), ""
        try:
            if moment is not None:
                try:
                    process.wait(moment)
                except subprocess.TimeoutExpired:
                    children = _children(process.pid) if worker else []
                    victim = self._random.choice(children) if children else process.pid
                    whom = "worker" if children else "build"
                    os.kill(victim, signal.SIGKILL)
            said = process.communicate(timeout=300)[1]
        finally:
            process.kill()
            process.wait()
        if whom != "build":
            if moment is None and self.finished == 0:
                self._whole = time.monotonic() - begun
            if process.returncode != 0:
                self.wrong.append(f"{store.name}: status {process.returncode}: {said.strip()[-500:]}")
        return whom


def _children(pid: int) -> list[int]:
    """The processes that a build has started and that read articles."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes()
            except (OSError, ValueError, IndexError):
                continue
            if parent == pid and b"spawn_main" in words:
                found.append(int(entry.name))
    return sorted(found)
