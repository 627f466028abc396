"""What the community's rules find in recorded attacks, beside what is known of these.

    script/bench truth --data DIR [--rules DIR]... [--mutate CASES] [--seed N]

Reads the rules (anew, and once more from what was kept), then the same events twice, as JSON lines and as the event
log files themselves, and compares: each rule with the file it was written for, and every hit with the silver set.
`--rules` adds rules that are not in the archive. `--mutate` then changes real rules and real events in small ways and
holds what is found against an evaluator that shares no code with ours, for so many pairs of a rule and an event.
Ends with 1 where something is not as it should be and nothing explains it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from truths.compared import NOT_ASKED, Difference, by_explanation, differences, judge
from truths.found import Found, find_hits
from truths.known import AS_EVTX, AS_JSON, Expected, Hit, find, read_silver, read_truth, unpack_rules

from custodes.detect.sigma.cache import load_rules
from custodes.detect.sigma.matcher import Matcher
from custodes.detect.sigma.rule import RuleSet

FORMS = {"JSON lines": AS_JSON, "event log files": AS_EVTX}


def main() -> None:
    """Print it all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="the folder of rules, events and what is known")
    options.add_argument("--rules", type=Path, action="append", default=[], help="a folder of more rules")
    options.add_argument("--mutate", type=int, default=0, metavar="CASES")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="custodes-bench-") as folder:
        os.environ["XDG_CACHE_HOME"] = folder  # what is kept of these rules is of no use to anyone else
        paths = [unpack_rules(chosen.data, Path(folder)), *chosen.rules]
        well = [hold_against_what_is_known(paths, chosen.data)]
        if chosen.mutate:
            from truths.mutated import hold_against_the_oracle  # noqa: PLC0415 - it needs the tests' own packages

            well.append(hold_against_the_oracle(paths, chosen.data, cases=chosen.mutate, seed=chosen.seed))
    sys.exit(not all(well))


def hold_against_what_is_known(rules: Sequence[Path], data: Path) -> bool:
    """Whether all is as it should be, or explained."""
    ruleset = load_rules(rules)
    is_same = ruleset == load_rules(rules)
    tell_rules(ruleset, is_same=is_same)
    matcher = Matcher(ruleset.rules)
    found = {form: find_hits(matcher, find(data, patterns)) for form, patterns in FORMS.items()}
    fires = [tell_truth(form, read_truth(data), each, ruleset) for form, each in found.items()]
    first, *others = (each.hits for each in found.values())
    is_alike = all(each == first for each in others)
    print(f"\nHits in both: {'the same' if is_alike else 'NOT THE SAME'}")
    explained = [tell_silver(form, read_silver(data), each, ruleset) for form, each in found.items()]
    return is_same and is_alike and all(fires) and all(explained)


def tell_rules(ruleset: RuleSet, *, is_same: bool) -> None:
    """How many run, and why the others do not."""
    can, cannot = len(ruleset.rules) + len(ruleset.correlations), len(ruleset.unusable)
    print(f"Rules: {can:,} run, {cannot:,} cannot; read from what was kept {'the same' if is_same else 'NOT THE SAME'}")
    for rule in ruleset.unusable:
        print(f"  {rule.file}: {rule.reason}")


def tell_truth(form: str, truth: Sequence[Expected], found: Found, ruleset: RuleSet) -> bool:
    """Each file with the rule that was written for it."""
    fates = judge(truth, found)
    asked = [fate for fate in fates if fate.expected.rule in ids_of(ruleset)]
    failed = [fate for fate in asked if not fate.is_well]
    print(f"\n{form}: {found.count:,} events, {len(found.rejected)} rejected, {found.hits.total():,} hits")
    print(f"  {len(asked) - len(failed)} of {len(asked)} rules fire on their file, as often as is stated")
    for fate in failed:
        print(f"    NOT {fate.expected.title} ({fate.expected.rule}): {fate.times} of {fate.expected.times}")
    for fate in fates:
        if fate not in asked:
            print(f"    the rule is not in the archive: {fate.expected.title} ({fate.expected.rule})")
    return not failed


def tell_silver(form: str, silver: Counter[Hit], found: Found, ruleset: RuleSet) -> bool:
    """Each hit beside the silver set."""
    told = differences(silver, found, ids_of(ruleset))
    missing, extra = (sum(each.hits for each in told if each.side == side) for side in ("missing", "extra"))
    equal = (silver & found.hits).total()
    print(f"\nSilver set, {form}: {silver.total():,} hits, {equal:,} equal, {missing:,} missing, {extra:,} extra")
    titles = {rule.about.id: rule.about.title for rule in ruleset.rules}
    for why, group in by_explanation(told).items():
        print(f"  {sum(each.hits for each in group):3} {group[0].side}: {_named(group, titles)}")
        print(textwrap.indent(textwrap.fill(why or "NOT EXPLAINED", 100), " " * 6))
    return all(each.because for each in told)


def _named(group: Sequence[Difference], titles: Mapping[str, str]) -> str:
    """The rules, and where nothing explains it, the first event of each."""
    if group[0].because == NOT_ASKED:
        return f"{len(group)} rules"
    return "; ".join(
        f"{titles[each.rule]}"
        + ("" if each.because else f" ({each.rule}, event {each.example.number} of {each.example.file})")
        for each in group
    )


def ids_of(ruleset: RuleSet) -> frozenset[str]:
    """The ids of the rules that run."""
    return frozenset(rule.about.id for rule in ruleset.rules)


if __name__ == "__main__":
    main()
