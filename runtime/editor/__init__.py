"""The language server: what editors ask of dlc."""
