"""`python -m intuit_double`: run the double until it is stopped."""

import logging

import uvicorn

from intuit_double.options import from_arguments
from intuit_double.server import configuration


def run() -> None:
    logging.basicConfig(level=logging.WARNING)
    uvicorn.Server(configuration(from_arguments())).run()


if __name__ == "__main__":
    run()
