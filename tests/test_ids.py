"""Ids are unique wherever they are made, tell their kind, and can be repeated on purpose."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from openresponses_sdk.ids import (
    DerivedIds,
    RandomIds,
    SeededIds,
    generate_call_id,
    generate_item_id,
    generate_response_id,
    system_clock,
)

PRINT_IDS = """
from openresponses_sdk import generate_call_id, generate_item_id, generate_response_id
for _ in range(200):
    print(generate_response_id(), generate_item_id(), generate_call_id())
"""


def test_ids_are_unique_across_processes() -> None:
    """OR-ITEM-08; issue 1: two servers that start at the same moment make different ids."""
    running = [subprocess.Popen([sys.executable, "-c", PRINT_IDS], stdout=subprocess.PIPE) for _ in range(2)]
    ids = [found for process in running for found in process.communicate(timeout=60)[0].split()]
    assert [process.returncode for process in running] == [0, 0]
    assert len(ids) == len(set(ids)) == 1200


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [
        ("message", "msg_"),
        ("reasoning", "rs_"),
        ("function_call", "fc_"),
        ("function_call_output", "fco_"),
        ("compaction", "cmp_"),
        ("acme:thing", "item_"),
    ],
)
def test_the_prefix_of_an_item_id_tells_its_type(kind: str, prefix: str) -> None:
    """OR-ITEM-07: the format is ours to choose."""
    assert generate_item_id(kind).startswith(prefix)
    assert SeededIds(1).item_id(kind).startswith(prefix)


def test_responses_calls_and_messages_have_their_prefix_too() -> None:
    """DESIGN, section 5: generate_response_id, generate_item_id; a call id has 64 characters at most."""
    assert generate_response_id().startswith("resp_")
    assert generate_item_id().startswith("msg_")
    assert generate_call_id().startswith("call_") and len(generate_call_id()) <= 64


def test_seeded_ids_repeat_and_differ_by_seed() -> None:
    """Issue 1: the id source is injectable, for replays."""

    def first(seed: int | str) -> list[str]:
        ids = SeededIds(seed)
        return [ids.response_id(), ids.item_id("message"), ids.call_id(), ids.response_id()]

    assert first(1) == first(1)
    assert first("a") == first("a")
    assert len({*first(1), *first(2), *first("a")}) == 12


def test_random_ids_do_not_follow_the_seed_of_the_program() -> None:
    """OR-ITEM-08: a program that seeds its own chance still has unique ids."""
    import random

    random.seed(1)
    one = RandomIds().response_id()
    random.seed(1)
    assert RandomIds().response_id() != one


def test_the_clock_gives_whole_seconds() -> None:
    """OR-RESP-01: created_at is an integer of seconds."""
    before = int(time.time())
    assert isinstance(system_clock(), int)
    assert before <= system_clock() <= before + 60


def test_derived_ids_follow_from_the_response() -> None:
    """Issue 3: what a bridge makes of one source has the same ids every time, and none of them twice."""
    first, second = DerivedIds("resp_abc"), DerivedIds("resp_abc")
    made = [first.response_id(), first.item_id("message"), first.item_id("function_call"), first.call_id()]
    assert made == ["resp_abc", "msg_abc_0", "fc_abc_1", "call_abc_0"]
    assert made == [second.response_id(), second.item_id("message"), second.item_id("function_call"), second.call_id()]
    assert first.call_id() == "call_abc_1"


def test_derived_call_ids_keep_to_their_length() -> None:
    """A call id has at most 64 characters, and a long response id must not make two of them equal."""
    ids = DerivedIds("resp_" + "x" * 100)
    made = [ids.call_id() for _ in range(20)]
    assert len(set(made)) == 20
    assert {len(call_id) for call_id in made} == {64}
