"""Sign-ins of people with habits, none of whom shares a password: travel, telephones, desks of many, private networks.

Every record is one that an honest person may leave. What is found among them is a false alarm.
"""

from datetime import datetime, timedelta
from random import Random

from custodes.detect.sign_ins.tests.signing import CHICAGO, MAC, PHONE, WINDOWS, sign_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"
TABLET = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
ABROAD = ("CA", "GB", "DE", "MX", "IT", "JP", "IN", "FR", "ES", "IE")
FIRST_DAY = datetime(2026, 9, 7, tzinfo=CHICAGO)
TELEWORK, TRAVEL, PRIVATE_NETWORK, TWO_COMPUTERS = "telework", "travel", "private network", "two computers"


class Habits:
    """One person's, drawn once: what they own, where they live, and what they do now and then."""

    def __init__(self, number, rng):
        self.user = f"person{number}@fernwood.example"
        self.rng = rng
        self.laptop = f"{number:08x}-laptop"
        self.home_computer = f"{number:08x}-home"
        self.home = f"73.{number % 250}.{rng.randrange(250)}.{rng.randrange(2, 250)}"
        self.agent = rng.choice((WINDOWS, WINDOWS, WINDOWS, MAC, FIREFOX))
        self.home_agent = rng.choice((WINDOWS, MAC, FIREFOX, TABLET))
        self.phone = rng.choice((PHONE, ANDROID))
        self.tells_ids = rng.random() < 0.6
        self.traits = {
            trait
            for trait, share in ((TELEWORK, 0.35), (PRIVATE_NETWORK, 0.06), (TWO_COMPUTERS, 0.3))
            if rng.random() < share
        }

    def day(self, date):
        """The sign-ins of one day, in any order."""
        if self.rng.random() < 0.012:
            return self._abroad(date)
        if date.weekday() >= 5:
            return self._weekend(date)
        if TELEWORK in self.traits and self.rng.random() < 0.3:
            return self._from_home(date)
        return self._at_the_library(date)

    def _at(self, date, begin, end):
        return date + timedelta(seconds=self.rng.uniform(begin, end) * 3600)

    def _desk(self, when):
        """A shared desk computer, or the own one at the library."""
        uid = f"desk-{self.rng.randrange(12)}" if self.rng.random() < 0.5 else self.laptop
        return self._entry(when, on_site=True, ip="198.51.100.1", uid=uid if self.tells_ids else None, agent=WINDOWS)

    def _entry(self, when, **more):
        return sign_in(when, user=self.user, **more)

    def _with_phone(self, when):
        carrier = f"172.{self.rng.randrange(32, 60)}.{self.rng.randrange(250)}.{self.rng.randrange(250)}"
        return self._entry(when, ip=self.rng.choice((carrier, self.home)), agent=self.phone)

    def _at_home(self, when):
        own = self.rng.random() < 0.6
        uid = (self.laptop if own else self.home_computer) if self.tells_ids else None
        agent = self.agent if own else self.home_agent
        if PRIVATE_NETWORK in self.traits and self.rng.random() < 0.5:
            country = self.rng.choice(("NL", "CH", "SE", "US"))
            return self._entry(when, ip=f"185.10.{self.rng.randrange(4)}.7", country=country, uid=uid, agent=agent)
        return self._entry(when, ip=self.home, uid=uid, agent=agent)

    def _at_the_library(self, date):
        events = [self._desk(self._at(date, 8, 18)) for _ in range(self.rng.randint(1, 4))]
        events += [self._with_phone(self._at(date, 7, 22)) for _ in range(self.rng.randint(0, 2))]
        events += [self._at_home(self._at(date, 18.5, 23)) for _ in range(self.rng.random() < 0.4)]
        return events

    def _from_home(self, date):
        """By the library's own way in, so that the same computer is now at home, now on-site; some reach the desk from afar."""
        events = []
        for _ in range(self.rng.randint(2, 5)):
            when = self._at(date, 8, 17)
            events.append(self._at_home(when))
            if self.rng.random() < 0.4:
                uid = self.laptop if self.tells_ids else None
                later = when + timedelta(minutes=self.rng.uniform(1, 40))
                events.append(self._entry(later, on_site=True, ip="198.51.100.1", uid=uid, agent=self.agent))
        if TWO_COMPUTERS in self.traits:
            events += [self._desk(self._at(date, 8, 17)) for _ in range(self.rng.randint(0, 2))]
        return events

    def _weekend(self, date):
        events = [self._at_home(self._at(date, 9, 22)) for _ in range(self.rng.random() < 0.3)]
        if self.rng.random() < 0.2:  # a café, with the laptop, then home again
            uid = self.laptop if self.tells_ids else None
            when = self._at(date, 9, 17)
            events.append(self._entry(when, ip=f"96.{self.rng.randrange(250)}.1.9", uid=uid, agent=self.agent))
            events.append(self._at_home(when + timedelta(minutes=self.rng.uniform(20, 90))))
        return events

    def _abroad(self, date):
        """Telephones come out at home while they roam, the hotel's network does not. The journey itself takes its time."""
        country = self.rng.choice(ABROAD)
        hotel = f"81.{self.rng.randrange(250)}.{self.rng.randrange(250)}.9"
        uid = self.laptop if self.tells_ids else None
        events = [self._entry(self._at(date, 1, 20), ip=hotel, country=country, uid=uid, agent=self.agent)]
        if self.rng.random() < 0.8:
            events.append(self._entry(self._at(date, 1, 20), ip="172.40.1.9", agent=self.phone))
        if self.rng.random() < 0.5:
            events.append(self._entry(self._at(date, 1, 20), ip=hotel, country=country, agent=self.phone))
        if self.rng.random() < 0.3:  # the library's own way in
            events.append(
                self._entry(self._at(date, 1, 20), on_site=True, ip="198.51.100.1", uid=uid, agent=self.agent)
            )
        return events


def write_habits(seed, people, days):
    """All sign-ins of so many people over so many days, in order of time."""
    rng = Random(seed)
    crowd = [Habits(number, Random(rng.random())) for number in range(people)]
    events = [event for day in range(days) for person in crowd for event in person.day(FIRST_DAY + timedelta(days=day))]
    return sorted(events, key=lambda event: event["time"])


def share(person, other, date):
    """Two people at one account on one day, each at their own computers: `other` knows the password of `person`."""
    events = person._at_the_library(date) + [person._desk(person._at(date, 9, 17)) for _ in range(3)]
    for _ in range(4):
        uid = other.home_computer if other.tells_ids else None
        events.append(person._entry(other._at(date, 9, 17), ip=other.home, uid=uid, agent=other.home_agent))
    return events


def intrude(person, date, rng):
    """Somebody far off has the password, and uses it once on a day on which its owner works."""
    when = person._at(date, 8, 18)
    uid = f"{rng.randrange(10**8):08x}-far" if person.tells_ids else None
    agent = rng.choice((WINDOWS, MAC, FIREFOX))
    far = person._entry(
        when,
        ip=f"41.{rng.randrange(250)}.3.9",
        country=rng.choice(("NG", "RU", "BR", "VN", "RO")),
        uid=uid,
        agent=agent,
    )
    return [*person._at_the_library(date), person._desk(when - timedelta(minutes=rng.uniform(5, 150))), far]
