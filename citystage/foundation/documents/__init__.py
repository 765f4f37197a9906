"""Official-looking documents (PDF, DOCX, PNG) from plain data: no database, request or clock."""
