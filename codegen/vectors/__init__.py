"""Golden vectors: what another implementation is judged by, made from the spec and from the cases in ``spec/vectors``.

* ``table``, ``machine`` -- a small interpreter of the event table: the second implementation of what events mean
* ``script``, ``edits`` -- streams from short scripts, and what is changed in them to break a rule
* ``streams``, ``judgements``, ``objects``, ``frames``, ``bridges`` -- the vectors of each kind
* ``files`` -- the folder: one file a topic, its schema, its README
"""
