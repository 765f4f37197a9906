"""From records to rows of evidence: one statement over all sources, written as differences."""
