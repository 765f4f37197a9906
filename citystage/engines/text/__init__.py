"""Chinese and English text: folding, words, pinyin, marking, differences, facts, requirements.

Import from the modules: `folding.fold`, `folding.clean`, `tokens.index_tokens`,
`tokens.query_terms`, `pinyin.name_keys`, `marking.mark`, `marking.snippet`, `diff.diff`,
`dates.find_dates`, `quantities.find_quantities`, `comparing.compare`, `requirements.split`,
`stripping.strip_context`.
"""
