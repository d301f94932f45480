"""The supervisor's pen: changes the state and writes it down, from any thread."""

import threading
from dataclasses import replace

from honorar_local.folder import DataFolder
from honorar_local.plan import Step
from honorar_local.state import Health, Phase, ProcessState, SystemState


class Register:
    """The current state of an installation, on disk a moment after each change."""

    def __init__(self, folder: DataFolder, state: SystemState) -> None:
        self._folder = folder
        self._state = state
        self._lock = threading.Lock()

    @property
    def state(self) -> SystemState:
        return self._state

    def expect(self, steps: list[Step]) -> None:
        """List the processes that will run and the steps that will be taken."""
        parts = [step.part for step in steps if step.part]
        processes = tuple(
            ProcessState(part.id, part.role, part.port, str(part.server.log)) for part in parts
        )
        waiting = tuple(step.name for step in steps)
        with self._lock:
            self._put(replace(self._state, processes=processes, waiting_for=waiting))

    def did(self, step: str) -> None:
        """A step is done."""
        with self._lock:
            left = tuple(name for name in self._state.waiting_for if name != step)
            self._put(replace(self._state, waiting_for=left))

    def say(self, line: str) -> None:
        """A line for whoever waits for the start."""
        with self._lock:
            self._put(replace(self._state, said=(*self._state.said, line)))

    def phase(self, phase: Phase, error: str = "") -> None:
        with self._lock:
            self._put(replace(self._state, phase=phase, error=error or self._state.error))

    def health(self, id: str, health: Health) -> None:  # noqa: A002
        with self._lock:
            self._put(self._state.with_process(id, health=health))

    def trouble(self, id: str, trouble: str) -> None:  # noqa: A002
        """Note how a running part is; the reason of its last restart stays until there is a newer one."""
        changes = {"health": "unhealthy", "reason": trouble} if trouble else {"health": "healthy"}
        self.process(id, **changes)

    def process(self, id: str, **changes: object) -> None:  # noqa: A002
        with self._lock:
            self._put(self._state.with_process(id, **changes))

    def _put(self, state: SystemState) -> None:
        if state != self._state:
            self._state = state
            state.write(self._folder)
