"""Work that runs behind the pages: what failed, tried again or dropped by a person."""
