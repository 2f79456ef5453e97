"""What tests of producers and consumers need: a judge that explains itself, fixed ids and times, recordings, streams.

* ``assert_conformant`` -- fails with a readable account of what a stream breaks
* ``FakeIds``, ``FixedClock`` -- the ids and the time of a ``ResponseBuilder``, the same in every run
* ``events_of`` -- the events of a recording, judged by nobody
* ``strategies`` -- Hypothesis strategies; the one module that imports Hypothesis
* ``pytest_plugin`` -- the fixture ``replay``; write ``pytest_plugins = ["openresponses_sdk.testing.pytest_plugin"]``
  into the ``conftest.py`` at the root of your tests
"""

from __future__ import annotations

from .conformance import assert_conformant, events_of
from .fixed import FakeIds, FixedClock

__all__ = ["FakeIds", "FixedClock", "assert_conformant", "events_of"]
