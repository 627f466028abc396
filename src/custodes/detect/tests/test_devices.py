import pickle
from datetime import date

import pytest

from custodes.detect.devices import Account, Device, load_register
from custodes.detect.errors import ListError
from custodes.detect.lists import load_lists
from custodes.detect.staff import Person, Staff


def test_each_register_may_be_left_out(tmp_path):
    register = load_lists(tmp_path).register
    assert register.devices is None
    assert register.accounts is None
    assert register.find_device("PC-1") is None
    assert register.find_accounts("desk") == ()
    assert register.find_network("10.0.0.1") is None


def test_the_registers_are_read_by_any_common_name_of_a_column(tmp_path):
    (tmp_path / "devices.csv").write_text("Host name;Assigned to;Type\nFW-07;S014;library\nFW-REF;;shared\n")
    (tmp_path / "accounts.csv").write_text(
        "username,owners,type,site,last day\nDesk,s1 s2,shared,,\ntlane,,,,2026-10-31\nnews@f.example,s1,outside,www.Chat.example,\n"
    )
    (tmp_path / "networks.csv").write_text("cidr,kind,country\n203.0.113.0/24,vpn,us\n203.0.113.9,office,\n")
    lists = load_lists(tmp_path)
    register = pickle.loads(pickle.dumps(lists)).register
    assert register.find_device("nothing", "fw-07") == Device("s014", "library")
    assert register.find_accounts("DESK") == (Account(("s1", "s2"), "shared"),)
    (closed,) = register.find_accounts("tlane")
    assert closed.is_closed(date(2026, 11, 1))
    assert not closed.is_closed(date(2026, 10, 31))
    assert register.find_accounts("news@f.example")[0].service == "chat.example"
    assert register.find_network("203.0.113.7").kind == "vpn"
    assert register.find_network("203.0.113.9").kind == "office"
    assert register.find_network("no address") is None


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("devices.csv", "device,kind\nPC-1,borrowed\n", "line 2: There is no kind “borrowed” here."),
        ("devices.csv", "device,kind\n,library\n", "does not say which device"),
        ("devices.csv", "device,kind,owner\nP,personal,\n", "without an owner"),
        ("devices.csv", "device,until\nP,soon\n", "“soon” is not a date"),
        ("devices.csv", "owner\ns1\n", "no column device"),
        ("accounts.csv", "account,kind\nnews,outside\n", "at which service"),
        ("accounts.csv", "account,kind\n,shared\n", "which account"),
        ("networks.csv", "network,kind\n10.0.0,vpn\n", "no range of addresses"),
        ("networks.csv", "network,kind\n10.0.0.0/8,\n", "no kind “” here"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, file, text, said):
    (tmp_path / file).write_text(text)
    with pytest.raises(ListError, match=said):
        load_register(tmp_path)


STAFF = Staff.of((Person("s001", "Ada Palmer", "apalmer@fernwood.example", "apalmer"),))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("devices.csv", "device,owner,kind\nFW-01,APalmer,library\nFW-02,p9,library\n"),
        ("accounts.csv", "account,owner,kind\ndesk,s001,shared\nscanner,s001 p9,service\n"),
    ],
)
def test_an_owner_whom_the_staff_list_does_not_have_is_refused_with_the_line(tmp_path, file, text):
    (tmp_path / file).write_text(text)
    with pytest.raises(ListError, match=f"{file}, line 3: The owner “p9” is not on the staff list."):
        load_lists(tmp_path, STAFF)
    assert load_lists(tmp_path).register
    assert load_lists(tmp_path, Staff()).register


def test_an_account_of_someone_who_left_may_name_whom_the_staff_list_no_longer_has(tmp_path):
    (tmp_path / "accounts.csv").write_text("account,owner,kind,until\ntlane,s044,person,2026-10-31\n")
    assert load_register(tmp_path, STAFF).find_accounts("tlane")
