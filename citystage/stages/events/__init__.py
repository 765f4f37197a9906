"""Events 对接活动: releases, sessions, round tables, tours and one-to-one days.

In: scenarios of the catalogue and the suppliers that fit them. Out: who came, who met whom, when.
"""
