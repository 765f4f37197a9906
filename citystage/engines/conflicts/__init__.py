"""Conflicts of interest: found from affiliations, holdings, earlier panels and agreements.

Import from the modules: `records` (what goes in), `finding.find` (what is found, each with the
path of relations that shows it). docs/assignment.md says which path means what.
"""
