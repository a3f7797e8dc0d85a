"""The API description, resolved, and wrong values made from its schemas."""
import json

from server import ROOT

POSTURE_PREFIXES = ("/v1/", "/api/v2/", "/api/keys", "/api/sessions")
STRATAM_PREFIXES = ("/api/vault", "/api/conversations", "/api/model", "/api/account", "/api/limits", "/api/audit")
METHODS = ("get", "post", "put", "patch", "delete")
DESCRIPTION = ROOT / "docs" / "openapi" / "openapi.json"


def load():
    return resolved(without_demonstration(json.loads(DESCRIPTION.read_text(encoding="utf-8"))))


def resolved(document):
    """The document with every `$ref` replaced by what it points to."""
    def walk(node):
        if isinstance(node, dict):
            if "$ref" in node:
                target = document
                for part in node["$ref"].removeprefix("#/").split("/"):
                    target = target[part]
                return walk(target)
            return {key: walk(value) for key, value in node.items()}
        return [walk(item) for item in node] if isinstance(node, list) else node
    return walk(document)


class Operation:
    def __init__(self, method, path, entry, schemes):
        self.method, self.path, self.entry = method.upper(), path, entry
        self.name = f"{self.method} {path}"
        self.kinds = {scheme for choice in entry["security"] for scheme in choice}
        self.least_role = entry.get("x-least-role", "viewer")
        self.parameters = entry.get("parameters", [])
        self.path_names = [each["name"] for each in self.parameters if each["in"] == "path"]
        self.statuses = set(entry["responses"])

    @property
    def needs_body(self):
        return self.entry.get("requestBody", {}).get("required", False)

    @property
    def body(self):
        content = self.entry.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    @property
    def example(self):
        content = self.entry["requestBody"]["content"]["application/json"]
        return content.get("example") or next((each["value"] for each in content.get("examples", {}).values()), None)

    @property
    def is_posture(self):
        """Whether it belongs to the family whose ids are UUIDs; its `session_id` is another than the biometrics' one."""
        return self.path.startswith(POSTURE_PREFIXES)

    @property
    def is_stratam(self):
        """Whether it belongs to the family that answers `{"ok": …}` and calls malformed input 400."""
        return self.path.startswith(STRATAM_PREFIXES)

    @property
    def malformed(self):
        return 400 if self.is_stratam else 422

    @property
    def required_queries(self):
        return [each["name"] for each in self.parameters if each["in"] == "query" and each.get("required")]

    def known(self, ids):
        """The ids of this operation's family by the names of its parameters."""
        family = "posture" if self.is_posture else "stratam" if self.is_stratam else None
        return {**ids, **ids.get(family, {})}

    def url(self, ids, **replaced):
        path = self.path
        ids = self.known(ids)
        for name in self.path_names:
            path = path.replace("{" + name + "}", {**ids, **replaced}.get(name, "none"))
        return path + ("?" + "&".join(f"{name}={ids.get(name, 'x')}" for name in self.required_queries) if self.required_queries else "")


def without_demonstration(document):
    """The description of a server that was started without `--demo`. (Tests/Browser works with the demonstration.)"""
    for path, item in list(document["paths"].items()):
        if any(item[method].get("x-demonstration") for method in METHODS if method in item):
            del document["paths"][path]
    return document


def operations(document):
    return [
        Operation(method, path, item[method], document["components"]["securitySchemes"])
        for path, item in document["paths"].items() for method in METHODS if method in item]


def wrong_values(schema):
    """(what is wrong, value) for each way a value can miss this schema."""
    kind = schema.get("type")
    if kind is None:
        # Any value, or one of several shapes.
        return
    if not schema.get("nullable"):
        yield "null", None
    other = {"string": 7, "integer": "seven", "number": "seven", "boolean": "yes", "object": "text", "array": "text"}
    yield "another type", other[kind]
    if kind == "string":
        yield "an array", ["text"]
        if "enum" in schema:
            yield "no word of the list", "surely_not"
        if schema.get("format") == "date-time":
            yield "no time", "2026-02-30T00:00:00Z"
        if schema.get("format") == "uuid":
            yield "no UUID", "00000000-0000-0000-0000-00000000000"
        if schema.get("minLength"):
            yield "too short", "x" * (schema["minLength"] - 1)
        if "maxLength" in schema:
            yield "too long", "x" * (schema["maxLength"] + 1)
    if kind in ("integer", "number"):
        if "minimum" in schema:
            yield "too small", schema["minimum"] - 1
        if "maximum" in schema:
            yield "too large", schema["maximum"] + 1
        if kind == "integer":
            yield "a fraction", 1.5
    if kind == "array":
        if schema.get("minItems"):
            yield "too few", []
        yield "items of another type", [{"not": "this"}] if schema["items"].get("type") == "string" else ["text"]
    if kind == "object":
        yield "an array", [1]
        if "maxProperties" in schema:
            yield "too many keys", {f"k{number}": 1 for number in range(schema["maxProperties"] + 1)}
            yield "a key too long", {"k" * 129: 1}
            yield "nested too deep", {"k": nested(9)}


def nested(depth):
    return {"k": nested(depth - 1)} if depth > 1 else {"k": 1}
