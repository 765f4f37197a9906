"""Steps that yearly assessments share: terms, who is assessed, who is kept away, letters."""
