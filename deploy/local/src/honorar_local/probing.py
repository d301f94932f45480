"""Asks a local server whether it answers, with as little as possible: the supervisor does it all day."""

import http.client
import socket

HOST = "127.0.0.1"
PATIENCE = 5.0


def http_answers(port: int, path: str) -> str:
    """Empty when a GET is answered with 2xx; else what is wrong, in a few words."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read(500).decode(errors="replace").strip()
        return "" if 200 <= answer.status < 300 else f"{path} answers {answer.status}: {body}"
    except (OSError, http.client.HTTPException) as error:
        return f"{path} does not answer ({type(error).__name__})"
    finally:
        connection.close()


def tcp_answers(port: int) -> str:
    """Empty when a connection is accepted."""
    try:
        socket.create_connection((HOST, port), timeout=PATIENCE).close()
    except OSError as error:
        return f"port {port} does not answer ({type(error).__name__})"
    return ""
