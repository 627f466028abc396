from random import Random

import pytest

from custodes.detect.suspicious_mail.fitting.generator import senders
from custodes.detect.suspicious_mail.fitting.generator.attachments import TYPES
from custodes.detect.suspicious_mail.fitting.generator.layout import lay_out
from custodes.detect.suspicious_mail.fitting.generator.pages import load_habits
from custodes.detect.suspicious_mail.fitting.generator.scene import set_scene
from custodes.detect.suspicious_mail.fitting.generator.skeletons import load_kinds, read_kind
from custodes.detect.suspicious_mail.fitting.generator.slots import speak
from custodes.detect.suspicious_mail.fitting.generator.tables import LANGUAGES, load_table

KINDS = load_kinds()
SKELETONS = [skeleton for kind in KINDS for among in kind.skeletons.values() for skeleton in among]

NAMES = {
    "senders": set(senders.MANNERS),
    "links": set(load_table("addresses")) - {"pages", "folders"},
    "habits": {"plain", "phone", *load_habits()},
    "readers": {"work", "home"},
    "picture": {"none", "logo", "whole", "qr"},
}


def test_every_family_has_a_name_of_its_own():
    families = [skeleton.family for skeleton in SKELETONS]
    assert len(families) == len(set(families))


@pytest.mark.parametrize("setting", sorted(NAMES))
def test_settings_name_only_what_there_is(setting):
    unknown = {name for skeleton in SKELETONS for name in skeleton.weights(setting, "")} - NAMES[setting]
    assert not unknown


def test_brands_are_trades_or_are_named_with_their_domain():
    trades = set(load_table("companies"))
    named = {name for skeleton in SKELETONS for name in skeleton.weights("brand", "")}
    assert all(name in trades or "." in name.partition("=")[2] for name in named)


def test_attachments_are_of_known_types():
    scenes = ((set_scene(Random(seed), skeleton, "ham"), skeleton) for skeleton in SKELETONS for seed in range(3))
    said = {speak(scene, pattern).partition(" ")[0] for scene, skeleton in scenes for pattern in skeleton.attach}
    assert said <= set(TYPES)


def test_every_label_has_kinds_in_every_language():
    spoken = {(kind.label, language) for kind in KINDS for language in kind.skeletons}
    assert spoken >= {(label, language) for label in ("phishing", "spam", "ham") for language in LANGUAGES}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_slot_is_known_and_no_mark_is_left(kind):
    for skeleton in (skeleton for among in kind.skeletons.values() for skeleton in among):
        for seed in range(2):
            scene = set_scene(Random(seed), skeleton, kind.label)
            scene.kept.update(url="https://there.example/", homeurl="https://home.example/")
            said = [speak(scene, skeleton.sender), speak(scene, skeleton.subject)]
            said += [line for block in lay_out(scene, skeleton.body, "", "").blocks for line in block.lines]
            assert not [line for line in said if "{" in line or line.startswith("=== ")], skeleton.family


def test_a_skeleton_may_set_for_itself_what_its_kind_sets_for_all():
    kind = read_kind(
        "k", "ham", "label: ham\nlinks: own\n\n=== en\nSubject: a\nHi\n\n=== en two\nLinks: short\nSubject: b\n\nHi"
    )
    one, two = kind.skeletons["en"]
    assert (one.weights("links", ""), two.weights("links", "")) == ({"own": 1.0}, {"short": 1.0})
    assert (one.family, two.family) == ("k/en/1", "k/en/two")
    assert (one.body, two.body) == ("Hi", "Hi")
