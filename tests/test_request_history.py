"""The input items of a request as the messages of each provider (issue 5, requests out and round trip)."""

from typing import Any

import pytest

from tests.mapped_requests import PROVIDERS
from tests.provider_requests import fault_in

Findings = list[tuple[str, str]]
Row = tuple[list[dict[str, Any]], Findings]

USER = {"role": "user", "content": "Hi"}
CALL = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": '{"a":1}'}
CALL_2 = {"type": "function_call", "call_id": "c2", "name": "g", "arguments": ""}
OUTPUT = {"type": "function_call_output", "call_id": "c1", "output": "4"}
OUTPUT_2 = {"type": "function_call_output", "call_id": "c2", "output": "5"}
PNG = "data:image/png;base64,YWJj"
NO_OUTPUT = "No output was given."
UNANSWERED = ("missing", "$.input[0].call_id")

CHAT_CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
CHAT_CALL_2 = {"id": "c2", "type": "function", "function": {"name": "g", "arguments": "{}"}}
CLAUDE_CALL = {"type": "tool_use", "id": "c1", "name": "f", "input": {"a": 1}}
CLAUDE_CALL_2 = {"type": "tool_use", "id": "c2", "name": "g", "input": {}}
GEMINI_CALL = {"functionCall": {"name": "f", "args": {"a": 1}}}
GEMINI_CALL_2 = {"functionCall": {"name": "g", "args": {}}}


def said(text: str, role: str = "user") -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}


def parts(*entries: dict[str, Any], role: str = "user") -> dict[str, Any]:
    return {"role": role, "parts": list(entries)}


def result(id: str, content: object) -> dict[str, Any]:
    return {"type": "tool_result", "tool_use_id": id, "content": content}


def response(name: str, output: str, **more: object) -> dict[str, Any]:
    return {"functionResponse": {"name": name, "response": {"output": output}, **more}}


HISTORIES: dict[str, tuple[list[dict[str, Any]], Row, Row, Row]] = {
    "calls beside each other, a text before them and their outputs": (
        [USER, {"role": "assistant", "content": "Wait"}, CALL, CALL_2, OUTPUT, OUTPUT_2],
        (
            [
                USER,
                {"role": "assistant", "content": "Wait", "tool_calls": [CHAT_CALL, CHAT_CALL_2]},
                {"role": "tool", "tool_call_id": "c1", "content": "4"},
                {"role": "tool", "tool_call_id": "c2", "content": "5"},
            ],
            [],
        ),
        (
            [
                said("Hi"),
                {"role": "assistant", "content": [{"type": "text", "text": "Wait"}, CLAUDE_CALL, CLAUDE_CALL_2]},
                {"role": "user", "content": [result("c1", "4"), result("c2", "5")]},
            ],
            [],
        ),
        (
            [
                parts({"text": "Hi"}),
                parts({"text": "Wait"}, GEMINI_CALL, GEMINI_CALL_2, role="model"),
                parts(response("f", "4"), response("g", "5")),
            ],
            [],
        ),
    ),
    "outputs go right behind their calls, whatever stands between": (
        [CALL, CALL_2, OUTPUT, USER, OUTPUT_2],
        (
            [
                {"role": "assistant", "tool_calls": [CHAT_CALL, CHAT_CALL_2]},
                {"role": "tool", "tool_call_id": "c1", "content": "4"},
                {"role": "tool", "tool_call_id": "c2", "content": "5"},
                USER,
            ],
            [],
        ),
        (
            [
                {"role": "assistant", "content": [CLAUDE_CALL, CLAUDE_CALL_2]},
                {"role": "user", "content": [result("c1", "4"), result("c2", "5"), {"type": "text", "text": "Hi"}]},
            ],
            [],
        ),
        (
            [
                parts(GEMINI_CALL, GEMINI_CALL_2, role="model"),
                parts(response("f", "4"), response("g", "5"), {"text": "Hi"}),
            ],
            [],
        ),
    ),
    "a text after the calls of its turn": (
        [{"role": "assistant", "content": "A"}, CALL, {"role": "assistant", "content": "B"}, OUTPUT],
        (
            [
                {
                    "role": "assistant",
                    "content": [{"type": "text", "text": "A"}, {"type": "text", "text": "B"}],
                    "tool_calls": [CHAT_CALL],
                },
                {"role": "tool", "tool_call_id": "c1", "content": "4"},
            ],
            [],
        ),
        (
            [
                {
                    "role": "assistant",
                    "content": [{"type": "text", "text": "A"}, CLAUDE_CALL, {"type": "text", "text": "B"}],
                },
                {"role": "user", "content": [result("c1", "4")]},
            ],
            [],
        ),
        (
            [parts({"text": "A"}, GEMINI_CALL, {"text": "B"}, role="model"), parts(response("f", "4"))],
            [],
        ),
    ),
    "an output without its call, and a call without a name": (
        [USER, OUTPUT, {"type": "function_call", "call_id": "c2", "arguments": "{}"}, OUTPUT_2],
        ([USER], [("misplaced", "$.input[1]"), ("missing", "$.input[2]"), ("misplaced", "$.input[3]")]),
        ([said("Hi")], [("misplaced", "$.input[1]"), ("missing", "$.input[2]"), ("misplaced", "$.input[3]")]),
        (
            [parts({"text": "Hi"})],
            [("misplaced", "$.input[1]"), ("missing", "$.input[2]"), ("misplaced", "$.input[3]")],
        ),
    ),
    "arguments that are no JSON object": (
        [CALL | {"arguments": '{"a":', "status": "incomplete"}],
        (
            [
                {
                    "role": "assistant",
                    "tool_calls": [CHAT_CALL | {"function": {"name": "f", "arguments": '{"a":'}}],
                },
                {"role": "tool", "tool_call_id": "c1", "content": NO_OUTPUT},
            ],
            [UNANSWERED, ("unsupported_member", "$.input[0].status")],
        ),
        (
            [
                {"role": "assistant", "content": [CLAUDE_CALL | {"input": {}}]},
                {"role": "user", "content": [result("c1", NO_OUTPUT)]},
            ],
            [
                UNANSWERED,
                ("unsupported_value", "$.input[0].arguments"),
                ("unsupported_member", "$.input[0].status"),
            ],
        ),
        (
            [
                parts({"functionCall": {"name": "f", "args": {}}}, role="model"),
                parts(response("f", NO_OUTPUT)),
            ],
            [
                UNANSWERED,
                ("unsupported_value", "$.input[0].arguments"),
                ("unsupported_member", "$.input[0].status"),
            ],
        ),
    ),
    "a call that two outputs answer, and one that none does": (
        [CALL, CALL_2, OUTPUT, OUTPUT | {"output": "6"}],
        (
            [
                {"role": "assistant", "tool_calls": [CHAT_CALL, CHAT_CALL_2]},
                {"role": "tool", "tool_call_id": "c1", "content": "4"},
                {"role": "tool", "tool_call_id": "c2", "content": NO_OUTPUT},
            ],
            [("missing", "$.input[1].call_id"), ("misplaced", "$.input[3]")],
        ),
        (
            [
                {"role": "assistant", "content": [CLAUDE_CALL, CLAUDE_CALL_2]},
                {"role": "user", "content": [result("c1", "4"), result("c2", NO_OUTPUT)]},
            ],
            [("missing", "$.input[1].call_id"), ("misplaced", "$.input[3]")],
        ),
        (
            [
                parts(GEMINI_CALL, GEMINI_CALL_2, role="model"),
                parts(response("f", "4"), response("g", NO_OUTPUT)),
            ],
            [("missing", "$.input[1].call_id"), ("misplaced", "$.input[3]")],
        ),
    ),
    "calls of one turn with the same id": (
        [CALL, CALL_2 | {"call_id": "c1"}, OUTPUT],
        (
            [
                {"role": "assistant", "tool_calls": [CHAT_CALL]},
                {"role": "tool", "tool_call_id": "c1", "content": "4"},
            ],
            [("misplaced", "$.input[1]")],
        ),
        (
            [
                {"role": "assistant", "content": [CLAUDE_CALL]},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": "4"}]},
            ],
            [("misplaced", "$.input[1]")],
        ),
        (
            [
                parts(GEMINI_CALL, role="model"),
                parts({"functionResponse": {"name": "f", "response": {"output": "4"}}}),
            ],
            [("misplaced", "$.input[1]")],
        ),
    ),
    "system and developer messages inside the conversation": (
        [
            {"role": "system", "content": "S"},
            USER,
            {"role": "developer", "content": [{"type": "input_text", "text": "D"}]},
        ],
        ([{"role": "system", "content": "S"}, USER, {"role": "developer", "content": "D"}], []),
        ([said("Hi"), said("D", "system")], []),
        ([parts({"text": "Hi"})], [("changed", "$.input[2]")]),
    ),
    "images": (
        [
            {
                "role": "user",
                "content": [
                    {"type": "input_image", "image_url": "https://example.com/a.png", "detail": "low"},
                    {"type": "input_image", "image_url": PNG, "detail": "auto"},
                    {"type": "input_image", "file_id": "file_1"},
                    {"type": "input_image"},
                ],
            }
        ],
        (
            [
                {
                    "role": "user",
                    "content": [
                        {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
                        {"type": "image_url", "image_url": {"url": PNG, "detail": "auto"}},
                    ],
                }
            ],
            [("unsupported_part", "$.input[0].content[2]"), ("unsupported_part", "$.input[0].content[3]")],
        ),
        (
            [
                {
                    "role": "user",
                    "content": [
                        {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
                        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "YWJj"}},
                        {"type": "image", "source": {"type": "file", "file_id": "file_1"}},
                    ],
                }
            ],
            [("unsupported_member", "$.input[0].content[0].detail"), ("unsupported_part", "$.input[0].content[3]")],
        ),
        (
            [
                parts(
                    {
                        "fileData": {"mimeType": "image/png", "fileUri": "https://example.com/a.png"},
                        "mediaResolution": {"level": "MEDIA_RESOLUTION_LOW"},
                    },
                    {"inlineData": {"mimeType": "image/png", "data": "YWJj"}},
                    {"fileData": {"fileUri": "file_1"}},
                )
            ],
            [("unsupported_part", "$.input[0].content[3]")],
        ),
    ),
    "files and videos": (
        [
            {
                "role": "user",
                "content": [
                    {"type": "input_file", "filename": "a.pdf", "file_data": "YWJj"},
                    {"type": "input_file", "file_url": "https://example.com/a.pdf"},
                    {"type": "input_file", "filename": "b.txt", "file_data": "data:text/plain;base64,YWJj"},
                    {"type": "input_video", "video_url": "https://example.com/v.mp4"},
                ],
            }
        ],
        (
            [
                {
                    "role": "user",
                    "content": [
                        {"type": "file", "file": {"file_data": "YWJj", "filename": "a.pdf"}},
                        {"type": "file", "file": {"file_data": "data:text/plain;base64,YWJj", "filename": "b.txt"}},
                    ],
                }
            ],
            [("unsupported_part", "$.input[0].content[1]"), ("unsupported_part", "$.input[0].content[3]")],
        ),
        (
            [
                {
                    "role": "user",
                    "content": [
                        {
                            "type": "document",
                            "source": {"type": "base64", "media_type": "application/pdf", "data": "YWJj"},
                            "title": "a.pdf",
                        },
                        {"type": "document", "source": {"type": "url", "url": "https://example.com/a.pdf"}},
                        {
                            "type": "document",
                            "source": {"type": "text", "media_type": "text/plain", "data": "abc"},
                            "title": "b.txt",
                        },
                    ],
                }
            ],
            [("unsupported_part", "$.input[0].content[3]")],
        ),
        (
            [
                parts(
                    {"inlineData": {"mimeType": "application/pdf", "displayName": "a.pdf", "data": "YWJj"}},
                    {"fileData": {"mimeType": "application/pdf", "fileUri": "https://example.com/a.pdf"}},
                    {"inlineData": {"mimeType": "text/plain", "displayName": "b.txt", "data": "YWJj"}},
                    {"fileData": {"mimeType": "video/mp4", "fileUri": "https://example.com/v.mp4"}},
                )
            ],
            [],
        ),
    ),
    "an image in a result": (
        [CALL, OUTPUT | {"output": [{"type": "input_text", "text": "4"}, {"type": "input_image", "image_url": PNG}]}],
        (
            [
                {"role": "assistant", "tool_calls": [CHAT_CALL]},
                {"role": "tool", "tool_call_id": "c1", "content": "4"},
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "Output of the call c1:"},
                        {"type": "image_url", "image_url": {"url": PNG}},
                    ],
                },
            ],
            [("changed", "$.input[1].output[1]")],
        ),
        (
            [
                {"role": "assistant", "content": [CLAUDE_CALL]},
                {
                    "role": "user",
                    "content": [
                        result(
                            "c1",
                            [
                                {"type": "text", "text": "4"},
                                {
                                    "type": "image",
                                    "source": {"type": "base64", "media_type": "image/png", "data": "YWJj"},
                                },
                            ],
                        )
                    ],
                },
            ],
            [],
        ),
        (
            [
                parts(GEMINI_CALL, role="model"),
                parts(response("f", "4", parts=[{"inlineData": {"mimeType": "image/png", "data": "YWJj"}}])),
            ],
            [],
        ),
    ),
    "a refusal, a citation and a phase": (
        [
            {
                "role": "assistant",
                "phase": "commentary",
                "content": [
                    {
                        "type": "output_text",
                        "text": "A",
                        "annotations": [
                            {"type": "url_citation", "url": "u", "title": "", "start_index": 0, "end_index": 1}
                        ],
                    },
                    {"type": "refusal", "refusal": "No"},
                ],
            }
        ],
        (
            [{"role": "assistant", "refusal": "No", "content": "A"}],
            [("unsupported_member", "$.input[0].phase")],
        ),
        (
            [{"role": "assistant", "content": [{"type": "text", "text": "A"}, {"type": "text", "text": "No"}]}],
            [
                ("unsupported_member", "$.input[0].content[0].annotations[0]"),
                ("changed", "$.input[0].content[1]"),
                ("unsupported_member", "$.input[0].phase"),
            ],
        ),
        (
            [parts({"text": "A"}, {"text": "No"}, role="model")],
            [
                ("changed", "$.input[0].content[1]"),
                ("unsupported_member", "$.input[0].phase"),
            ],
        ),
    ),
    "reasoning of nobody here, compaction, references, extensions and strange roles": (
        [
            USER,
            {"type": "reasoning", "summary": [], "encrypted_content": "gAAAA"},
            {"type": "compaction", "encrypted_content": "x"},
            {"id": "msg_1"},
            {"type": "vendor:tool", "status": "completed"},
            {"role": "critic", "content": "x"},
            {"type": 7},
        ],
        (
            [USER],
            [*(("unsupported_item", f"$.input[{at}]") for at in (1, 2, 3, 4, 6)), ("unsupported_role", "$.input[5]")],
        ),
        (
            [said("Hi")],
            [
                ("foreign_reasoning", "$.input[1]"),
                *(("unsupported_item", f"$.input[{at}]") for at in (2, 3, 4, 6)),
                ("unsupported_role", "$.input[5]"),
            ],
        ),
        (
            [parts({"text": "Hi"})],
            [
                ("foreign_reasoning", "$.input[1]"),
                *(("unsupported_item", f"$.input[{at}]") for at in (2, 3, 4, 6)),
                ("unsupported_role", "$.input[5]"),
            ],
        ),
    ),
}
"""Input items; the messages that each provider gets, and the findings."""


@pytest.mark.parametrize("name", HISTORIES)
def test_an_input_becomes_the_messages_of_each_provider(name: str) -> None:
    """Issue 5, requests out: items of every kind."""
    items, *expected = HISTORIES[name]
    for provider, (messages, findings) in zip(PROVIDERS, expected, strict=True):
        mapping = PROVIDERS[provider]({"model": "m", "input": items})
        assert mapping.body["contents" if provider == "gemini" else "messages"] == messages, provider
        assert sorted((finding.kind, finding.path) for finding in mapping.findings) == sorted(findings), provider
        assert fault_in(provider, mapping.body) is None


def test_ids_that_anthropic_would_take_for_one_stay_apart() -> None:
    """Anthropic refuses some characters in ids, and an id that repeats, also in a later turn."""
    items: list[dict[str, Any]] = []
    for ids in (("a.b", "a:b"), ("a.b",)):
        items += [CALL | {"call_id": each} for each in ids]
        items += [OUTPUT | {"call_id": each, "output": each} for each in ids]
    mapping = PROVIDERS["anthropic"]({"model": "m", "input": items})
    assert mapping.findings == []
    blocks = [block for message in mapping.body["messages"] for block in message["content"]]
    uses = [block["id"] for block in blocks if block["type"] == "tool_use"]
    assert uses == ["a_b", "a_b_2", "a_b_3"]
    results = [(block["tool_use_id"], block["content"]) for block in blocks if block["type"] == "tool_result"]
    assert results == [("a_b", "a.b"), ("a_b_2", "a:b"), ("a_b_3", "a.b")]


def test_white_space_alone_is_no_text_for_anthropic() -> None:
    """Anthropic refuses a message that holds nothing else; beside other text it stays as it was."""
    blank = [
        {"role": "user", "content": " \n"},
        {
            "role": "assistant",
            "content": [{"type": "output_text", "text": "\n"}, {"type": "output_text", "text": "x "}],
        },
        CALL,
        OUTPUT | {"output": "\t"},
    ]
    mapping = PROVIDERS["anthropic"]({"model": "m", "instructions": " ", "input": blank})
    assert [(finding.kind, finding.path) for finding in mapping.findings] == [
        ("unsupported_value", "$.instructions"),
        ("unsupported_value", "$.input[0].content"),
        ("unsupported_value", "$.input[1].content[0]"),
        ("unsupported_value", "$.input[3].output"),
    ]
    assert "system" not in mapping.body
    assert mapping.body["messages"] == [
        {"role": "assistant", "content": [{"type": "text", "text": "x "}, CLAUDE_CALL]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": []}]},
    ]
