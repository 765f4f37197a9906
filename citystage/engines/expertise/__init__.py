"""Expertise: how well what experts wrote and do fits what cases ask.

Import from the modules: `records` (what goes in), `fitting.fit` (a sparse matrix of affinities).
Words by TF-IDF, vectors where given, terms of the taxonomy; pure functions.
"""
