"""The `custodes` command. A command parses, calls one function of the core, and prints.

Exit status: 0 done; 1 `check --fail-on` matched; 2 bad use or bad policy; 3 done, but some input was
rejected; 4 not done (the disk is full, a worker was stopped); 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import errno
import sys
import tempfile
from importlib.metadata import entry_points

import typer

from custodes.cli.check import check_command
from custodes.cli.policy import app as policy_app
from custodes.cli.sample import sample_command
from custodes.engine.errors import OutputError, WorkerError
from custodes.errors import CustodesError

BAD_USE, NOT_DONE, STOPPED = 2, 4, 130

app = typer.Typer(
    help="Puts an information systems use policy into force, clause by clause.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command("check")(check_command)
app.command("sample")(sample_command)
app.add_typer(policy_app, name="policy")
for command in entry_points(group="custodes.commands"):  # the office and the portal add theirs by name
    app.add_typer(command.load(), name=command.name)


def main() -> None:
    """Run the command; what a person can mend is told in words, without a traceback."""
    try:
        app()
    except (OutputError, WorkerError) as error:
        _end(str(error), NOT_DONE)
    except CustodesError as error:
        _end(str(error), BAD_USE)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; nothing is left to say
        sys.exit(0)
    except SystemExit as end:
        if end.code == STOPPED:
            print("Stopped. Nothing was written.", file=sys.stderr)
        raise
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        mend = "Free some space, or set TMPDIR to a folder on another disk."
        _end(
            f"The disk is full (temporary files are in {tempfile.gettempdir()}). Nothing was written. {mend}", NOT_DONE
        )


def _end(message: str, status: int) -> None:
    print(message, file=sys.stderr)
    sys.exit(status)
