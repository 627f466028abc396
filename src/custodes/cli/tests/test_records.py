from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from custodes.cli.records import takes_records


@dataclass(frozen=True)
class Asked:
    word: Annotated[str, typer.Argument(help="A word.")]
    times: Annotated[int, typer.Option(min=1, help="How often.")] = 1


@dataclass(frozen=True)
class Told:
    loud: Annotated[bool, typer.Option("--loud", help="In capitals.")] = False


@takes_records
def say(asked: Asked, told: Told) -> None:
    """Say a word."""
    text = " ".join([asked.word] * asked.times)
    print(text.upper() if told.loud else text)


app = typer.Typer()
app.command()(say)


def output(*words):
    return CliRunner().invoke(app, words, env={"TERM": "xterm", "NO_COLOR": "1"}).output


def test_the_fields_of_several_records_are_options_of_one_command():
    assert output("so") == "so\n"
    assert output("so", "--times", "2", "--loud") == "SO SO\n"


def test_what_a_field_asks_for_is_checked_and_told_in_the_help():
    assert "greater than or equal to 1" in output("so", "--times", "0")
    page = output("--help")
    assert "Say a word." in page
    assert page.index("A word.") < page.index("How often.") < page.index("In capitals.")
    assert "[default: 1]" in page
