"""Ask a server, print the answer as it comes, and carry out the function calls in it.

    pip install httpx2 openresponses-sdk
    python over_httpx2.py http://localhost:8080/v1/responses MODEL "What is the weather in Oslo?"

The key of the server, if it wants one, is taken from API_KEY.
"""

import os
import sys
from collections.abc import Callable, Mapping

import httpx2

from openresponses_sdk import (
    CreateResponseRequest,
    DecodeError,
    FunctionCallItem,
    InputItem,
    ResponseAccumulator,
    ResponseOutputTextDeltaEvent,
    iter_events,
    parse_arguments,
)
from openresponses_sdk.types import (
    FunctionCallOutputItemParam,
    FunctionParameters,
    FunctionToolParam,
    UserMessageItemParam,
)

Function = Callable[[Mapping[str, object]], str]

MAX_TURNS = 8
WEATHER = FunctionToolParam(
    name="weather",
    description="The weather in a town.",
    parameters=FunctionParameters.model_validate(
        {"type": "object", "properties": {"town": {"type": "string"}}, "required": ["town"]}
    ),
)
FUNCTIONS: Mapping[str, Function] = {"weather": lambda arguments: f"It rains in {arguments.get('town')}."}


def stream(client: httpx2.Client, url: str, request: CreateResponseRequest) -> ResponseAccumulator:
    """Send a request and follow the answer to its end, however it ends."""
    accumulator = ResponseAccumulator()
    headers = {"content-type": "application/json", "accept": "text/event-stream"}
    try:
        with client.stream("POST", url, content=request.to_json(), headers=headers) as answer:
            answer.raise_for_status()
            for event in iter_events(answer.iter_bytes(), on_error="keep"):
                accumulator.receive(event)
                if isinstance(event, ResponseOutputTextDeltaEvent):
                    print(event.delta, end="", flush=True)
    except (httpx2.HTTPError, DecodeError) as error:
        # What came before is in the accumulator, and its outcome will say that the rest is missing.
        print(f"\n[{type(error).__name__}: {error}]", file=sys.stderr)
    accumulator.receive_eof()
    return accumulator


def answer(call: FunctionCallItem) -> InputItem:
    """Carry out a call; the model is told what went wrong, so that it can try again."""
    function = FUNCTIONS.get(call.name)
    output = "there is no such function" if function is None else function(parse_arguments(call))
    return FunctionCallOutputItemParam.for_call(call, output)


def main(url: str, model: str, prompt: str) -> int:
    key = os.environ.get("API_KEY", "")
    history: list[InputItem] = [UserMessageItemParam(content=prompt)]
    with httpx2.Client(headers={"authorization": f"Bearer {key}"} if key else {}, timeout=600) as client:
        for _ in range(MAX_TURNS):
            request = CreateResponseRequest(model=model, input=history, tools=[WEATHER], stream=True)
            accumulator = stream(client, url, request)
            response = accumulator.snapshot
            if accumulator.outcome != "completed":
                print(f"\n[{accumulator.outcome}]", file=sys.stderr)
                return 1
            if not response.function_calls:
                print()
                return 0
            history += [*response.to_input(), *map(answer, response.function_calls)]
    print("\n[too many turns]", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
