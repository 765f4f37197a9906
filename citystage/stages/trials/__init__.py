"""Trials 场景验证: trial agreements, graded permission, tolerance.

In: answers, intents and agreements of docking. Out: what was measured, and what it permits.
"""
