"""The version of dlc, in one place: of the package, of `dlc --version`, and in each program that it writes."""

VERSION = "0.2.0"
