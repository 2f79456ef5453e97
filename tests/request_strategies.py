"""Requests built by Hypothesis, with every member, item, part and tool of the specification and what vendors add."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

__all__ = ["requests"]

TEXT = st.text(st.sampled_from("abc é\n[]"), min_size=1, max_size=6)
NAME = st.sampled_from(["f", "g", "h"])
CALL_ID = st.sampled_from(["call_1", "call_2", "toolu.3", "4"])
EXTRA = st.sampled_from(["vendor:note", "caption", "prompt_cache_breakpoint"])
SCHEMA = st.fixed_dictionaries(
    {"type": st.just("object")},
    optional={
        "properties": st.dictionaries(
            NAME, st.sampled_from([{"type": "string"}, {"enum": [1, 2.5, True]}]), max_size=2
        ),
        "title": TEXT,
    },
)
CITATION = {
    "type": "web_search_result_location",
    "url": "https://example.com",
    "title": "T",
    "cited_text": "abc",
    "encrypted_index": "xx",
}
SIGNED = (
    *("anthropic:thinking:c2ln", "anthropic:redacted_thinking:eHg", "google:thought_signature::c2ln"),
    *("google:thought_signature:0-1:c2ln", "gAAAAA", '{"type":"reasoning.text","signature":"s"}'),
    *('{"type":"reasoning.encrypted","id":"r","data":"d"}', '{"type":"reasoning_opaque","data":"d"}', "{", ""),
)


def objects(required: Mapping[str, Any], optional: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with fixed values or strategies for their members; now and then one with a member that nobody knows."""
    fixed = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in required.items()
    }
    known = st.fixed_dictionaries(fixed, optional=dict(optional))
    strange = st.tuples(known, EXTRA, TEXT).map(lambda drawn: {**drawn[0], drawn[1]: drawn[2]})
    return st.one_of(known, known, known, known, strange)


def lists(*entries: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.one_of(*entries), max_size=most)


FILES = {
    "filename": st.sampled_from(["a.pdf", "b.txt", "c"]),
    "file_data": st.sampled_from(["YWJj", "data:application/pdf;base64,YWJj", "data:text/csv;base64,YWJj", "!"]),
    "file_url": st.sampled_from(["https://example.com/a.pdf", "https://example.com/x"]),
    "file_id": st.sampled_from(["file-1", "files/2"]),
}
IMAGES = {
    "image_url": st.sampled_from(
        ["https://example.com/a.png", "data:image/png;base64,YWJj", "data:image/tiff;base64,YWJj", "data:,x"]
    ),
    "file_id": st.sampled_from(["file-1"]),
    "detail": st.sampled_from(["auto", "low", "high", "original", "strange"]),
}
ANNOTATIONS = objects(
    {
        "type": "url_citation",
        "url": st.sampled_from(["https://example.com", "https://example.org"]),
        "title": st.sampled_from(["T", "U"]),
        "start_index": st.integers(0, 4),
        "end_index": st.integers(0, 6),
    },
    {"anthropic:citation": st.just(CITATION)},
)
INPUT_TEXT = objects({"type": "input_text", "text": TEXT}, {})
OUTPUT_TEXT = objects({"type": "output_text", "text": TEXT}, {"annotations": lists(ANNOTATIONS)})
REFUSAL = objects({"type": "refusal", "refusal": TEXT}, {})
IMAGE = objects({"type": "input_image"}, IMAGES)
FILE = objects({"type": "input_file"}, FILES)
VIDEO = objects({"type": "input_video", "video_url": st.sampled_from(["https://example.com/v.mp4", "x"])}, {})
AUDIO = st.just({"type": "input_audio", "input_audio": {"data": "YWJj", "format": "wav"}})
STRANGE = objects({"type": "vendor:part"}, {"text": TEXT})
ITEM = {"id": TEXT, "status": st.sampled_from(["completed", "incomplete", "in_progress"])}
KEPT = objects(
    {"content_index": st.integers(0, 2), "start_index": st.integers(0, 3), "end_index": st.integers(0, 4)},
    {"citation": st.just({"type": "char_location", "cited_text": "a", "document_index": 0})},
)
SIGNATURES = objects({"signature": TEXT, "start": st.integers(0, 3), "end": st.integers(0, 4)}, {})

MESSAGES = st.one_of(
    objects({"role": "user", "content": TEXT}, ITEM | {"type": st.just("message")}),
    objects({"role": "user", "content": lists(INPUT_TEXT, IMAGE, FILE, VIDEO, AUDIO, STRANGE)}, {}),
    objects(
        {"role": st.sampled_from(["system", "developer"]), "content": st.one_of(TEXT, lists(INPUT_TEXT, IMAGE))}, ITEM
    ),
    objects(
        {"type": "message", "role": "assistant", "content": st.one_of(TEXT, lists(OUTPUT_TEXT, REFUSAL, STRANGE))},
        ITEM
        | {
            "phase": st.sampled_from(["commentary", "final_answer"]),
            "anthropic:citations": lists(KEPT),
            "google:thought_signatures": lists(SIGNATURES),
        },
    ),
    objects({"role": "critic", "content": TEXT}, {}),
)
CALLS = objects(
    {
        "type": "function_call",
        "call_id": CALL_ID,
        "name": NAME,
        "arguments": st.sampled_from(["{}", '{"a":1}', '{"a":', "[1]"]),
    },
    ITEM
    | {
        "anthropic:caller": st.just({"type": "direct"}),
        "anthropic:tool_call_id": st.just("toolu_9"),
        "google:id": TEXT,
        "google:tool_name": TEXT,
        "google:thought_signature": TEXT,
    },
)
OUTPUTS = objects(
    {
        "type": "function_call_output",
        "call_id": CALL_ID,
        "output": st.one_of(TEXT, lists(INPUT_TEXT, IMAGE, FILE, VIDEO, STRANGE)),
    },
    ITEM,
)
REASONING = objects(
    {"type": "reasoning", "summary": lists(objects({"type": "summary_text", "text": TEXT}, {}), most=2)},
    {
        "id": TEXT,
        "content": lists(objects({"type": "reasoning_text", "text": TEXT}, {}), STRANGE, most=2),
        "encrypted_content": st.sampled_from(SIGNED),
    },
)
OTHERS = st.one_of(
    objects({"type": "compaction", "encrypted_content": TEXT}, ITEM),
    objects({"id": TEXT}, {"type": st.just("item_reference")}),
    objects(
        {"type": "anthropic:server_tool_use", "name": NAME, "input": st.just({"q": 1})}, ITEM | {"anthropic:id": TEXT}
    ),
    objects({"type": "google:executable_code"}, {"part": st.just({"executableCode": {"code": "1"}}), "id": TEXT}),
    objects({"type": "vendor:item"}, ITEM),
    objects({"type": "web_search_call"}, ITEM),
)
TOOLS = st.one_of(
    objects({"type": "function", "name": NAME}, {"description": TEXT, "parameters": SCHEMA, "strict": st.booleans()}),
    objects(
        {"type": st.sampled_from(["web_search", "anthropic:web_search_20250305", "google:google_search"])}, {"k": TEXT}
    ),
)
CHOICES = st.one_of(
    st.sampled_from(["auto", "none", "required", "sometimes"]),
    objects({"type": "function", "name": NAME}, {}),
    objects(
        {"type": "allowed_tools", "tools": lists(objects({"type": "function", "name": NAME}, {}))},
        {"mode": st.sampled_from(["auto", "required", "none"])},
    ),
    objects({"type": "vendor:choice"}, {}),
)
FORMATS = st.one_of(
    objects({"type": st.sampled_from(["text", "json_object", "grammar"])}, {}),
    objects({"type": "json_schema"}, {"name": NAME, "schema": SCHEMA, "description": TEXT, "strict": st.booleans()}),
)


def requests() -> st.SearchStrategy[dict[str, Any]]:
    """Requests with any of their members, most of them legal."""
    number = st.sampled_from([0, 0.5, 1, 1.5, 2])
    items = st.lists(st.one_of(MESSAGES, CALLS, OUTPUTS, CALLS, OUTPUTS, REASONING, OTHERS), max_size=6)
    return st.fixed_dictionaries(
        {"model": TEXT, "input": st.one_of(TEXT, items, items, items)},
        optional={
            "instructions": TEXT,
            "previous_response_id": TEXT,
            "include": lists(st.sampled_from(["reasoning.encrypted_content", "message.output_text.logprobs", "x"])),
            "tools": lists(TOOLS),
            "tool_choice": CHOICES,
            "metadata": st.dictionaries(st.sampled_from(["user_id", "team", "A B"]), TEXT, max_size=2),
            "text": objects({}, {"format": FORMATS, "verbosity": st.sampled_from(["low", "high", "loud"])}),
            "temperature": number,
            "top_p": number,
            "presence_penalty": number,
            "frequency_penalty": number,
            "parallel_tool_calls": st.booleans(),
            "stream": st.booleans(),
            "stream_options": objects({}, {"include_obfuscation": st.booleans()}),
            "background": st.booleans(),
            "max_output_tokens": st.sampled_from([16, 2000, 50_000]),
            "max_tool_calls": st.integers(1, 3),
            "reasoning": objects(
                {},
                {
                    "effort": st.sampled_from(["none", "minimal", "low", "xhigh", "max", "strange"]),
                    "summary": st.sampled_from(["auto", "concise", "strange"]),
                },
            ),
            "safety_identifier": TEXT,
            "user": TEXT,
            "prompt_cache_key": TEXT,
            "truncation": st.sampled_from(["auto", "disabled"]),
            "store": st.booleans(),
            "service_tier": st.sampled_from(["auto", "default", "flex", "priority", "strange"]),
            "top_logprobs": st.integers(0, 20),
            "vendor_member": TEXT,
        },
    )
