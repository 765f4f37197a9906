"""The quality gate: what a text leaves open.

Import from the modules: `rules.Rules`, `gate.assess`. Facts come from `engines.text`.
"""
