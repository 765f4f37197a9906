"""A dry run of the timetable: invented numbers through every phase, and what would clash.

Nothing is written. Loads, working days and deadlines follow from the terms, the city's calendar
and the numbers supposed.
"""

from citystage.stages.selection.rehearsing.running import rehearse
from citystage.stages.selection.rehearsing.scene import Clash, Rehearsal, Row, Supposed

__all__ = ["Clash", "Rehearsal", "Row", "Supposed", "rehearse"]
