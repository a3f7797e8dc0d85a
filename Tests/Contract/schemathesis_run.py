#!/usr/bin/env python3
"""Lets Schemathesis try the built server with all of its checks, two organizations as peers that must not see each other's objects.

    schemathesis_run.py               a bounded run, a minute or two on an idle machine
    schemathesis_run.py --thorough    a long one
    schemathesis_run.py --only TEXT   only operations whose name contains TEXT

The description is taken as committed, but answers may hold no member that it does not name. What is waived stands in
exceptions.toml, per operation and with its reason. Passed and failed count operations and the stateful scenarios.
"""
import argparse
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as xml

from description import DESCRIPTION, METHODS, POSTURE_PREFIXES, STRATAM_PREFIXES, without_demonstration
from server import Server, Tenant
from tally import Tally

HERE = pathlib.Path(__file__).resolve().parent
SCHEMATHESIS = pathlib.Path(sys.executable).with_name("st")


def merged(node, schemas):
    """Objects that are put together with `allOf`, as one: closed one by one, each part would forbid what the others name."""
    if isinstance(node, list):
        return [merged(item, schemas) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: merged(value, schemas) for key, value in node.items()}
    if "allOf" not in node:
        return node
    parts = [merged(schemas[part["$ref"].rpartition("/")[2]], schemas) if "$ref" in part else part for part in node["allOf"]]
    if not all("properties" in part for part in parts):
        return node
    whole = {"type": "object", "properties": {}, "required": [], **{key: value for key, value in node.items() if key != "allOf"}}
    for part in parts:
        whole["properties"].update(part.get("properties", {}))
        whole["required"] = sorted({*whole["required"], *part.get("required", [])})
    return whole


def strict(document):
    """The description with closed answers: every object schema that names its members and is used in answers only."""
    document = copy.deepcopy(document)
    schemas = document["components"]["schemas"]
    for name in list(schemas):
        schemas[name] = merged(schemas[name], schemas)
    asked = set()

    def used(node):
        if isinstance(node, dict):
            name = node.get("$ref", "").rpartition("/")[2]
            if name in schemas and name not in asked:
                asked.add(name)
                used(schemas[name])
            for value in node.values():
                used(value)
        elif isinstance(node, list):
            for value in node:
                used(value)

    for item in document["paths"].values():
        for method in METHODS:
            used(item.get(method, {}).get("requestBody"))

    def close(node):
        if isinstance(node, dict):
            if node.get("type") == "object" and "properties" in node:
                node.setdefault("additionalProperties", False)
            for value in node.values():
                close(value)
        elif isinstance(node, list):
            for value in node:
                close(value)

    for name, schema in schemas.items():
        if name not in asked and name != "Error":
            close(schema)
    return document


#: Operations besides GET that may meet a real thing without taking it away.
HARMLESS = {"triggerAnalysis", "giveFeedback", "resetIdentity", "linkSession", "replayDelivery", "testWebhook", "archiveSession",
            "flagSession", "flagForTraining", "giveExplanationFeedback", "testPsaWebhook", "replayPsaDelivery", "pinConversation",
            "archiveConversation", "starConversation", "markConversationsRead", "renameConversation", "updateEntry", "testModel"}


def with_real_things(document, ids):
    """The description with ids that exist as examples, so that what needs an analyzed session is reached.

    Webhooks go to a closed port of this machine: what makes a URL a public one is more than a schema can say.
    """
    schemas = document["components"]["schemas"]
    for schema, path in (("WebhookRequest", "/api/v1/webhooks"), ("PsaWebhookRequest", "/api/v2/psa/webhooks")):
        schemas[schema]["properties"]["url"] = {"type": "string", "enum": [f"http://127.0.0.1:{port}/hook" for port in (8443, 8080)]}
        request = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        request["example"]["url"] = "http://127.0.0.1:8443/hook"
    parameters = document["components"]["parameters"]
    every = ids
    for path, item in document["paths"].items():
        family = "posture" if path.startswith(POSTURE_PREFIXES) else "stratam" if path.startswith(STRATAM_PREFIXES) else None
        ids = {**every, **every.get(family, {})}
        for method in METHODS:
            operation = item.get(method)
            if not operation or (method != "get" and operation["operationId"] not in HARMLESS):
                continue
            known = [parameters[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in operation.get("parameters", [])]
            operation["parameters"] = [{**each, "example": ids[each["name"]]} if each["name"] in ids else each for each in known]
            example = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example", {})
            example.update({name: ids[name] for name in example if name in ids})
    return document


def quoted(text):
    return json.dumps(text)


def configuration(url, peers, examples, exceptions, folder):
    auth = folder / "auth.json"
    auth.write_text(json.dumps({"auth": [
        {"name": name, "fixedHeaders": [
            {"name": "X-Stradum-Key", "value": tenant.secret_key}, {"name": "Authorization", "value": "Bearer " + tenant.tokens["owner"]}]}
        for name, tenant in peers.items()]}))
    # One worker: with two, Python 3.11's own parser now and then fails inside the tool ("AST constructor recursion depth mismatch").
    lines = [
        f"base-url = {quoted(url)}", "seed = 1", "workers = 1", "continue-on-failure = true", "request-timeout = 20",
        # A text with U+0000 is refused everywhere, which JSON Schema cannot say for free objects; callers.py sends it to every field.
        "[generation]", f"max-examples = {examples}", "allow-x00 = false",
        "[checks]", "max_response_time = 5.0",
        "[auth.wfc]", f"path = {quoted(str(auth))}", f"peers = {quoted(list(peers))}",
        "[reports.junit]", f"path = {quoted(str(folder / 'report.xml'))}",
    ]
    # Hashing a password is slow on purpose, and many times slower still in a debug build.
    lines += ["[[operations]]", 'include-operation-id = ["login", "register", "createUser"]', "checks.max_response_time = 60.0"]
    for entry in exceptions:
        lines += ["[[operations]]", f"include-name = {quoted(entry['operation'])}"]
        lines += ["enabled = false"] if entry.get("skip") else [f"checks.{entry['check']}.enabled = false"]
    path = folder / "schemathesis.toml"
    path.write_text("\n".join(lines) + "\n")
    return path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--thorough", action="store_true")
    parser.add_argument("--only", metavar="TEXT")
    parser.add_argument("--max-examples", type=int)
    options = parser.parse_args()
    examples = options.max_examples or (200 if options.thorough else 8)

    tally = Tally()
    document = without_demonstration(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
    names = {f"{method.upper()} {path}" for path, item in document["paths"].items() for method in METHODS if method in item}
    exceptions = tomllib.loads((HERE / "exceptions.toml").read_text())["exception"]
    for entry in exceptions:
        tally.check(f"exception for {entry['operation']} is sound", entry["operation"] in names and len(entry.get("reason", "")) > 20)

    with Server() as server, tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        peers = {name: Tenant(server.url, name, roles=()) for name in ("first", "second")}
        protected = [key["key_id"] for tenant in peers.values() for key in tenant.owner.call("GET", "/auth/keys")["keys"]]
        protected += [key["id"] for tenant in peers.values() for key in tenant.owner.send("GET", "/api/keys").json()["keys"]]
        description = folder / "openapi.json"
        description.write_text(json.dumps(with_real_things(strict(document), peers["first"].furnish())))
        toml = configuration(server.url, peers, examples, exceptions, folder)
        command = [SCHEMATHESIS, "--config-file", toml, "run", description, "--url", server.url, "--checks", "all", "--no-color"]
        if options.only:
            # Chains of operations need all of them.
            command += ["--phases", "examples,coverage,fuzzing"]
            command += [part for name in sorted(names) if options.only in name for part in ("--include-name", name)]
        environment = dict(os.environ, SCHEMATHESIS_HOOKS="schemathesis_hooks", PYTHONPATH=str(HERE), MIEN_CONTRACT_PROTECTED=",".join(protected))
        status = subprocess.run(command, cwd=folder, env=environment).returncode
        report = folder / "report.xml"
        cases = list(xml.parse(report).iter("testcase")) if report.exists() else []
        for case in cases:
            tally.check(case.get("name"), case.find("failure") is None and case.find("error") is None)
        tally.check("the run came to its end", status in (0, 1) and bool(cases), f"status {status}")
        tally.check("nothing went wrong inside", "unhandled error" not in server.log(), "see the log of the server above")
        if "unhandled error" in server.log():
            print("".join(line for line in server.lines if "unhandled error" in line)[:4000])
    tally.close()


if __name__ == "__main__":
    main()
