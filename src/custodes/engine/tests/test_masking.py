from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.finding import Evidence, Finding, Outcome, Reason
from custodes.engine.examine import mask_findings
from custodes.redact import PatronMask

CARD = "21234500012349"
pieces = st.sampled_from(
    [CARD, CARD[:7], CARD[7:], "%", "%20", " ", "-", "\n", "Overdue: ", "borrowed by ", "\ud800", "a"]
)
texts = st.lists(pieces, max_size=5).map("".join)
findings = st.builds(
    lambda texts: Finding(
        clause="use.privacy",
        detector="x",
        subject=texts[0],
        at=None,
        outcome=Outcome.YES,
        confidence=1.0,
        reasons=(Reason("x", texts[1]),),
        evidence=(Evidence(texts[2], texts[3], ""),),
    ),
    st.lists(texts, min_size=4, max_size=4),
)


@given(st.lists(findings, max_size=4))
def test_masking_many_findings_at_once_masks_every_text_as_if_alone(some):
    mask = PatronMask()
    for finding, masked in zip(some, mask_findings(some, mask), strict=True):
        assert masked.subject == mask.mask(finding.subject)
        assert [reason.text for reason in masked.reasons] == [mask.mask(reason.text) for reason in finding.reasons]
        (before,), (after,) = finding.evidence, masked.evidence
        assert (after.source, after.locator) == (mask.mask(before.source), mask.mask(before.locator))
