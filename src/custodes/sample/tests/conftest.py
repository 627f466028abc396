from pathlib import Path

import pytest

from custodes.sample import Made, Plan, make_sample


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Made:
    return make_sample(Plan(staff=14, weeks=4, seed=7), tmp_path_factory.mktemp("sample") / "library")


@pytest.fixture(scope="session")
def folder(made) -> Path:
    return made.folder
