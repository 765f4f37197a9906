"""Files without what they tell of their makers: properties, authors, places of pictures."""

from citystage.foundation.documents.stripping.files import KINDS, Stripped, Unreadable, stripped

__all__ = ["KINDS", "Stripped", "Unreadable", "stripped"]
