import pyarrow as pa
import pytest

from custodes.detect.finding import Finding, Outcome, Reason, cite
from custodes.detect.registry import DETECTORS, Detection, detector
from custodes.events import HTTP_ACTIVITY
from custodes.policy.model import Control


@pytest.fixture
def failing_detector():
    """Finds every event, but fails on a batch that holds line 8."""

    def detect(batch: pa.RecordBatch, context) -> Detection:
        positions = batch.column("position").to_pylist()
        if 8 in positions:
            raise ZeroDivisionError
        return Detection(
            tuple(
                Finding(
                    context.clause, "failing", "p", None, Outcome.YES, 1.0, (Reason("r", "t"),), (cite(batch, row),)
                )
                for row in range(len(positions))
            )
        )

    detector("failing", clauses=("use.purpose",), reads=HTTP_ACTIVITY)(detect)
    yield Control("use.purpose", "detector", "failing")
    del DETECTORS["failing"]
