import re
import warnings

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.sigma.regexes import Expression, read_expression


@pytest.mark.parametrize(
    ("written", "pattern", "flags"),
    [
        ("abc", "abc", ""),
        ("(?i)abc", "abc", "i"),
        ("(?i)(?sm)abc", "abc", "ims"),
        ("a(?i)b", "a(?i:b)", ""),
        ("x(a(?i)b|c)d", "x(a(?i:b)|(?i:c))d", ""),
        ("a(?-i)b", "a(?-i:b)", ""),
        ("(?:a|(?i)b)c", "(?:a|(?i:b))c", ""),
        ("[(?i)]", "[(?i)]", ""),
        (r"\(?i\)", r"\(?i\)", ""),
        ("(?<word>a)", "(?P<word>a)", ""),
        ("(?<=a)b", "(?<=a)b", ""),
        ("[[:alpha:]_]", "[a-zA-Z_]", ""),
        ("[[:^digit:]]", r"[\D]", ""),
        ("[]a[]", r"[]a\[]", ""),
        ("[^]a]", "[^]a]", ""),
        (r"\Qa.b\E+", r"a\.b+", ""),
        (r"\x{41}\z", r"A\Z", ""),
        (r"\h[\h]", r"[ \t][ \t]", ""),
        (r"\R", r"(?:\r\n|[\n\v\f\r])", ""),
    ],
)
def test_what_others_write_is_written_as_both_engines_read_it(written, pattern, flags):
    assert read_expression(written) == Expression(pattern, flags)


@pytest.mark.parametrize(
    "written", [r"a(?i)b|c", r"(a(?i)b)c", r"x|(?i)y", r"[[:upper:]]b", r"(?<n>a)b", r"\x{61}\Qb\E"]
)
@given(text=st.text("aAbBcCxXyY", max_size=5))
def test_it_means_what_it_meant(written, text):
    read = read_expression(written)
    assert bool(re.search(read.pattern, text)) == bool(re2.compile(written).search(text))


@given(st.text(r"ab()[]{}?*+|\^$.-:&~iEQPz<>=!,1", max_size=20))
def test_no_expression_raises_and_what_python_can_read_stays_readable(written):
    read = read_expression(written)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            plain = re.compile(written)
        except (re.error, OverflowError):
            return
    if not re.search(r"\[:|\\[QEzhR]|\(\?[a-z-]+\)|\(\?<", written):
        assert re.compile(read.pattern).groups == plain.groups
