"""A user's program that narrows events, items and parts; mypy --strict and pyright must accept it as it stands."""

from typing import assert_type

from openresponses_sdk import (
    Malformed,
    is_failure,
    is_response_event,
    is_success,
    is_terminal,
    parse_event,
    parse_request,
    parse_response,
    response_id,
)
from openresponses_sdk.types import (
    CreateResponseRequest,
    CustomEvent,
    CustomItem,
    ErrorEvent,
    EventType,
    FunctionCallItem,
    ItemStatus,
    MessageItem,
    OutputItem,
    OutputTextContent,
    ReasoningItem,
    RefusalContent,
    Response,
    ResponseCompletedEvent,
    ResponseOutputItemAddedEvent,
    ResponseOutputTextDeltaEvent,
    ResponseStreamEvent,
)


def narrow_by_class_pattern(event: ResponseStreamEvent) -> str:
    match event:
        case ResponseOutputTextDeltaEvent(delta=delta):
            assert_type(delta, str)
            assert_type(event, ResponseOutputTextDeltaEvent)
            return delta
        case ResponseOutputItemAddedEvent(item=FunctionCallItem() as call):
            assert_type(call, FunctionCallItem)
            return call.name
        case ResponseCompletedEvent():
            assert_type(event.response, Response)
            return event.response.id
        case ErrorEvent():
            return event.error.message
        case CustomEvent():
            assert_type(event.type, str)
            return event.type
        case _:
            return event.type


def narrow_items(item: OutputItem) -> str:
    match item:
        case MessageItem():
            return "".join(part.text for part in item.content if isinstance(part, OutputTextContent))
        case ReasoningItem(summary=summary):
            return str(len(summary))
        case FunctionCallItem(name=name, arguments=arguments):
            return f"{name}({arguments})"
        case CustomItem():
            return item.type
        case _:
            return item.type


def narrow_by_isinstance(item: OutputItem) -> list[str]:
    if not isinstance(item, MessageItem):
        return []
    found: list[str] = []
    for part in item.content:
        if isinstance(part, RefusalContent):
            assert_type(part.refusal, str)
            found.append(part.refusal)
    return found


def narrow_by_predicate(event: ResponseStreamEvent) -> Response | None:
    if is_response_event(event):
        assert_type(event.response, Response)
        return event.response
    return None


def ask(event: ResponseStreamEvent, response: Response) -> tuple[bool, bool, bool, str | None]:
    return is_terminal(event), is_success(response), is_failure("failed"), response_id(event)


def compare_enums(item: MessageItem, event: ResponseStreamEvent) -> bool:
    return item.status == ItemStatus.COMPLETED or event.type == EventType.ERROR or item.role == "assistant"


def parse(data: bytes) -> str:
    assert_type(parse_response(data), Response)
    assert_type(parse_request(data), CreateResponseRequest)
    certain: ResponseStreamEvent = parse_event(data)
    found = parse_event(data, on_error="keep")
    if isinstance(found, Malformed):
        assert_type(found, Malformed)
        return "; ".join(issue.message for issue in found.issues)
    event: ResponseStreamEvent = found
    return event.type + certain.type


def write(response: Response) -> bytes:
    assert_type(response.to_json(), bytes)
    return response.to_json()
