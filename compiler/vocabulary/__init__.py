"""The words of the language, a chapter a file; `registry` imports each when a word of it is asked for."""
