"""Holds JSON against a schema: the part of JSON Schema that our description uses."""

from __future__ import annotations

from typing import Any


def objections(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "") -> list[str]:
    """Hold a value against a schema: the part of JSON Schema the description uses."""
    if "$ref" in schema:
        return objections(value, whole["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], whole, at)
    if "anyOf" in schema:
        each = [objections(value, one, whole, at) for one in schema["anyOf"]]
        return [] if [] in each else each[0]
    kinds: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "number": int | float,
    }
    kind = schema.get("type")
    if kind == "null":
        return [] if value is None else [f"{at} is {value!r}, not null"]
    if kind and (not isinstance(value, kinds[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{at} is {value!r}, not {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at} is {value!r}, not one of {schema['enum']}"]
    if isinstance(value, list):
        return [
            told
            for n, one in enumerate(value)
            for told in objections(one, schema["items"], whole, f"{at}/{n}")
        ]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    own = schema["properties"]
    found = [f"{at}/{name} is not described" for name in value.keys() - own.keys()]
    found += [f"{at}/{name} is missing" for name in set(schema.get("required", ())) - value.keys()]
    return found + [told for name in value.keys() & own.keys()
                    for told in objections(value[name], own[name], whole, f"{at}/{name}")]  # fmt: skip
