"""API Gateway v2, HTTP APIs, at /_api/{apiId}/{path}: the route's JWT authorizer, then its function.

Integrations are AWS_PROXY with payload format 2.0."""

import base64
import json
import re
import time
import urllib.parse
import uuid

from joserfc import jwt
from moto.apigatewayv2.models import apigatewayv2_backends
from moto.awslambda.models import lambda_backends
from moto.cognitoidp.models import cognitoidp_backends

ACCOUNT = "123456789012"


def problem(status, text):
    return status, {"content-type": "application/json"}, json.dumps({"message": text}).encode()


def path_pattern(template):
    """`/models/{id}` and `/files/{path+}` as regular expressions."""
    greedy = re.sub(r"\{(\w+)\+\}", r"(?P<\1>.+)", template)
    return re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", greedy)


def find_route(api, method, path):
    """(route, path parameters) with the fewest parameters; ANY after its own method, $default last."""
    found = [((9, 0), r, {}) for r in api.routes.values() if r.route_key == "$default"]
    for route in api.routes.values():
        verb, _, template = route.route_key.partition(" ")
        match = template and verb in (method, "ANY") and re.fullmatch(path_pattern(template), path)
        if match:
            found.append(((template.count("{"), verb == "ANY"), route, match.groupdict()))
    return min(found, key=lambda f: f[0], default=(None, None, {}))[1:]


def claims_of(token, config):
    """The claims of a token that one of the emulator's user pools signed, or None."""
    pools = {
        f"https://cognito-idp.{region}.amazonaws.com/{key}": pool
        for region, backend in cognitoidp_backends[ACCOUNT].items()
        for key, pool in backend.user_pools.items()
    }
    try:
        claims = jwt.decode(token, pools[config["issuer"]].json_web_key).claims
    except Exception:
        return None
    audience = claims.get("aud") or claims.get("client_id")
    good = (
        claims["iss"] == config["issuer"] and claims["exp"] > time.time() and audience in config["audience"]
    )
    return claims if good else None


def authorize(api, route, headers):
    """(what the event says of the caller, refusal); one of the two is None."""
    if route.authorization_type != "JWT":
        return {}, None
    token = headers.get("authorization", "").removeprefix("Bearer ")
    claims = claims_of(token, api.authorizers[route.authorizer_id].jwt_config)
    if claims is None:
        return None, problem(401, "Unauthorized")
    scopes = claims.get("scope", "").split()
    if route.authorization_scopes and not set(scopes) & set(route.authorization_scopes):
        return None, problem(403, "Forbidden")
    flat = {name: flatten(value) for name, value in claims.items()}
    return {"authorizer": {"jwt": {"claims": flat, "scopes": scopes or None}}}, None


def flatten(claim):
    """Claims reach a function as strings; a list as `[a b]`."""
    if isinstance(claim, list):
        return "[" + " ".join(map(str, claim)) + "]"
    return claim if isinstance(claim, str) else json.dumps(claim)


def cors_headers(api, headers):
    cors, origin = api.cors_configuration or {}, headers.get("origin")
    if origin is None or not {"*", origin} & set(cors.get("allowOrigins", [])):
        return {}
    return {
        "access-control-allow-origin": origin,
        "access-control-allow-headers": ",".join(cors.get("allowHeaders", [])),
        "access-control-allow-methods": ",".join(cors.get("allowMethods", [])),
    }


def call(environ):
    """(status, headers, body) of one request."""
    _, _, api_id, path = (environ["PATH_INFO"] + "/").split("/", 3)
    path, method = "/" + path[:-1], environ["REQUEST_METHOD"]
    api = next((b.apis[api_id] for b in apigatewayv2_backends[ACCOUNT].values() if api_id in b.apis), None)
    if not api:
        return problem(404, "Not Found")
    stage = path.split("/")[1] if path.split("/")[1] in api.stages else "$default"
    if stage != "$default":
        path = path[len(stage) + 1 :] or "/"
    headers = {k[5:].replace("_", "-").lower(): v for k, v in environ.items() if k.startswith("HTTP_")}
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    allowed = cors_headers(api, headers)
    if method == "OPTIONS" and api.cors_configuration:
        return 204, allowed, b""
    route, parameters = find_route(api, method, path)
    if not route:
        return problem(404, "Not Found")
    caller, refusal = authorize(api, route, headers)
    if refusal:
        return refusal
    event = event_of(environ, api_id, stage, path, headers, route, parameters, caller)
    return answer_of(function_of(api, route), event, allowed)


def event_of(environ, api_id, stage, path, headers, route, parameters, caller):
    """Payload format 2.0."""
    query = environ.get("QUERY_STRING", "")
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return {
        "version": "2.0",
        "routeKey": route.route_key,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "queryStringParameters": {k: ",".join(v) for k, v in urllib.parse.parse_qs(query).items()},
        "pathParameters": parameters,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": api_id,
            "domainName": environ["HTTP_HOST"],
            "requestId": str(uuid.uuid4()),
            "routeKey": route.route_key,
            "stage": stage,
            "timeEpoch": int(time.time() * 1000),
            **caller,
            "http": {
                "method": environ["REQUEST_METHOD"],
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": headers.get("user-agent", ""),
            },
        },
        **({"body": body.decode()} if body else {}),
        "isBase64Encoded": False,
    }


def function_of(api, route):
    integration = api.integrations[route.target.split("/")[-1]]
    arn = re.search(r"arn:[^:]+:lambda:[^/]+", integration.integration_uri)[0]
    return lambda_backends[ACCOUNT][arn.split(":")[3]].get_function(arn)


def answer_of(function, event, allowed):
    text, failed, _ = function._invoke_lambda(event)
    if failed:
        return problem(500, "Internal Server Error")
    result = json.loads(text)
    if not (isinstance(result, dict) and "statusCode" in result):
        json_type = {"content-type": "application/json"}
        result = {"statusCode": 200, "headers": json_type, "body": json.dumps(result)}
    body = str(result.get("body") or "").encode()
    body = base64.b64decode(body) if result.get("isBase64Encoded") else body
    return int(result["statusCode"]), {**allowed, **(result.get("headers") or {})}, body
