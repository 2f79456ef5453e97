"""Golden vectors, and how a program in any language is judged by them.

``store`` reads the vectors that ship with the SDK, ``cases`` makes single tests of them, ``comparison`` says where an
answer differs, ``program`` speaks with a program over its standard input and output, ``run`` asks it everything.
``implementation`` answers all kinds of test with this SDK; ``python -m openresponses_sdk.testing.vectors`` runs it.
"""

from __future__ import annotations

from .cases import KINDS, Case, iter_cases
from .comparison import Difference
from .run import Failure, Report, run
from .store import VectorFile, iter_vector_files

__all__ = ["KINDS", "Case", "Difference", "Failure", "Report", "VectorFile", "iter_cases", "iter_vector_files", "run"]
