"""What stands between a change and its release; used by the tasks of noxfile.py and by the release workflow.

* ``surface`` -- the public names of the two packages and what they reach, read from source by griffe
* ``breakages`` -- which of them a program could use in an older state and cannot use now
* ``changelog`` -- the sections of CHANGELOG.md, and what they say of a name
* ``history`` -- the releases that git knows, and the source of one
* ``rebuild`` -- the distributions once more, from the sdist, to compare the bytes

``python -m release --help`` lists the commands.  It imports nothing of the packages it judges.
"""
