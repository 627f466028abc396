from random import Random

import phonenumbers
import pytest

from custodes.detect.personal_data.numbering import is_valid

DIGITS = "0123456789"


def examples(random):
    """Numbers of every country and type, some with digits changed, left off or with a zero before them."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        code = phonenumbers.country_code_for_region(region)
        for kind in phonenumbers.supported_types_for_region(region):
            number = phonenumbers.example_number_for_type(region, kind)
            national = phonenumbers.national_significant_number(number)
            for changed in (0, 1, 4):
                signs = list(national)
                for place in random.sample(range(len(signs)), changed):
                    signs[place] = random.choice(DIGITS)
                yield f"+{code}{random.choice(('', '', '0'))}{''.join(signs)[: random.choice((99, 99, -1))]}"


def said_by_phonenumbers(written, region):
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def test_what_is_valid_abroad_is_what_phonenumbers_says():
    written = list(examples(Random(3)))
    assert len(written) > 3000
    differing = [number for number in written if is_valid(number, None) != said_by_phonenumbers(number, None)]
    assert len(differing) <= len(written) // 1000


def test_what_is_valid_at_home_is_what_phonenumbers_says():
    random = Random(4)
    for _ in range(3000):
        number = random.choice(("", "1", "+1", "1-", "(")) + "".join(
            random.choices(DIGITS, k=random.choice((10, 9, 7)))
        )
        assert is_valid(number, "US") == said_by_phonenumbers(number, "US"), number


@pytest.mark.parametrize("written", ["", "+", "+0", "x", "+999999999", "00", "+²³"])
def test_what_is_no_number_is_not_valid(written):
    assert not is_valid(written, None)
    assert not is_valid(written, "US")
