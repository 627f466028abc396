"""What is planted in the web log: each kind of visit a policy speaks of, and its innocent look-alikes."""

from __future__ import annotations

from dataclasses import dataclass

from custodes.sample.web import visits
from custodes.sample.web.desk import DENIED
from custodes.sample.web.visits import Write


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kind of thing to plant, and how one instance of it is written."""

    kind: str
    clause: str
    violation: bool
    note: str
    write: Write
    only: str = ""
    """The department whose first member alone does this, because a permit names them."""

    @property
    def by_day(self) -> bool:
        """Whether it counts by the day; a download has its moment."""
        return self.clause != "security.downloads"

    @property
    def crowd(self) -> str:
        """What of the same crowd must not fall on one person's same day."""
        return "personal" if self.clause in {"use.personal", "use.purpose"} else self.clause


WEB_RECIPES: tuple[Recipe, ...] = (
    Recipe("gambling", "use.purpose", True, "A sitting at a gambling site.", visits.sitting("gambling")),
    Recipe("dating", "use.purpose", True, "A sitting at a dating site.", visits.sitting("dating")),
    Recipe("long-personal", "use.personal", True, "Over an hour at personal sites on one day.", visits.long_personal),
    Recipe(
        "filesharing",
        "use.copyright",
        True,
        "Visits to a site that shares films and music.",
        visits.sitting("filesharing"),
    ),
    Recipe("adult", "misuse.content", True, "Pages of an adult site.", visits.sitting("adult")),
    Recipe("hate", "misuse.content", True, "Pages of a site that spreads hate.", visits.sitting("hate")),
    Recipe("warez", "misuse.illegal", True, "Pages that offer cracked programs.", visits.sitting("warez")),
    Recipe("hacking", "misuse.illegal", True, "Pages that sell break-in tools.", visits.sitting("hacking")),
    Recipe(
        "anonymiser",
        "misuse.identity",
        True,
        "Browsing through a site that hides who browses.",
        visits.sitting("anonymiser"),
    ),
    Recipe("tor", "misuse.identity", True, "Tunnels to ports on which Tor relays listen.", visits.tor_ports),
    Recipe("installer", "security.downloads", True, "A program that nobody approved.", visits.download("installers")),
    Recipe(
        "odd-program",
        "security.downloads",
        True,
        "A program of an odder kind, or a macro.",
        visits.download("odd_programs"),
    ),
    Recipe("short-personal", "use.personal", False, "Personal sites, for less than the hour.", visits.short_personal),
    Recipe("open-tab", "use.personal", False, "A page left open that renews itself.", visits.open_tab),
    Recipe(
        "own-page",
        "use.personal",
        False,
        "The library's page on a social site, by permit.",
        visits.own_page,
        only="Communications",
    ),
    Recipe("stray-ad", "use.purpose", False, "One advertisement inside another page.", visits.stray_advertisement),
    Recipe("refused", "use.purpose", False, "One visit that the filter refused.", visits.refused_click("gambling")),
    Recipe(
        "charity-bingo", "use.purpose", False, "Pages about bingo, betting and dating.", visits.reading("charity_bingo")
    ),
    Recipe("open-torrents", "use.copyright", False, "Works that may be shared.", visits.reading("open_torrents")),
    Recipe("health", "misuse.content", False, "Health and art pages.", visits.reading("health")),
    Recipe("history", "misuse.content", False, "History and news about hatred.", visits.reading("history")),
    Recipe(
        "security-news",
        "misuse.illegal",
        False,
        "Articles about piracy and break-ins.",
        visits.reading("security_news"),
    ),
    Recipe(
        "permitted-vpn",
        "misuse.identity",
        False,
        "A tunnel that a permit allows.",
        visits.permitted_tunnel,
        only="Information Technology",
    ),
    Recipe("privacy-news", "misuse.identity", False, "Articles about VPNs and Tor.", visits.reading("privacy_news")),
    Recipe("odd-ports", "misuse.identity", False, "Tunnels to unusual ports of ordinary services.", visits.odd_ports),
    Recipe(
        "approved",
        "security.downloads",
        False,
        "A program that a permit names.",
        visits.download("approved_installers"),
    ),
    Recipe(
        "own-program",
        "security.downloads",
        False,
        "A program from the library's own server.",
        visits.download("own_installers"),
    ),
    Recipe("update", "security.downloads", False, "A system update.", visits.system_update),
    Recipe(
        "landing-page",
        "security.downloads",
        False,
        "A page about a program, not the program.",
        visits.download("landing_pages", small=True),
    ),
    Recipe(
        "refused-program",
        "security.downloads",
        False,
        "A program that the filter refused.",
        visits.download("installers", result=DENIED),
    ),
)
