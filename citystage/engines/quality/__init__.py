"""The quality gate: what a text leaves open, and the facts it states.

Import from the modules: `rules.Rules`, `gate.assess`, `facts.find_measures`,
`facts.find_dates`.
"""
