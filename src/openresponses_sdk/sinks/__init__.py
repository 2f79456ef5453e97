"""Sinks carry events out of the process: they hold what was emitted until a server takes it.

Emitting is synchronous and does no I/O; who owns the connection pulls.

* ``sse``, ``ndjson``: bytes, by ``take_bytes``; ``pulled`` is what they share.
* ``chat``: bytes too, for clients of Chat Completions.
* ``websocket``: text frames, by ``take_frames``.
* ``async_queue``: events for a reader in an asyncio program, with ``drain`` as back-pressure.
* ``body``: the three of them put together, the body of a streamed HTTP answer.
"""
