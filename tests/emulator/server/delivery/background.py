"""Work that AWS does after it has answered the caller."""

import json
import logging
import threading
import time

from moto.events.models import events_backends

log = logging.getLogger("emulator")


def later(do, *args):
    """Run it on a thread of its own; a failure is logged, since nobody waits for the result."""

    def run():
        try:
            do(*args)
        except Exception:
            log.exception("%s%r", do.__name__, args)

    threading.Thread(target=run, daemon=True).start()


def iso(seconds=None):
    """A time in UTC as AWS's events write it; now, where none is given."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def emit(account, region, source, kind, detail, resources):
    """An event of AWS's own, on the default bus."""
    entry = {
        "Source": source,
        "DetailType": kind,
        "Detail": json.dumps(detail, default=str),
        "Resources": resources,
    }
    later(events_backends[account][region].put_events, [entry])
