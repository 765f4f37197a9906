"""Official-looking documents (PDF, DOCX, PNG) from plain data: no database, no request, no clock."""
