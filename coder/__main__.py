"""`python -m coder` is the command `coder`."""

from coder.cli import main

if __name__ == "__main__":
    main()
