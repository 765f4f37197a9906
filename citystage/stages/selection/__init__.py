"""Selection 遴选: panels, scores, due diligence, decisions, notices and objections.

In: applications to calls that select (``Call.way``). Out: candidacies that take effect, which the
catalogue recognises.
"""
