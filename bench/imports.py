"""What importing the SDK costs over pydantic, which every user of it has to import anyway."""

from __future__ import annotations

import argparse

from .clock import Statement, fresh

PYDANTIC = "from pydantic import BaseModel, Field, ConfigDict"
BUDGET_MS = 60.0
"""Issue 1: ``import openresponses_sdk`` costs at most so much CPU more than the line above."""

_DELTA = (
    '{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_1","output_index":0,'
    '"content_index":0,"delta":"Hi","logprobs":[]}'
)
_RESPONSE = '{"id":"resp_1","object":"response","created_at":1,"model":"m","status":"completed","output":[]}'

STATEMENTS = {
    "import openresponses_sdk": Statement(f"{PYDANTIC}\nimport openresponses_sdk"),
    "… ResponseBuilder": Statement(f"{PYDANTIC}\nfrom openresponses_sdk import ResponseBuilder"),
    "… SSEDecoder": Statement(f"{PYDANTIC}\nfrom openresponses_sdk import SSEDecoder"),
    "… ThreadEventBridge": Statement(f"{PYDANTIC}\nfrom openresponses_sdk import ThreadEventBridge"),
    "… iter_violations": Statement(f"{PYDANTIC}\nfrom openresponses_sdk import iter_violations"),
    "… CreateResponseRequest": Statement(f"{PYDANTIC}\nfrom openresponses_sdk import CreateResponseRequest"),
    "… every public name": Statement(f"{PYDANTIC}\nfrom openresponses_sdk import *"),
}
FIRST_USES = {
    "the first delta parsed": Statement(f"parse_event('{_DELTA}')", "from openresponses_sdk import parse_event"),
    "the first response parsed": Statement(
        f"parse_response('{_RESPONSE}')", "from openresponses_sdk import parse_response"
    ),
    "the first response built": Statement(
        "ResponseBuilder(model='m').start()", "from openresponses_sdk import ResponseBuilder"
    ),
}


def run(options: argparse.Namespace) -> bool:
    """Measure and print; True when the import keeps to its budget."""
    times = fresh({"pydantic": Statement(PYDANTIC), **STATEMENTS, **FIRST_USES}, rounds=options.rounds)
    base = times["pydantic"]
    print(f"imports and first uses: CPU ms in fresh interpreters, {options.rounds} rounds in turns")
    print(f"{PYDANTIC}: min {base.best:.1f}, median {base.usual:.1f}\n")
    print(f"{'':<28}{'min':>8}{'median':>8}{'min of it':>12}{'median of it':>14}")
    for name in (*STATEMENTS, *FIRST_USES):
        taken = times[name]
        # What is measured for an import holds pydantic's own; a first use comes after all imports.
        best, usual = (
            (taken.best, taken.usual)
            if name in FIRST_USES
            else (
                taken.best - base.best,
                taken.usual - base.usual,
            )
        )
        print(f"{name:<28}{best:>+8.1f}{usual:>+8.1f}{best / base.best:>+12.2f}{usual / base.usual:>+14.2f}")
    cost = times["import openresponses_sdk"].usual - base.usual
    kept = cost <= BUDGET_MS
    print("\n'of it': as a share of importing pydantic")
    print(f"import openresponses_sdk: {cost:+.1f} ms of {BUDGET_MS:.0f} ms allowed, {'kept' if kept else 'NOT KEPT'}")
    return kept
