"""Where the `custodes` command begins and ends: whatever happens, a person gets words, not a traceback.

Exit status: 0 done; 1 `check --fail-on` matched; 2 bad use or bad policy; 3 done, but some input was
rejected; 4 not done (the disk is full, a worker was stopped); 130 stopped with Ctrl-C; 143 told to end.
"""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import tempfile
from types import FrameType

from custodes.errors import CustodesError, UnfinishedError

BAD_USE, NOT_DONE, STOPPED, TOLD_TO_END = 2, 4, 130, 143


def main() -> None:
    """Run the command and exit with its status."""
    signal.signal(signal.SIGTERM, _end_in_order)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy is loaded for no algebra: it need start no threads
    gc.set_threshold(20_000)  # a run makes values by the hundred thousand, and hardly a cycle to look for
    try:
        from custodes.cli import app  # noqa: PLC0415 - loading takes long enough for a Ctrl-C to fall into it

        app()
    except SystemExit as end:
        if end.code == STOPPED:
            _say_stopped()
        raise
    except KeyboardInterrupt:
        _say_stopped()
        sys.exit(STOPPED)
    except UnfinishedError as error:
        _end(str(error), NOT_DONE)
    except CustodesError as error:
        _end(str(error), BAD_USE)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; nothing is left to say
        sys.exit(0)
    except OSError as error:
        _end(_what_the_system_refused(error), NOT_DONE)


def _what_the_system_refused(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        mend = "Free some space, or set TMPDIR to a folder on another disk."
        return f"The disk is full; temporary files are in {tempfile.gettempdir()}. Nothing was written. {mend}"
    return f"Not done: {error.strerror or error}" + (f" ({error.filename})." if error.filename else ".")


def _end_in_order(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(TOLD_TO_END)  # unwinds, so that nothing half-written is left


def _say_stopped() -> None:
    print("Stopped. Nothing was written.", file=sys.stderr)  # noqa: T201 - the command speaks to a person


def _end(message: str, status: int) -> None:
    print(message, file=sys.stderr)  # noqa: T201 - the command speaks to a person
    sys.exit(status)


if __name__ == "__main__":
    main()
