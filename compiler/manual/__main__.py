import sys

from compiler.manual import main

sys.exit(main(sys.argv[1:]))
