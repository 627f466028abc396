import pytest

from custodes.detect.staff import load_staff
from custodes.sample import Plan
from custodes.sample.people import make_staff, plain_letters, write_staff
from custodes.sample.rota import CLOSED, Rota


@pytest.mark.parametrize("size", [5, 60, 900])
def test_supervisors_form_a_tree_with_the_director_at_its_root(size):
    staff = make_staff(Plan(staff=size))
    by_id = {person.id: person for person in staff}
    assert [person.role for person in staff if not person.supervisor] == ["Director"]
    for person in staff:
        above, steps = person, 0
        while above.supervisor:
            above, steps = by_id[above.supervisor], steps + 1
            assert steps < size


@pytest.mark.parametrize("size", [5, 900])
def test_no_two_people_share_an_account_an_address_or_a_device(size):
    staff = make_staff(Plan(staff=size))
    names = [name for person in staff for name in (person.id, person.account, person.email, *person.addresses)]
    assert len(names) == len(set(names))
    assert all(person.email.isascii() for person in staff)


def test_the_smallest_library_has_it_and_communications():
    assert {"Information Technology", "Communications"} <= {person.department for person in make_staff(Plan(staff=5))}


def test_the_staff_file_is_read_back_as_written(tmp_path):
    staff = make_staff(Plan(staff=40))
    write_staff(staff, tmp_path / "staff.csv")
    read = load_staff(tmp_path / "staff.csv")
    assert [person.id for person in read.people] == [person.id for person in staff]
    for person in staff:
        assert all(read.subject(alias) == person.id for alias in (person.account, person.email, *person.addresses))


@pytest.mark.parametrize(
    ("name", "plain"), [("García", "garcia"), ("O'Brien", "obrien"), ("Zoë", "zoe"), ("Wójcik", "wojcik")]
)
def test_names_are_spelled_in_plain_letters_in_accounts(name, plain):
    assert plain_letters(name) == plain


def test_shifts_lie_within_the_day_and_nobody_works_on_a_holiday():
    plan = Plan(staff=60, weeks=8)
    rota = Rota(plan, make_staff(plan))
    for day in plan.days():
        who, start, end, lunch = rota.on(day)
        assert (start >= 7 * 60).all()
        assert (end <= 22 * 60).all()
        assert ((start < lunch) & (lunch + 45 <= end)).all()
        assert len(who) > 0 or (day.month, day.day) in CLOSED
        for place, person in enumerate(who):
            shift = rota.find_shift(int(person), day)
            assert (shift.start, shift.end, shift.lunch) == (start[place], end[place], lunch[place])


def test_some_work_part_time_and_fewer_come_at_the_weekend():
    plan = Plan(staff=60, weeks=2)
    rota = Rota(plan, make_staff(plan))
    crowd = [len(rota.on(day)[0]) for day in plan.days()]
    assert max(crowd[12:14]) < min(crowd[7:12])
    assert any(not person.full_time for person in make_staff(plan))
