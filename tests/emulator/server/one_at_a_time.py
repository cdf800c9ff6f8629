"""Records and objects are read and written one call at a time. moto answers on many threads and locks nothing: a
transaction restores a copy of its whole table when it fails, and with it undoes what others have written since; a body
that is overwritten while it is read is a closed file."""

import functools
import threading

from moto.dynamodb.models import DynamoDBBackend
from moto.s3.responses import S3Response

# A function that moto calls inside of a write may write too, on another thread: it is not to wait for its own caller.
LONGEST_WAIT_SECONDS = 5


def one_at_a_time(owner, names):
    lock = threading.RLock()

    def locked(call):
        @functools.wraps(call)
        def run(*args, **kwargs):
            held = lock.acquire(timeout=LONGEST_WAIT_SECONDS)
            try:
                return call(*args, **kwargs)
            finally:
                if held:
                    lock.release()

        return run

    for name in names:
        setattr(owner, name, locked(getattr(owner, name)))


one_at_a_time(
    DynamoDBBackend,
    ("get_item", "query", "put_item", "update_item", "delete_item", "transact_write_items"),
)
one_at_a_time(S3Response, ("_key_response",))
