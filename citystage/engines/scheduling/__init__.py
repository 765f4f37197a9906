"""Scheduling: who meets whom, when and at which table.

Import from the modules: `problem` (what goes in), `planning.plan` (the day), `changing` (one
meeting and its effect), `replanning.replan` (people who come late or not at all),
`explaining.why_not` (wishes not met). Pure functions over numbers of people and slots, which
count from 0 in the order given. docs/scheduling.md tells the method.
"""
