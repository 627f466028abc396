import pytest
import typer
from typer.testing import CliRunner

from custodes.cli.sample import sample_command
from custodes.sample import SampleError

app = typer.Typer()
app.command()(sample_command)


def test_the_command_says_what_it_made_and_what_to_run_next(tmp_path):
    result = CliRunner().invoke(app, [str(tmp_path / "my library"), "--staff", "5", "--weeks", "1", "--seed", "9"])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].endswith("5  people, 16 November 2026 to 22 November 2026")
    assert lines[-1].startswith("Next: custodes check ")
    assert f"--staff '{tmp_path}/my library/staff.csv'" in lines[-1]


@pytest.mark.parametrize(
    ("option", "words"), [("--staff", "give --staff a number"), ("--weeks", "give --weeks a number")]
)
def test_too_little_is_refused_before_anything_is_made(tmp_path, option, words):
    result = CliRunner().invoke(app, [str(tmp_path / "x"), option, "0"])
    assert isinstance(result.exception, SampleError)
    assert words in str(result.exception)
    assert list(tmp_path.iterdir()) == []
