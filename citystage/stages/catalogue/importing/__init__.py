"""What lists can be read into: the catalogue's targets for `citystage.foundation.sheets`."""
