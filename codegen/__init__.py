"""spec/ in, text out: everything below generated/ is written here, and nowhere else.

The line is ``bundle -> lint -> view -> (models | tables) -> render -> write, or compare``, one module a word.
Nothing here imports the package that it generates, nor the hand-written one.
"""
