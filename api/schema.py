"""The OpenAPI document: every operation may answer with a problem, in the same words."""

from typing import Any, Final

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457 problem details. `type` tells programs which problem it is, `detail` tells people.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {
            "type": "string",
            "format": "uri-reference",
            "description": "Names the request in our logs.",
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "pointer"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {
                        "type": "string",
                        "description": "A JSON pointer (RFC 6901) into the request.",
                    },
                },
            },
        },
    },
}
_ANSWERS: Final = {
    "400": "The request cannot be read, or lacks its Idempotency-Key",
    "401": "No valid API key or log-in",
    "403": "The key's scope or the role does not allow it",
    "404": "It does not exist, or it is somebody else's, which is the same",
    "409": "In conflict with what is there",
    "422": "The request is not valid, or a rule says no; nothing was changed",
    "429": "Too many requests; Retry-After says when",
}


def with_problems(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular."""
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    result["components"]["schemas"]["Problem"] = _PROBLEM
    result["components"]["responses"] = {
        f"Problem{status}": {"description": words, "content": body} for status, words in _ANSWERS.items()
    }
    for operations in result["paths"].values():
        for operation in operations.values():
            for status in _ANSWERS:
                operation["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
    _mend(result)
    return result


def _mend(node: Any) -> None:
    """The generator gives what may be left empty, such as an e-mail, a default that is none."""
    if isinstance(node, dict) and node.get("default") == "" and node.keys() & {"pattern", "format"}:
        del node["default"]
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _mend(below)


def document() -> dict[str, Any]:
    """Of version 1 as it is under `/api/v1/` on every host; checked against the OpenAPI 3.1 schema."""
    from django.urls import include, path

    generator = SchemaGenerator(patterns=[path("api/v1/", include("api.v1.urls"))])  # type: ignore[no-untyped-call]
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    validate_schema(found)  # type: ignore[no-untyped-call]
    return found
