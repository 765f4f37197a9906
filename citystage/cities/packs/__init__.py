"""Read a city pack: TOML and JSON Lines into checked, frozen values, or every fault at once."""
