"""Chunks to parts over worker processes: in order, with a bounded number under way."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pyarrow as pa

from custodes.engine.bind import Plan
from custodes.engine.errors import WorkerError
from custodes.engine.examine import Part, examine_chunk
from custodes.sources.contract import Chunk

CHUNKS_A_WORKER = 2
"""One at work and one waiting, so that no worker idles and memory stays bounded."""

_STOPPING = (signal.SIGINT, signal.SIGTERM)

_plan: Plan


def count_cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_chunks(chunks: Iterable[Chunk], plan: Plan, *, jobs: int) -> Iterator[Part]:
    """The part of each chunk, in the order of the chunks, whatever the number of workers.

    With one job everything happens in this process. Raises `WorkerError` when a worker is killed.
    """
    if jobs == 1:
        _begin(plan, in_worker=False)
        yield from map(_examine, chunks)
        return
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _begin, (plan,))
    try:
        with _holding_signals():
            pool.submit(int)  # starts the workers
        yield from _in_order(pool, chunks, under_way=jobs * CHUNKS_A_WORKER)
    except BrokenProcessPool as error:
        raise WorkerError("A worker was stopped by the system, most likely for want of memory.") from error
    except BaseException:
        for worker in multiprocessing.active_children():  # nobody waits for what they are at
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, chunks: Iterable[Chunk], *, under_way: int) -> Iterator[Part]:
    waiting: deque[Future[Part]] = deque()
    for chunk in chunks:
        waiting.append(pool.submit(_examine, chunk))
        if len(waiting) >= under_way:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextlib.contextmanager
def _holding_signals() -> Iterator[None]:
    """A Ctrl-C or an order to end waits until the block is done: amid a fork Python would swallow it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        _let_signals_in()


def _let_signals_in() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def _begin(plan: Plan, *, in_worker: bool = True) -> None:
    global _plan  # noqa: PLW0603 - a worker is given its plan once, not with every chunk
    _plan = plan
    pa.set_cpu_count(1)
    gc.freeze()  # thousands of rules stay for good: the collector need not walk them again and again
    if in_worker:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # and so is what else it does at an order to end
        _let_signals_in()
        threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """However the parent ends (kill -9 too), no worker outlives it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _examine(chunk: Chunk) -> Part:
    return examine_chunk(chunk, _plan)
