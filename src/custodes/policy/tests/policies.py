"""Policies by Hypothesis and by hand, and folders made from them."""

from dataclasses import replace

from hypothesis import strategies as st

from custodes.policy import Clause, Control, Policy, Section
from custodes.policy.write import controls_text, policy_text

_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
WORDS = (
    st.one_of(st.text(_CHARACTERS, min_size=1, max_size=40), st.text("ab .,-–_*`#<>&!|~\\1[](){}:'\"=+", max_size=30))
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and "{#" not in text)
)
_NAME = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3})?", fullmatch=True)
IDS = st.builds("{}.{}".format, _NAME, _NAME)
_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), WORDS),
    lambda values: st.lists(values, max_size=3),
    max_leaves=5,
)


def controls_of(clause_ids):
    """A few controls, some for clauses that no text has."""
    clause = st.one_of(st.sampled_from(clause_ids), IDS) if clause_ids else IDS
    named = {"clause": clause, "name": WORDS}
    kinds = st.one_of(
        st.builds(Control, kind=st.just("practice"), **named),
        st.builds(Control, kind=st.just("intake"), parameters=st.dictionaries(_NAME, _VALUES, max_size=3), **named),
        st.builds(Control, kind=st.just("detector"), sure=st.floats(0, 1), **named),
    )
    return st.lists(kinds, max_size=4).map(lambda found: sorted(found, key=lambda control: control.clause))


@st.composite
def policies(draw, ids=IDS):
    """A policy whose sections all hold clauses."""
    clause_ids = draw(st.lists(ids, min_size=1, max_size=12, unique=True))
    cuts = sorted(draw(st.sets(st.integers(1, len(clause_ids)), max_size=3)) | {len(clause_ids)})
    sections, begin = [], 0
    for end in cuts:
        title = draw(WORDS)
        clauses = [
            Clause(clause_id, draw(WORDS), title, draw(st.sampled_from(["paragraph", "bullet"])))
            for clause_id in clause_ids[begin:end]
        ]
        sections.append(Section(title, tuple(clauses)))
        begin = end
    return Policy(
        title=draw(WORDS),
        sections=tuple(sections),
        controls=tuple(draw(controls_of(clause_ids))),
        approved_on=draw(st.none() | st.dates()),
        revised_on=tuple(draw(st.lists(st.dates(), max_size=3))),
        domains=tuple(draw(st.lists(st.sampled_from(["fernwood.example", "xn--bcher-kva.example"]), max_size=2))),
        timezone=draw(st.sampled_from(["UTC", "America/Chicago"])),
    )


def policy_of(*sections):
    """A policy from (title, [(id, text), …]) pairs."""
    return Policy(
        "Use of information systems",
        tuple(
            Section(title, tuple(Clause(clause_id, text, title) for clause_id, text in clauses))
            for title, clauses in sections
        ),
    )


def write_folder(folder, policy):
    """The policy's two files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.md").write_text(policy_text(policy), encoding="utf-8")
    (folder / "controls.yaml").write_text(controls_text(policy), encoding="utf-8")
    return folder


def without_places(policy):
    """The policy without what tells of its files: folder and lines."""
    return replace(
        policy,
        folder=None,
        sections=tuple(
            Section(section.title, tuple(replace(clause, line=0) for clause in section.clauses))
            for section in policy.sections
        ),
        controls=tuple(replace(control, line=0, lines={}) for control in policy.controls),
    )
