from dataclasses import replace

from custodes.detect.sigma.rule import Unusable
from custodes.engine.results import Account
from custodes.report.account import balance_sentence, balances, masked_sentence, place_sentence, rules_sentence, total
from custodes.report.tests.examples import ACCOUNTS, rich_results

LOSSY = Account("leaky.mbox", "mail", taken=10, out=7, rejected=2, kept=7)


def test_the_totals_are_the_sums():
    everything = total(ACCOUNTS, "Everything")
    assert everything.taken == sum(account.taken for account in ACCOUNTS)
    assert everything.masked == sum(account.masked for account in ACCOUNTS)
    assert balances(everything)


def test_the_sentence_shows_its_working():
    assert balance_sentence(ACCOUNTS) == (
        "It balances: 1,221,027 in = 1,220,979 out + 48 rejected. Of those out, 265 dropped as protected, "
        "114,419 dropped as patrons' traffic, 120 outside the period asked for and 1,106,175 looked at."
    )


def test_a_period_that_nobody_asked_for_is_not_spoken_of():
    assert "period" not in balance_sentence(ACCOUNTS[:1])


def test_a_loss_is_said_first_and_plainly():
    sentence = balance_sentence((*ACCOUNTS, LOSSY))
    assert sentence.startswith("It does not balance for leaky.mbox: 10 in = 7 out + 2 rejected.")
    assert "Do not rely on this page" in sentence


def test_two_losses_that_cancel_out_are_still_losses():
    gain = Account("other.mbox", "mail", taken=10, out=9, rejected=2, kept=9)
    assert "leaky.mbox and other.mbox" in balance_sentence((LOSSY, gain))


def test_an_item_that_came_out_must_go_somewhere():
    assert not balances(Account("a", "mail", taken=3, out=3, kept=2))


def test_masked_details_are_counted():
    assert masked_sentence(1).startswith("1 detail of patrons")
    assert masked_sentence(0).startswith("No patron's details")


def test_it_is_said_how_much_was_done_elsewhere():
    account = Account("a", "squid", taken=9, out=9, kept=9, on_site=5, off_site=3)
    assert place_sentence(account) == (
        "Of what was looked at, 5 happened on-site and 3 off-site; of 1 it could not be told."
    )


def test_items_that_hold_several_events_balance():
    account = Account("a", "google", taken=2, spread=3, out=4, rejected=1, kept=4)
    assert balances(account)
    assert "2 in + 3 more that items held = 4 out + 1 rejected" in balance_sentence([account])


def test_rules_that_cannot_run_are_not_passed_over():
    results = replace(rich_results(), rules=3, unusable_rules=(Unusable("a.yml", "A", "No condition."),))
    assert rules_sentence(results) == ("3 rules in Sigma's form ran; 1 rule could not. The first, A: No condition.")
    assert rules_sentence(replace(results, unusable_rules=())) == "3 rules in Sigma's form ran."
