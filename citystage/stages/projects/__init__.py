"""Projects 落地示范: milestones, evidence, acceptance, first use, replication.

In: trials and agreements. Out: what landed, what failed and why, and what other places can copy.
"""
