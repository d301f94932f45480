"""What can go wrong while a server is prepared or started."""


class ServerError(RuntimeError):
    """A server cannot be prepared or started; the text says why and what to do."""


class NoNetworkError(ServerError):
    """Something must be downloaded once, and the network does not answer."""
