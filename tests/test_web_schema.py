"""The API against its own description, by schemathesis: nothing that the description allows breaks it, and what it does not allow is
refused. `MAHDAR_EXAMPLES=200 pytest tests/test_web_schema.py` (or `make schemathesis`) asks longer."""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from mahdar.knowledge import Knowledge
from mahdar.store import Store
from mahdar.web import Audit, Tokens, create_app
from mahdar.web.api import described
from tests.web_house import serving

EXAMPLES = int(os.environ.get("MAHDAR_EXAMPLES", "3"))
_WORD: list[str] = []


api = schemathesis.openapi.from_dict(described())


@pytest.fixture(scope="module")
def served(shown_path: Path, whole: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API on a copy of the examples that takes corrections."""
    folder = tmp_path_factory.mktemp("schema")
    tokens = Tokens(folder / "tokens")
    _WORD[:] = [tokens.make("Huda", ["fix"], "2026-01-01T00:00:00Z")[1]]
    with Store.open(copyfile(shown_path, folder / "own.db")) as store:
        app = create_app(store, whole, writable=True, tokens=tokens, audit=Audit(folder / "audit"))
        with serving(app) as address:
            yield address


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="MAHDAR_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_is_as_described(case: schemathesis.Case, served: str) -> None:
    case.call_and_validate(base_url=served, headers={"Authorization": f"Bearer {_WORD[0]}"})
