"""The closures of a schema that choose: between branches, by a tag, and between what is published and what is not."""

from collections.abc import Callable

from .extensions import is_valid_extension_type
from .json_values import Json, either, quote
from .schema_checks import Check, Issue


def one_of(checks: list[Check], keyword: str, component: str) -> Check:
    """Branches that only their content tells apart; the branch with the fewest issues is the one that was meant."""
    if len(checks) == 1:
        return checks[0]

    def check(value: Json) -> list[Issue] | None:
        results = [each(value) for each in checks]
        fitting = results.count(None)
        if fitting == 0:
            return min((issues for issues in results if issues is not None), key=len)
        if keyword == "oneOf" and fitting > 1:
            return [Issue("oneOf", component, "fits more than one alternative", found=quote(value))]
        return None

    return check


def by_tag(
    tag: str,
    table: dict[str, Check],
    *,
    absent: dict[str, str],
    fallback: Callable[[str, Json], list[Issue] | None] | None,
    component: str,
) -> Check:
    """The tag decides, so that the issues are those of the branch that was meant."""
    published = either(quote(each) for each in sorted(table))
    untagged = one_of(list(dict.fromkeys(table.values())), "oneOf", component)

    def missing(value: dict[str, Json]) -> list[Issue] | None:
        """Some published branches do not require their tag."""
        if untagged(value) is None:
            return None
        meant = next((name for member, name in absent.items() if value.get(member) is not None), None)
        if meant is not None:
            return table[meant](value)
        if tag in value:
            return [unknown(value[tag])]
        message = f"{tag} says what this is, and is missing"
        return [Issue("required", component, message, member=tag, expected=published)]

    def unknown(name: Json) -> Issue:
        keyword = "tag" if isinstance(name, str) else "type"
        message = "is not one of the published values"
        return Issue(keyword, component, message, member=tag, expected=published, found=quote(name))

    def check(value: Json) -> list[Issue] | None:
        if not isinstance(value, dict):
            return None
        name = value.get(tag)
        if name is None:
            return missing(value)
        if isinstance(name, str):
            known = table.get(name)
            if known is not None:
                return known(value)
            if fallback is not None:
                return fallback(name, value)
        return [unknown(name)]

    return check


def open_member(
    check: Check, tag: str, table: dict[str, Check], component: str
) -> Callable[[str, Json], list[Issue] | None]:
    """What is not published must be an extension, and an extension is still judged by its open component."""
    expected = f"{either(quote(each) for each in sorted(table))}, or an extension such as slug:name"

    def judge(name: str, value: Json) -> list[Issue] | None:
        issues = check(value) or []
        if not is_valid_extension_type(name):
            message = "is neither published nor an extension type (slug:name)"
            issues.append(Issue("tag", component, message, member=tag, expected=expected, found=quote(name)))
        return issues or None

    return judge


def spelled(check: Check, aliases: list[str], canonical: str, component: str) -> Check:
    """Judges an event under its published name, and says that a dialect was used."""
    spellings = frozenset(aliases)

    def judge(value: Json) -> list[Issue] | None:
        name = value.get("type") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(name, str) or name not in spellings:
            return check(value)
        message = f"is the name of the openai dialect for {canonical}"
        issue = Issue("alias", component, message, member="type", expected=quote(canonical), found=quote(name))
        return [issue, *(check({**value, "type": canonical}) or ())]

    return judge
