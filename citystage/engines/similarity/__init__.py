"""Near duplicates: which records say the same, and where.

Import from the modules: `signature.signature`, `signature.estimate`, `jaccard.jaccard`,
`jaccard.verdict`, `overlap.overlap_spans`; many at once: `finding.Finder`,
`same_need.same_need` (vectors), `families.families`.
Give it folded, stripped text (`engines.text.folding`, `engines.text.stripping`) when
Traditional and Simplified, or the same need of two places, are to meet.
"""
