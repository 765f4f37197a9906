"""Asking the search: a question read from words and address, answered by the index or the database.

Import from the modules: ``names.FIELDS``, ``reading.read``, ``answering.answer``.
"""
