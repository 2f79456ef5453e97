"""``python -m openresponses_sdk`` is the ``openresponses`` command."""

from .cli import main

raise SystemExit(main())
