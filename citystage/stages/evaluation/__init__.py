"""Evaluation 跟踪评估: reports, assessments and renewals of what was recognised.

In: labels of the catalogue. Out: what a lab reported, how it was judged, and what follows.
"""
