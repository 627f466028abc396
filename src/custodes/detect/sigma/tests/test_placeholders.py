from custodes.detect.sigma.placeholders import load_placeholders


def test_values_stand_one_a_line_in_the_lists_folder(tmp_path):
    (tmp_path / "placeholders").mkdir()
    (tmp_path / "placeholders/Admins.txt").write_bytes("# ours\nann\n\n bo \nann\nzoë\n".encode("utf-16"))
    assert load_placeholders(tmp_path) == {"Admins": ("ann", "bo", "zoë")}


def test_without_a_folder_there_are_none(tmp_path):
    assert load_placeholders(None) == load_placeholders(tmp_path) == {}
