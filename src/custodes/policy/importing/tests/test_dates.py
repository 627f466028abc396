from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.policy.importing.dates import find_dates, read_dates

SEPTEMBER_24 = date(2024, 9, 24)


@pytest.mark.parametrize(
    "written",
    [
        "September 24, 2024",
        "Sept. 24, 2024",
        "SEPTEMBER 24 2024",
        "24 September 2024",
        "the 24th day of September, 2024",
        "this 24th of September 2024",
        "the twenty-fourth day of September, two thousand twenty-four",
        "9/24/24",
        "09/24/2024",
        "9-24-2024",
        "09.24.2024",
        "24.09.2024",
        "2024-09-24",
        "2024/9/24",
        "24-Sep-2024",
    ],
)
def test_a_date_is_read_however_it_is_written(written):
    assert [found.on for found in find_dates(f"Adopted {written} by the Board")] == [SEPTEMBER_24]


@pytest.mark.parametrize(
    "written", ["13/13/2024", "2024-02-30", "820 ILCS 55/10", "Policy 4.12.1", "1.2.3", "555-0100", "10-12-2024-77"]
)
def test_what_only_looks_like_a_date_is_none(written):
    assert find_dates(written) == []


def test_a_month_alone_stands_for_its_first_day_and_is_told():
    told = read_dates(["Revised: March 2025", "Adopted 10/2003"])
    assert told.revised_on == (date(2025, 3, 1),)
    assert told.approved_on == date(2003, 10, 1)
    assert told.inexact == (date(2003, 10, 1), date(2025, 3, 1))


@pytest.mark.parametrize(
    ("texts", "approved", "revised"),
    [
        (["Approved by the Board of Trustees: September 24, 2024"], "2024-09-24", []),
        (["Adopted 9/24/24"], "2024-09-24", []),
        (["Revised: 03/18/2025, 2025-06-01; Last reviewed 7/1/2025"], None, ["2025-03-18", "2025-06-01"]),
        (["Board Approved 24 September 2024"], "2024-09-24", []),
        (["Motion by Hill. Motion carried. It was adopted on the 24th day of September, 2024."], "2024-09-24", []),
        (["Reviewed/Revised: July 16, 2013; August 20, 2013"], None, ["2013-07-16", "2013-08-20"]),
        (["9/24/24 (adopted), 3/18/25 (revised), 4/1/25 (reviewed)"], "2024-09-24", ["2025-03-18"]),
        (["September 24, 2024 – Approved"], "2024-09-24", []),
        (["Rev. 3/18/2025; App'd 1/2/2020"], "2020-01-02", ["2025-03-18"]),
        (["Adopted 1/2/2020", "Amended and approved 3/4/2021"], "2020-01-02", ["2021-03-04"]),
        (["Revised:", "2024-01-02", "March 3, 2025", "Reviewed:", "May 5, 2026"], None, ["2024-01-02", "2025-03-03"]),
        (["Approved 1/2/2020 | Revised 3/4/2021 | Page 2 of 3"], "2020-01-02", ["2021-03-04"]),
        (
            ["On March 1, 2024 the Board adopted this policy, superseding the one adopted May 2, 2015."],
            "2024-03-01",
            [],
        ),
        (["The Personnel Record Review Act (820 ILCS 40, as amended January 1, 2025) applies."], None, []),
        (["Adopted May 2, 2015", "Approved May 2, 2019"], "2015-05-02", []),
        (["Effective January 1, 2025"], None, []),
        (["Reviewed 2/3/2024"], None, []),
        (["The next meeting is on May 2, 2025."], None, []),
    ],
)
def test_the_words_around_a_date_say_what_happened_on_it(texts, approved, revised):
    told = read_dates(texts)
    assert (told.approved_on and told.approved_on.isoformat(), [day.isoformat() for day in told.revised_on]) == (
        approved,
        revised,
    )


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    st.dates(date(1970, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%d %B %Y", "%m/%d/%Y", "%Y-%m-%d", "%m/%d/%y", "%b. %d, %Y"]),
)
def test_every_day_is_read_back(day, form):
    assert [found.on for found in find_dates(f"Revised: {day.strftime(form)}.")] == [day]
