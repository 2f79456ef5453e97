"""Whether the long runs are wanted: `OPENRESPONSES_LONG` is set, as `nox -s long` does."""

from __future__ import annotations

import os

import pytest

IS_LONG = bool(os.environ.get("OPENRESPONSES_LONG"))
"""Whether to take very many examples and very large inputs."""

only_long = pytest.mark.skipif(not IS_LONG, reason="takes long; `nox -s long` runs it (OPENRESPONSES_LONG)")
