"""Sources of data, a word of the language a file: `load(arguments, find)` gives a `Table`."""
