"""How well the detectors of content do, on real data, beside what one can install.

    script/bench detect --data DIR [--only mail,personal,language,peers]

`DIR` holds the folders `mail`, `abuse` and `pii` as their SOURCES files describe. Nothing of it is shipped. Every share
is printed with its interval; what is fitted in a run is never measured on what it was fitted on, and the split is by
campaign, template, source or row, as each line says. Ends with 0 whether or not an aim is reached: the lines say it.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from detecting import Row, missed, show

TOPICS = {
    "mail": "Suspicious mail",
    "personal": "Personal data",
    "language": "Abusive language",
    "peers": "What others' programs reach on the same data",
}


def main() -> None:
    """Print the tables, then what was not reached."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="the folder of real data")
    options.add_argument("--only", default=",".join(TOPICS), help="topics, with commas between them")
    chosen = options.parse_args()
    every: list[Row] = []
    for topic in chosen.only.split(","):
        module = importlib.import_module(f"detect_{topic}")
        show(TOPICS[topic], (every.append(row) or row for row in module.measure_all(chosen.data)))
    print("\nNot reached:" if missed(every) else "\nEvery aim was reached.")
    for what, ours in missed(every).items():
        print(f"  {what}: {ours}")


if __name__ == "__main__":
    main()
