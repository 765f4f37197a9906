"""Assignment: experts to cases, the case worst served first, then the whole.

Import from the modules: `problem` (what goes in), `assigning.assign` (who gets what),
`changing` (a change and its effect), `explaining.why`. Pure functions over numbers of cases and
experts, which count from 0 in the order given. docs/assignment.md tells the method.
"""
