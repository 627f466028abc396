"""Sign-ins, and accounts: who signs in, from where, by what, and whether anybody vouches for it.

reading        sign-ins that succeeded, as records
shared         one account in two places at once, impossible journeys      security.passwords
weak           outdated protocols                                         security.logins
unowned        accounts that nobody has                                    security.logins
unregistered   devices that nobody registered                              misuse.profiles
outside        library addresses with accounts at social and mail services misuse.profiles
"""

from custodes.detect.sign_ins import outside, shared, unowned, unregistered, weak

__all__ = ["outside", "shared", "unowned", "unregistered", "weak"]
