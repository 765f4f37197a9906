"""One module per command of `citystage`; each registers its arguments and runs."""

from argparse import ArgumentParser, _SubParsersAction

type Subparsers = _SubParsersAction[ArgumentParser]
