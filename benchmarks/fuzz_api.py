"""Throw generated requests at the whole API of a copy of a ledger, and print what breaks.

    python benchmarks/fuzz_api.py --ledger onrecord.db --examples 100 --seconds 600

schemathesis makes the requests from the OpenAPI document: valid ones, ones that break a rule each, methods that are
not there, missing tokens. Every answer must be one that the document allows, and none an error of the server's. The
exit status is 1 where something was found.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOKEN = "the-token-of-a-server-that-is-fuzzed"
SEMANTIC = ("POST /api/v1/judgements",)
"""Operations with rules that no schema says: two ids of one claim, a stage that is none of the nine."""


@dataclass
class Outcome:
    """What came of a run: how many requests with which status, and what was found."""

    requests: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many requests were answered."""
        return sum(self.requests.values())


def fuzz(
    app: Any,
    examples: int,
    seconds: int | None = None,
    seed: int = 1,
    known: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    phases: Sequence[str] = ("examples", "coverage", "fuzzing"),
) -> Outcome:
    """Run schemathesis against an application in this process; `known` gives values of path parameters by path."""
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    accepted = ["2xx", "3xx", "400", "401", "403", "404", "409", "429"]
    rejected = ["400", "401", "403", "404", "405", "409", "413", "414", "429"]
    config: dict[str, Any] = {
        "seed": seed,
        "suppress-health-check": ["all"],
        "continue-on-failure": True,
        "headers": {"Authorization": f"Bearer {TOKEN}"},
        "generation": {"max-examples": examples, "no-shrink": True},
        "phases": {name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")},
        "checks": {"negative_data_rejection": {"expected-statuses": rejected}},
        "operations": [
            *(
                {"include-name": name, "checks": {"positive_data_acceptance": {"expected-statuses": accepted}}}
                for name in SEMANTIC
            ),
            *(
                {"include-path": path, "parameters": {f"path.{name}": values for name, values in own.items()}}
                for path, own in (known or {}).items()
            ),
        ],
    }
    if seconds is not None:
        config["max-time"] = seconds
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=SchemathesisConfig.from_dict(config))
    outcome = Outcome()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            outcome.operations.add(event.label or "")
            for interaction in event.recorder.interactions.values():
                if interaction.response is not None:
                    outcome.requests[interaction.response.status_code] += 1
            for case_id, checks in event.recorder.checks.items():
                for check in checks:
                    if check.failure_info is not None:
                        case = event.recorder.cases[case_id].value
                        said = f"{event.label}: {check.name}: {check.failure_info.failure}"
                        outcome.found.append(f"{said}\n    {case.as_curl_command()}"[:1_500])
        elif isinstance(event, events.NonFatalError | events.FatalError):
            outcome.found.append(str(getattr(event, "value", None) or getattr(event, "exception", event))[:1_500])
    return outcome


def main() -> int:
    """Fuzz a copy of a ledger."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--examples", type=int, default=50, help="of each operation")
    parser.add_argument("--seconds", type=int, default=None, help="at most; fuzzing goes on until they are spent")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()

    from onrecord.web.application import application
    from onrecord.web.settings import Settings

    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "ledger.db"
        shutil.copy(given.ledger, copy)
        app = application(Settings(copy, token=TOKEN, rate=100_000_000))
        outcome = fuzz(app, given.examples, given.seconds, given.seed)
    print(f"{outcome.total:,} requests to {len(outcome.operations)} operations in {time.monotonic() - started:.0f} s")
    print(", ".join(f"{status}: {count:,}" for status, count in sorted(outcome.requests.items())))
    print(f"{len(outcome.found)} findings")
    for one in dict.fromkeys(outcome.found):
        print(f"- {one}")
    return 1 if outcome.found else 0


if __name__ == "__main__":
    sys.exit(main())
