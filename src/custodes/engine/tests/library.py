"""A small library for the engine's tests: one policy, one mailbox, one web log."""

from __future__ import annotations

from custodes.policy.model import Clause, Control, Policy, Section

HOSTS = ("luckyspin.example", "catalog.fernwood.example", "report.fernwood.example", "news.example")


def make_policy(*controls: Control) -> Policy:
    clauses = tuple(
        Clause(name, f"About {name}.", "Use")
        for name in ("use.purpose", "use.personal", "monitor.protected", "use.privacy", "security.passwords")
    )
    firewall = (
        Control("monitor.protected", "intake", "protected-places", {"hosts": ["report.fernwood.example"]}),
        Control("use.privacy", "intake", "patron-records", {"circulation_hosts": ["catalog.fernwood.example"]}),
    )
    return Policy("Use of systems", (Section("Use", clauses),), (*firewall, *controls), domains=("fernwood.example",))


PURPOSE = Control("use.purpose", "detector", "web-categories", {"categories": ["gambling"], "visits_a_day": 1})


def web_log(lines: int) -> str:
    return "".join(
        f"{1790000000 + 20 * n}.000     12 10.1.0.{n % 7} TCP_MISS/200 900 GET http://{HOSTS[n % 4]}/page{n} user{n % 5} "
        "HIER_DIRECT/10.0.0.1 text/html\n"
        for n in range(lines)
    )
