"""Acts of several people at the same moment, each in a thread with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from citystage.kernel.refusals import Refusal


def at_once(*acts):
    """What each act gave, in their order: a refusal is an answer, anything else is a fault."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait(30)
        try:
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(*acts):
    """The refusal of each act, None of those that were done."""
    return [one if isinstance(one, Refusal) else None for one in at_once(*acts)]
