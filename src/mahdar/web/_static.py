"""Files that stand in the wheel: styles, scripts, fonts, pictures."""

import re
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

__all__ = ["STATIC", "WheelFiles"]

STATIC = Path(__file__).parent / "static"
# "app-B1x2C3d4.js": the name changes with what is in it. A hash without any digit or capital could be a word.
_NAMED_BY_CONTENT = re.compile(r"[-.](?=[a-z_-]*[A-Z0-9])[A-Za-z0-9_-]{8}\.[a-z0-9]+$")


class WheelFiles(StaticFiles):
    """Files of the wheel. One whose name holds a hash of its content is never asked for again, any other each time."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        lasting = _NAMED_BY_CONTENT.search(path) is not None
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response
