"""`python -m compiler.manual`: write the reference manual, or with `--check` say which pages are stale."""

import sys

from compiler.manual import main

sys.exit(main(sys.argv[1:]))
