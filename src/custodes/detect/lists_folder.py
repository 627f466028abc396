"""What a lists folder may hold, by name. A file under any other name is read by nothing; that must not go unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from custodes.detect import excluded, known_images, models, own_numbers, works
from custodes.detect.devices import ACCOUNTS, DEVICES, NETWORKS
from custodes.detect.lists import CORRESPONDENTS, PERMITS
from custodes.detect.sigma import placeholders
from custodes.policy.problems import did_you_mean

FILES = (ACCOUNTS, CORRESPONDENTS, DEVICES, NETWORKS, own_numbers.OWN_NUMBERS, PERMITS)
FOLDERS = (excluded.EXCLUDED, known_images.FOLDER, models.FOLDER, placeholders.FOLDER, works.FOLDER)
_CATEGORY_FILES = ("domains", "domains.gz", "urls", "urls.gz")


def tell_unknown(folder: Path, besides: Collection[Path] = ()) -> Iterator[str]:
    """A sentence for each file and folder that no list is read from, but for those `besides`, which are read otherwise.

    A folder with hosts or pages in it is a category, whatever its name.
    """
    read_otherwise = {path.resolve() for path in besides}
    for path in sorted(folder.iterdir()):
        known = FOLDERS if path.is_dir() else FILES
        is_read = path.name in known or path.resolve() in read_otherwise or _is_category(path)
        if not is_read and not path.name.startswith("."):
            offer = did_you_mean(path.name, known, or_else="No list is called so.")
            yield f"{path}: not read. {offer}"


def _is_category(path: Path) -> bool:
    return any((path / name).exists() for name in _CATEGORY_FILES)
