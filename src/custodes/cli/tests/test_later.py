import subprocess
import sys
from importlib import metadata

import pytest
from typer.testing import CliRunner

from custodes.cli import app
from custodes.cli.later import PLACES, load


@pytest.mark.parametrize("name", PLACES)
def test_the_list_of_commands_says_of_each_what_its_own_help_begins_with(name):
    place, line = PLACES[name]
    assert load(name, place).help.partition("\n\n")[0] == line


def test_what_no_command_was_asked_for_loads_neither_sources_nor_detectors():
    code = "import sys\nfrom custodes.cli import app\nfrom typer.main import get_command\nget_command(app)\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pyarrow", "numpy", "custodes.policy", "custodes.sources", "custodes.detect"} & set(loaded)


def test_a_command_that_does_not_exist_is_refused_with_the_nearest():
    result = CliRunner().invoke(app, ["chek"])
    assert result.exit_code == 2
    assert "Did you mean 'check'?" in result.output


def test_a_command_that_another_package_adds_is_listed_and_runs(tmp_path, monkeypatch):
    (tmp_path / "office_x").mkdir()
    (tmp_path / "office_x" / "__init__.py").write_text(
        "import typer\napp = typer.Typer(help='Opens the office.')\n"
        "@app.command()\ndef doors() -> None:\n    print('open')\n@app.command()\ndef lights() -> None:\n    print('on')\n"
    )
    (tmp_path / "office_x-1.dist-info").mkdir()
    (tmp_path / "office_x-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: office-x\nVersion: 1\n")
    (tmp_path / "office_x-1.dist-info" / "entry_points.txt").write_text("[custodes.commands]\noffice = office_x:app\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert metadata.entry_points(group="custodes.commands").names == {"office"}
    assert "Opens the office." in CliRunner().invoke(app, ["--help"]).output
    assert CliRunner().invoke(app, ["office", "lights"]).output == "on\n"
