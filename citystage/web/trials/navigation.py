"""What trials puts into the rail, and where its records lead."""
