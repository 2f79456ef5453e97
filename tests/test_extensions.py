"""Names of extension types."""

import pytest

from openresponses_sdk.extensions import VTCODE_EXTENSION_PREFIX, is_valid_extension_type


@pytest.mark.parametrize("name", ["acme:thing", "a:b", "my-slug:some_name", "A_1-2:B_2", "-:_", "1:2"])
def test_a_slug_and_a_name_around_one_colon_are_valid(name: str) -> None:
    """OR-EXT-04, OR-EXT-09: slug:name; the slug may hold hyphens."""
    assert is_valid_extension_type(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ":",
        "thing",
        "acme:",
        ":thing",
        "acme:thing:more",
        "acme::thing",
        "acme:some-name",
        "acme thing",
        " acme:thing",
        "acme:thing\n",
        "acme:thing\0",
        "ácme:thing",
        "acme:thing٣",
        "acme.inc:thing",
        "response.created",
        "acme:response.created",
    ],
)
def test_anything_else_is_not(name: str) -> None:
    """OR-EXT-04; issue 1: ASCII letters, digits and _, and hyphen in the slug only."""
    assert not is_valid_extension_type(name)


def test_the_prefix_of_vtcode_makes_valid_types() -> None:
    """DESIGN, section 5: VTCODE_EXTENSION_PREFIX."""
    assert VTCODE_EXTENSION_PREFIX == "vtcode:"
    assert is_valid_extension_type(f"{VTCODE_EXTENSION_PREFIX}plan")
