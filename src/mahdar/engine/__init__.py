"""Where the analysis runs, and what is done when it fails."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.engine._attempt import Analyse
    from mahdar.engine._build import Report, build
    from mahdar.engine._cluster import build_on_ray
    from mahdar.engine._digest import article_digest, fingerprint
    from mahdar.engine._link import LinkReport, link_store
    from mahdar.engine._run import Outcome, run
    from mahdar.engine._timings import RoomTime, Timings
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_attempt": "Analyse",
            "_build": "Report build",
            "_cluster": "build_on_ray",
            "_digest": "article_digest fingerprint",
            "_link": "LinkReport link_store",
            "_run": "Outcome run",
            "_timings": "RoomTime Timings",
        },
    )

__all__ = [
    "Analyse",
    "LinkReport",
    "Outcome",
    "Report",
    "RoomTime",
    "Timings",
    "article_digest",
    "build",
    "build_on_ray",
    "fingerprint",
    "link_store",
    "run",
]
