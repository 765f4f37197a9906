"""Following recognised labs, the office's side: list, white spots, one lab, assessments."""
