"""Benchmarks: ``python -m bench``, or ``python -m bench NAME`` for some.

Each module measures one thing and is named in ``__main__``.  What is claimed are ratios within one run, since
microseconds depend on the machine.  ``clock`` (time), ``targets`` (what a ratio should be),
``samples`` (data) and ``peers`` (other libraries) hold what they share.
"""
