"""Bridges turn what other systems write into Open Responses streams.

A bridge takes one source format, drives a ``ResponseBuilder`` with it and
reports what it could not carry over as ``Finding`` values.  It does no I/O:
lines or chunks come in by call, events leave through the emitter given.

What they share: ``base`` is the contract, ``source`` reads source events,
``names`` and ``failure`` make names, ids and errors fit, ``assistant_output``
writes what a model says item by item.

* ``thread_events``: the event log of the VT Code and Codex CLI agents, one
  response a turn.  ``thread_log`` knows its dialects, ``thread_turn`` finds the
  writer of an item, ``thread_items``, ``thread_text`` and ``thread_calls`` are
  the writers, ``thread_outcome`` maps how a turn ends.
* ``chat_completions``: chunks and whole completions of OpenAI-compatible
  servers, one response a completion.  ``chat_chunks`` reads the fields of a
  chunk, ``chat_delta`` what the model says, with ``chat_reasoning``,
  ``chat_calls`` and ``chat_citations``; ``chat_fields`` says what becomes of
  other fields, ``chat_outcome`` maps how a completion ends, ``chat_response``
  is for whole ones.
"""
