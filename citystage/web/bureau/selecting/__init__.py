"""Selection for officers: one hub per programme, a tab for each part of the work."""
