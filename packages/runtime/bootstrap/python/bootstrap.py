"""The Python runtime of a function on this machine.

Gets invocations from the Lambda Runtime API (2018-06-01), calls the handler, posts what it answers. Behaves as the platform's Python
runtime; written from its documentation and observed behaviour. Standard library only.
"""

import decimal
import http.client
import importlib
import json
import logging
import math
import os
import sys
import time
import traceback

PREFIX = "/2018-06-01/runtime"


class RuntimeFault(Exception):
    """An error of the runtime itself, with its errorType."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.message = message
        self.trace = trace or []


class Client:
    """One keep-alive connection to the Runtime API."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def request(self, method, path, body=None, headers=None):
        self.connection.request(method, PREFIX + path, body=body, headers=headers or {})
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()

    def post(self, path, body, content_type="application/json", headers=None):
        self.request("POST", path, body, {"Content-Type": content_type, **(headers or {})})


class Fields:
    """A group of named values; what was not sent is None."""

    def __init__(self, values, names):
        for name in names:
            setattr(self, name, (values or {}).get(name))


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

        client = parse_header(headers.get("Lambda-Runtime-Client-Context"), "Client Context")
        self.client_context = None
        if client is not None:
            self.client_context = Fields(client, ["custom", "env"])
            names = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]
            self.client_context.client = Fields(client["client"], names) if client.get("client") else None
        cognito = parse_header(headers.get("Lambda-Runtime-Cognito-Identity"), "Cognito Identity") or {}
        self.identity = Fields({}, [])
        self.identity.cognito_identity_id = cognito.get("cognitoIdentityId")
        self.identity.cognito_identity_pool_id = cognito.get("cognitoIdentityPoolId")

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


def parse_header(text, name):
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise RuntimeFault("LambdaContextUnmarshalError", f"Unable to parse {name} JSON: {error}") from error


def load_handler(name):
    module_name, separator, function_name = name.rpartition(".")
    if not separator:
        message = f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)"
        raise RuntimeFault("MalformedHandlerName", message)
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise RuntimeFault("BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise RuntimeFault("ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise RuntimeFault("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        raise RuntimeFault("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'") from error


def encode_default(value):
    if isinstance(value, decimal.Decimal):
        if value.is_nan():
            return math.nan
        return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def encode_response(response):
    if isinstance(response, bytes):
        return response, "application/unknown"
    try:
        return json.dumps(response, default=encode_default).encode(), "application/json"
    except Exception as error:
        raise RuntimeFault("MarshalError", f"Unable to marshal response: {error}") from error


def describe(error, request_id=""):
    """What the caller gets. Frames of this file come first in a traceback and are left out."""
    if isinstance(error, RuntimeFault):
        kind, message, trace = error.kind, error.message, error.trace
    else:
        frames = traceback.extract_tb(error.__traceback__)
        while frames and frames[0].filename == __file__:
            del frames[0]
        kind, message = type(error).__name__, str(error)
        trace = traceback.format_list([(frame.filename, frame.lineno, frame.name, frame.line) for frame in frames])
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}


def log_error(error):
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}", "Traceback (most recent call last):"]
    for element in error["stackTrace"]:
        lines.extend(element.splitlines())
    sys.stdout.write("\n".join(lines) + "\n")


class Unbuffered:
    """A stream whose every write is out before the process could be killed."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, text):
        self.stream.write(text)
        self.stream.flush()

    def writelines(self, lines):
        self.stream.writelines(lines)
        self.stream.flush()


def set_up_logging(current):
    def mark(record):
        record.aws_request_id = current["id"]
        return True

    logging.Formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    layout = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    handler.setFormatter(logging.Formatter(layout, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(mark)
    logging.getLogger().addHandler(handler)


def handle(client, handler, headers, body):
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        response, content_type = encode_response(handler(json.loads(body), Context(headers)))
    except Exception as error:  # whatever the handler raises is its answer
        described = describe(error, request_id)
        log_error(described)
        client.post(f"/invocation/{request_id}/error", json.dumps(described))
        return
    client.post(f"/invocation/{request_id}/response", response, content_type)


def main():
    root = os.environ["LAMBDA_TASK_ROOT"]
    # The first entry is this file's folder, which the function has no business with.
    sys.path[0] = root
    sys.stdout = Unbuffered(sys.stdout)
    sys.stderr = Unbuffered(sys.stderr)
    current = {"id": ""}
    set_up_logging(current)
    client = Client(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:  # a module may raise anything while it is imported
        described = describe(error)
        log_error(described)
        client.post("/init/error", json.dumps(described), headers={"Lambda-Runtime-Function-Error-Type": described["errorType"]})
        sys.exit(1)
    while True:
        status, headers, body = client.request("GET", "/invocation/next")
        if status != 200:
            sys.exit(1)
        current["id"] = headers["Lambda-Runtime-Aws-Request-Id"]
        trace = headers.get("Lambda-Runtime-Trace-Id")
        if trace:
            os.environ["_X_AMZN_TRACE_ID"] = trace
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        handle(client, handler, headers, body)


main()
