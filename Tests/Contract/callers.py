#!/usr/bin/env python3
"""Every operation of the description, tried by everybody who may not call it and with everything it must not take.

Generated from docs/openapi/openapi.json: no caller, an unknown credential, the wrong kind of key, a role that is too low and
another tenant get the documented refusal; each field of each body, wrong in each way its schema forbids, gets 422 (400 in the Stratam
family) and a sentence that names the field; other methods get 405. Needs only the built server.
"""
import copy
import gzip
import json
import sys

from description import DESCRIPTION, load, operations, wrong_values
from server import Caller, Server, Tenant
from tally import Tally

ROLES = ["viewer", "member", "admin", "owner"]
#: Identifiers in bodies; another tenant's must not be found there either.
BODY_IDS = ("session_id", "identity_id")
STRATAM_BODY_IDS = ("session_id", "entry_id", "thread_id", "message_id", "key_id")


def detail_of(answer):
    """The sentence of a refusal in its family's envelope; None when the envelope is not whole."""
    try:
        body = answer.json()
    except ValueError:
        return None
    if body.get("ok") is False:
        return body["error"] if isinstance(body.get("error"), str) and body["error"] and body.get("code") and body.get("request_id") else None
    found = body.get("detail")
    # The structured detail of PSA's 503.
    if isinstance(found, dict):
        found = found.get("message")
    return found if isinstance(found, str) and found else None


def refuses(tally, name, answer, *statuses):
    """One refusal: the status, and a sentence in `detail`."""
    holds = answer.status_code in statuses and detail_of(answer) is not None and answer.headers.get("content-type", "").startswith("application/json")
    return tally.check(name, holds, f"{answer.status_code} {answer.text[:200]}")


def example_body(operation, ids):
    """The example of the description, with ids that exist."""
    body = copy.deepcopy(operation.example) if operation.body else None
    if body is not None:
        known = operation.known(ids)
        for name in body_ids(operation):
            if name in body:
                body[name] = known[name]
    return body


def body_ids(operation):
    return STRATAM_BODY_IDS if operation.is_stratam else BODY_IDS


def request(operation, caller, ids, **options):
    return caller.send(operation.method, operation.url(ids), **options)


def fitting(operation, tenant):
    """A caller of this tenant who may call the operation."""
    if "secretKey" in operation.kinds:
        return tenant.secret
    if "psaKey" in operation.kinds:
        return tenant.psa
    if "stratamKey" in operation.kinds:
        return tenant.skk
    return tenant.publishable if "publishableKey" in operation.kinds else tenant.owner


# ---- Who may call

def wrong_callers(tally, url, operation, tenant, ids):
    body = example_body(operation, ids)
    send = lambda caller: request(operation, caller, ids, json=body)
    if not operation.kinds:
        return
    refuses(tally, f"{operation.name}: nobody", send(Caller(url)), 401)
    refuses(tally, f"{operation.name}: an unknown key", send(Caller(url, **{"X-Stradum-Key": "sk_live_" + "0" * 43})), 401)
    refuses(tally, f"{operation.name}: a made-up token", send(Caller(url, Authorization="Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")), 401)
    refuses(tally, f"{operation.name}: an empty key", send(Caller(url, **{"X-Stradum-Key": ""})), 401)
    refuses(tally, f"{operation.name}: an unknown psa_ key", send(Caller(url, Authorization="Bearer psa_" + "0" * 43)), 401)
    refuses(tally, f"{operation.name}: an unknown skk_ key", send(Caller(url, Authorization="Bearer skk_" + "0" * 43)), 401)
    everybody = {
        "publishableKey": tenant.publishable, "secretKey": tenant.secret, "psaKey": tenant.psa, "stratamKey": tenant.skk,
        "memberToken": tenant.owner}
    for kind, caller in everybody.items():
        if kind not in operation.kinds:
            refuses(tally, f"{operation.name}: {kind}", send(caller), 403)
    if operation.entry.get("x-scope", "read") != "read":
        refuses(tally, f"{operation.name}: a key that may only read", send(tenant.reading), 403)
    if "memberToken" in operation.kinds:
        for role in ROLES[:ROLES.index(operation.least_role)]:
            refuses(tally, f"{operation.name}: a {role}", send(tenant.members[role]), 403)


def another_tenant(tally, operation, stranger, ids):
    body = example_body(operation, ids)
    in_body = body is not None and any(name in body for name in body_ids(operation)) and operation.entry["operationId"] != "createSession"
    in_query = operation.is_stratam and any(name in STRATAM_BODY_IDS for name in operation.required_queries)
    if not (operation.path_names or in_body or in_query):
        return
    refuses(tally, f"{operation.name}: another tenant", request(operation, fitting(operation, stranger), ids, json=body), 404)


def lists_hold_nothing(tally, every, stranger, ids):
    """What a stranger may list holds nothing of ours."""
    for operation in every:
        if operation.method == "GET" and operation.kinds and not operation.path_names and not any(
                name in STRATAM_BODY_IDS for name in operation.required_queries):
            # The archive's list is for administrators: the stranger's owner is one, their key is not.
            caller = stranger.owner if operation.entry["operationId"] == "listIncidents" else fitting(operation, stranger)
            answer = request(operation, caller, ids)
            ours = [*operation.known(ids).values(), *ids["stratam"].values()]
            found = [value for value in ours if isinstance(value, str) and len(value) > 8 and value in answer.text]
            tally.check(f"{operation.name}: another tenant's list", answer.status_code == 200 and not found, f"{answer.status_code} {found}")


# ---- What may be sent

def wrong_bodies(tally, operation, tenant, ids):
    if not operation.body:
        return
    caller, good = fitting(operation, tenant), example_body(operation, ids)
    send = lambda **options: request(operation, caller, ids, **options)
    typed = {"Content-Type": "application/json"}
    for what, data in [("empty", b""), ("no JSON", b"{"), ("an array", b"[]"), ("text", b'"text"'), ("not UTF-8", b'{"a":"\xff"}'),
                       ("a second value", b"{}{}"), ("bare words", b"{a:1}"), ("not a number", b'{"a":NaN}')]:
        if data or operation.needs_body:
            refuses(tally, f"{operation.name}: body {what}", send(data=data, headers=typed), operation.malformed)
    refuses(
        tally, f"{operation.name}: a form", send(data=b"a=1", headers={"Content-Type": "application/x-www-form-urlencoded"}), 415,
        operation.malformed)
    refuses(tally, f"{operation.name}: packed unknown", send(data=json.dumps(good), headers={**typed, "Content-Encoding": "br"}), 415)
    refuses(tally, f"{operation.name}: packed badly", send(data=b"no gzip", headers={**typed, "Content-Encoding": "gzip"}),
            operation.malformed, 415)
    bomb = gzip.compress(b" " * (64 << 20))
    refuses(tally, f"{operation.name}: packed too large", send(data=bomb, headers={**typed, "Content-Encoding": "gzip"}), 413)
    wrong_members(tally, operation.name, operation.body, good or {}, lambda body: send(json=body), operation.malformed)


def wrong_members(tally, name, schema, good, send, status, place=""):
    """Each member of an object, wrong in each way; for arrays of objects also inside the first one."""
    for member, rule in schema.get("properties", {}).items():
        path = place + member
        if member in schema.get("required", []):
            named(tally, f"{name}: without {path}", send({key: value for key, value in good.items() if key != member}), status, member)
        for what, value in wrong_values(rule):
            if value is None and status == 400 and member not in schema.get("required", []):
                # In the Stratam family null stands for what is left out.
                continue
            named(tally, f"{name}: {path} {what}", send({**good, member: value}), status, member)
        if rule.get("type") == "string":
            named(tally, f"{name}: {path} with U+0000", send({**good, member: "nul\x00nul"}), status, None)
        items = rule.get("items", {})
        if rule.get("type") == "array" and items.get("type") == "object" and good.get(member):
            wrong_members(
                tally, name, items, good[member][0], lambda item: send({**good, member: [item]}), status, place=f"{path}[0].")


def named(tally, name, answer, status, member):
    if refuses(tally, name, answer, status) and member:
        tally.check(f"{name}: named", member in detail_of(answer), f"{detail_of(answer)!r} does not name {member}")


def wrong_queries(tally, operation, tenant, ids):
    caller = fitting(operation, tenant)
    for parameter in operation.parameters:
        if parameter["in"] != "query":
            continue
        rule, name = parameter["schema"], parameter["name"]
        # A name that may be given several times.
        rule = rule["items"] if rule["type"] == "array" else rule
        for value in wrong_query_values(rule):
            url = operation.url(ids).split("?")[0]
            others = {each: operation.known(ids).get(each, "x") for each in operation.required_queries}
            body = {"json": example_body(operation, ids)} if operation.needs_body and operation.body else {}
            answer = caller.send(operation.method, url, params={**others, name: value}, **body)
            named(tally, f"{operation.name}: {name}={value[:24]}", answer, operation.malformed, name)


def wrong_query_values(rule):
    if "enum" in rule:
        return ["surely_not"]
    if rule["type"] == "integer":
        low = rule.get("minimum", 1)
        return [str(low - 1), "-7", "x", "1.5", str(rule.get("maximum", 0) + 1), "99999999999999999999", ""]
    if rule["type"] == "boolean":
        return ["maybe", "2"]
    if rule.get("format") == "uuid":
        return ["none", "00000000-0000-0000-0000-00000000000", "{00000000-0000-0000-0000-000000000000}"]
    if rule.get("format") == "date-time":
        return ["yesterday", "2026-02-30T00:00:00Z"]
    return ["x" * (rule["maxLength"] + 1)] if "maxLength" in rule else []


def unknown_ids(tally, operation, tenant, ids):
    caller, body = fitting(operation, tenant), example_body(operation, ids)
    for name in operation.path_names:
        for what, value in [("nobody's", "none"), ("too long", "x" * 129), ("odd", "%00"), ("a quote", "'%20OR%201=1--"), ("far east", "%E4%BA%BA")]:
            answer = caller.send(operation.method, operation.url(ids, **{name: value}), json=body)
            refuses(tally, f"{operation.name}: {name} {what}", answer, 404, operation.malformed)


# ---- What else may be asked

def other_methods(tally, every, tenant, ids):
    by_path = {}
    for operation in every:
        by_path.setdefault(operation.path, []).append(operation)
    for path, known in by_path.items():
        allowed = {operation.method for operation in known}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
            answer = fitting(known[0], tenant).send(method, known[0].url(ids))
            if refuses(tally, f"{method} {path}: not allowed", answer, 405):
                named_methods = {word.strip() for word in answer.headers.get("Allow", "").split(",")}
                tally.check(f"{method} {path}: Allow", allowed <= named_methods, f"Allow: {answer.headers.get('Allow')}")


def unknown_paths(tally, url):
    for path in ("/api/v1/nothing", "/api/v1/sessions/a/b/c", "/api/v1/", "/api/v2/sessions", "/api/v1/../../etc/passwd"):
        refuses(tally, f"GET {path}", Caller(url).send("GET", path), 404)


def preflights(tally, every, url):
    """Browsers ask before the SDK's requests, and never with a credential."""
    for operation in every:
        if "publishableKey" in operation.kinds:
            answer = Caller(url).send("OPTIONS", operation.url({}), headers={
                "Origin": "https://shop.example", "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "x-stradum-key,content-type"})
            allowed = answer.headers.get("Access-Control-Allow-Headers", "").lower()
            tally.check(
                f"OPTIONS {operation.path}", answer.status_code in (200, 204) and "x-stradum-key" in allowed,
                f"{answer.status_code} {dict(answer.headers)}")


def revoked_at_once(tally, url, tenant):
    """What is taken away works no more, from the next request on."""
    pair = tenant.owner.call("POST", "/auth/keys", {"label": "short-lived"})
    secret = Caller(url, **{"X-Stradum-Key": pair["secret_key"]})
    publishable = Caller(url, **{"X-Stradum-Key": pair["publishable_key"]})
    tally.check("a fresh key works", secret.send("GET", "/api/v1/webhooks").status_code == 200)
    tenant.owner.call("DELETE", f"/auth/keys/{pair['key_id']}")
    refuses(tally, "a revoked secret key", secret.send("GET", "/api/v1/webhooks"), 401)
    refuses(tally, "a revoked publishable key", publishable.send("POST", "/api/v1/sessions", json={}), 401)
    viewer = tenant.members["viewer"]
    tally.check("a viewer reads", viewer.send("GET", "/api/v1/sessions").status_code == 200)
    viewer.call("POST", "/auth/logout")
    refuses(tally, "a token after logout", viewer.send("GET", "/api/v1/sessions"), 401)
    admin = tenant.members["admin"]
    admin_id = admin.call("GET", "/auth/me")["user_id"]
    tenant.owner.call("PATCH", f"/auth/users/{admin_id}", {"role": "viewer"})
    refuses(tally, "an admin no more", admin.send("POST", "/api/v1/auth/keys", json={"label": "x"}), 401, 403)
    tenant.owner.call("DELETE", f"/auth/users/{admin_id}")
    refuses(tally, "a removed user", admin.send("GET", "/api/v1/auth/me"), 401)


def main():
    tally, document = Tally(), load()
    every = operations(document)
    with Server() as server:
        served = Caller(server.url).send("GET", "/openapi.json")
        tally.check("/openapi.json is the committed one", served.status_code == 200 and served.json() == json.loads(DESCRIPTION.read_text()))
        tenant, stranger = Tenant(server.url, "ours"), Tenant(server.url, "theirs")
        ids = tenant.furnish()
        for operation in every:
            wrong_callers(tally, server.url, operation, tenant, ids)
            another_tenant(tally, operation, stranger, ids)
            unknown_ids(tally, operation, tenant, ids)
            wrong_queries(tally, operation, tenant, ids)
            wrong_bodies(tally, operation, tenant, ids)
        lists_hold_nothing(tally, every, stranger, ids)
        other_methods(tally, every, tenant, ids)
        unknown_paths(tally, server.url)
        preflights(tally, every, server.url)
        still = tenant.owner.send("GET", f"/api/v1/sessions/{ids['session_id']}")
        tally.check("after all of it, what was there is there", still.status_code == 200 and still.json()["status"] == "analyzed", still.text[:200])
        revoked_at_once(tally, server.url, tenant)
        tally.check("nothing went wrong inside", "unhandled error" not in server.log(), "see the server's log")
    tally.close()


if __name__ == "__main__":
    sys.exit(main())
