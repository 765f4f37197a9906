"""Steering: figures that open into evidence, the plan, the wall view, assessments and duties."""
