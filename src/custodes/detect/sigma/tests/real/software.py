"""What is installed, as osquery tells it: https://osquery.readthedocs.io/en/stable/deployment/logging/."""

from custodes.detect.sigma.tests.real.case import Case, cases, json_lines
from custodes.sources.osquery.tests.test_results import SHARED

NAMES = {
    "software/break-in-tool": ("Burp Suite Community Edition 2026.3", "Hydraulics Calculator"),
    "software/game-store": ("Epic Games Launcher", "Minecraft Education"),
    "software/hides-where-one-is": ("NordVPN", "OpenVPN Connect"),
    "software/licence-breaker": ("KMSpico v10.2.0", "KMS Lighthouse Agent"),
    "software/media-grabber": ("4K Video Downloader+ 1.9", "VLC media player"),
    "software/mining-program": ("NiceHash QuickMiner", "Data Miner for Excel"),
    "software/password-recovery": ("john", "KeePass Password Safe 2.57"),
    "software/private-cloud-store": ("Dropbox", "Microsoft OneDrive"),
    "software/private-messenger": ("WhatsApp", "Line-in Mixer"),
    "software/remote-control-program": ("ScreenConnect Client (a1b2c3d4)", "Remote Desktop Connection"),
    "software/torrent-program": ("qBittorrent", "Transmission Line Calculator"),
    "software/watching-program": ("Spyrix Free Keylogger 11", "Keyboard Layout Creator"),
}


def _program(name: str) -> dict[str, str]:
    return {"name": name, "version": "1.0", "install_source": "", "identifying_number": "", "publisher": ""}


def added(name: str) -> bytes:
    return json_lines({"name": "programs", "action": "added", "columns": _program(name), **SHARED})


def snapshot(name: str) -> bytes:
    rows = [_program("Word"), _program(name)]
    return json_lines({"name": "pack_a_inventory", "action": "snapshot", "snapshot": rows, **SHARED})


def packages(name: str) -> bytes:
    """A first look, in the batch format, at packages of Debian."""
    return json_lines({"name": "deb_packages", "diffResults": {"added": [{"name": name}]}, **SHARED, "counter": 0})


REMOVED = Case(
    "software/torrent-program",
    "removed",
    added("qBittorrent"),
    added("qBittorrent").replace(b'"added"', b'"removed"'),
)


def row_of(table: str, **columns: str) -> bytes:
    """A row that came."""
    return json_lines({"name": f"pack_desk_{table}", "action": "added", "columns": columns, **SHARED})


STORAGE = "software/storage-plugged-in"
DISK = {"disk_index": "1", "hardware_model": "Kingston DataTraveler 3.0 USB Device"}
CASES: list[Case] = [
    Case(STORAGE, "disk", row_of("disk_info", type="USB", **DISK), row_of("disk_info", type="SCSI", **DISK)),
    Case(
        STORAGE,
        "mount",
        row_of("mounts", path="/media/dana/KEY", type="vfat", device="/dev/sdb1"),
        row_of("mounts", path="/home", type="ext4", device="/dev/sda2"),
    ),
    Case(
        STORAGE,
        "stick",
        row_of("usb_devices", model="Cruzer Blade", vendor="SanDisk", removable="1"),
        row_of("usb_devices", model="Wireless Receiver", vendor="Logitech", removable="1"),
    ),
    *cases("added", added, NAMES),
    *cases("snapshot", snapshot, NAMES),
    *cases("packages", packages, NAMES),
    REMOVED,
]
