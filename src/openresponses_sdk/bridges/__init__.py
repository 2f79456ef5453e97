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
* ``anthropic_messages``: Anthropic's Messages API, one response a message.
  ``anthropic_content`` puts its blocks in order, ``anthropic_blocks`` writes
  them on what ``anthropic_writing`` has in common, ``anthropic_outcome`` maps
  how a message ends, ``anthropic_thinking`` keeps what only Anthropic can read.
* ``gemini``: Google's ``generateContent``, streamed or whole.
  ``gemini_response`` is one answer, ``gemini_parts`` finds the writer of a
  part, ``gemini_text``, ``gemini_calls`` and ``gemini_citations`` are the
  writers, ``gemini_signatures`` keeps thought signatures, ``gemini_outcome``
  maps how an answer ends.
* ``ollama``: the native chat of Ollama.
* ``chat_completions``: chunks and whole completions of OpenAI-compatible
  servers, one response a completion.  ``chat_chunks`` reads the fields of a
  chunk, ``chat_delta`` what the model says, with ``chat_reasoning``,
  ``chat_calls`` and ``chat_citations``; ``chat_fields`` says what becomes of
  other fields, ``chat_outcome`` maps how a completion ends, ``chat_response``
  is for whole ones.
* ``chat_writing``: the other way round, response streams as chunks of Chat
  Completions.  ``chat_stream`` is one completion, ``chat_events`` says where
  its events tell what, ``chat_answer`` writes items and parts into the texts of
  ``chat_texts``, ``chat_losses`` has what is left out, ``chat_closing`` how it
  ends, ``whole_completion`` is for whole responses.
* ``chat_request_in``: requests of Chat Completions as requests.
  ``chat_messages_in`` reads messages, with ``chat_parts_in`` and
  ``chat_reasoning_in``; ``chat_tools_in`` tools, choices and formats.
* ``responses``: the Responses stream of any server, made conformant.
  ``source_items`` finds what an event is about, ``mended_output`` writes items
  and parts (``mended_nodes`` is what it knows of them), ``mended_response`` the
  response object, ``final_output`` compares the end with what was streamed.
  ``schema_mending`` makes values fit, ``mending_log`` keeps what was wrong,
  ``passing`` numbers events and passes them on, ``hot_delta`` is the short way
  for deltas.  It needs no ``ResponseBuilder``, since most events stay as they are.

Requests go the other way.  ``chat_request``, ``anthropic_request`` and
``gemini_request`` map a request's settings; ``chat_history``,
``anthropic_history`` (with ``anthropic_citations``) and ``gemini_history`` write
its messages.  They share ``request_mapping`` (the result and its findings),
``request_object`` (which reports what nobody takes), ``request_values`` (plain
JSON of models), ``request_input`` (walks the items), ``request_media``,
``request_tools`` and ``request_settings``.

``gemini`` and ``ollama`` derive from ``provider``, which has the options that
bridges of providers share.
"""
