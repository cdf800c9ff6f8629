"""moto as a local AWS, with what Terraform's AWS provider and Node functions need on top of it. On 127.0.0.1 only.

functions.py  Lambda: handlers run in local Node processes
delivery/     what AWS does by itself: events, alarms, notifications, asynchronous calls, dead letters
states.py     Step Functions: versions, validation, SageMaker's .sync
endings.py    Step Functions: executions that are stopped, time out or are refused
http_api.py   the HTTP side of API Gateway v2
records/      operations that moto lacks, and arguments that it takes but does not give back
one_at_a_time.py  records and objects: no two calls at once
front.py      in front of all: the Cloud Control API, the call log, errors said by name

Each of these modules changes moto when it is imported; nothing else of theirs is used here."""

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time

import moto.core.config

moto.core.config.default_user_config["stepfunctions"] = {"execute_state_machine": True}
moto.core.config.default_user_config["iam"] = {"load_aws_managed_policies": True}

import delivery  # noqa: E402, F401
import endings  # noqa: E402, F401
import front  # noqa: E402, F401
import functions  # noqa: E402, F401
import one_at_a_time  # noqa: E402, F401
import records  # noqa: E402, F401
import states  # noqa: E402, F401
from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server  # noqa: E402

HOST = "127.0.0.1"
OWNER_POLL_SECONDS = 0.5


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # alive, and somebody else's
        pass
    return True


def end_with(owner):
    """Stops the server when the process that it works for is gone, however that process ended."""

    def watch():
        while is_alive(owner):
            time.sleep(OWNER_POLL_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def write_whole(path, content):
    """A reader finds the old file or the new one, never a part of it."""
    with open(path + ".new", "w") as file:
        json.dump(content, file)
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True, help="0: a free one")
    parser.add_argument("--instance", required=True, help="file that says where it listens, while it does")
    parser.add_argument("--owner", type=int, help="process id: the server ends when that process has ended")
    options = parser.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    logging.getLogger("werkzeug").setLevel(os.environ.get("EMULATOR_LOG", "INFO"))
    app = DomainDispatcherApplication(create_backend_app)
    app.debug = True
    server = make_server(HOST, options.port, app, threaded=True, request_handler=MotoRequestHandler)
    # moto's own calls (Step Functions) and the functions find the server by this.
    os.environ["MOTO_PORT"] = str(server.server_port)
    if options.owner:
        end_with(options.owner)
    write_whole(options.instance, {"pid": os.getpid(), "port": server.server_port})
    try:
        server.serve_forever()
    finally:
        os.unlink(options.instance)


main()
