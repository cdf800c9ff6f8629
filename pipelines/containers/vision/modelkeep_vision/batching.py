"""Requests that come at the same time are run as one batch: a network takes little longer for eight images than for one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

LARGEST_BATCH = 16
WAITING = 512
"""Images that may wait; more are refused at once, so that nobody waits for an answer that comes too late."""
GATHER_SECONDS = 0.002


class BusyError(Exception):
    """Too many images wait already."""


class Batcher:
    """@param run takes N images and gives one result for each; called in a thread of its own, one batch at a time."""

    def __init__(self, run: Callable[[np.ndarray], list]):
        self._run = run
        self._queue: asyncio.Queue[tuple[np.ndarray, asyncio.Future]] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="network")
        self._task: asyncio.Task | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._work())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._thread.shutdown()

    async def results(self, images: list[np.ndarray]) -> list:
        """In the order of the images. Raises BusyError."""
        if self._queue.qsize() + len(images) > WAITING:
            raise BusyError
        loop = asyncio.get_running_loop()
        waiting = [loop.create_future() for _ in images]
        for image, future in zip(images, waiting, strict=True):
            self._queue.put_nowait((image, future))
        return list(await asyncio.gather(*waiting))

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch = [await self._queue.get()]
            await asyncio.sleep(GATHER_SECONDS)
            while len(batch) < LARGEST_BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            # Whoever hung up meanwhile needs no answer.
            batch = [(image, future) for image, future in batch if not future.done()]
            if not batch:
                continue
            try:
                found = await loop.run_in_executor(self._thread, self._run, np.stack([image for image, _ in batch]))
                for (_, future), one in zip(batch, found, strict=True):
                    if not future.done():
                        future.set_result(one)
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
