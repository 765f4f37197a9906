"""Near duplicates: which records say the same, and where.

Import from the modules: `signature.signature`, `signature.estimate`, `jaccard.jaccard`,
`jaccard.verdict`, `boilerplate.strip_boilerplate`, `overlap.overlap_spans`.
Give it folded text (`engines.text.folding`) when Traditional and Simplified are to meet.
"""
