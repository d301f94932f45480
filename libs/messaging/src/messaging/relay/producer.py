"""aiokafka's producer, which can also be stopped without sending what it still holds."""

import asyncio
import logging
from typing import Any

from aiokafka import AIOKafkaProducer

from background.logs import KAFKA, error_name

logger = logging.getLogger(__name__)

_CLOSE_SECONDS = 5.0


class AbortableProducer(AIOKafkaProducer):
    """`stop()` flushes, and might send what must now wait for what failed before it.

    aiokafka has no public way to stop without that, so its task is ended here, in a subclass.
    """

    async def abort(self) -> None:
        """Drop what is not acknowledged; requests on their way fail. Raises nothing."""
        if self._sender is not None and self._sender.sender_task is not None:
            self._sender.sender_task.cancel()
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                client: Any = self.client
                await client.close()
                stop: Any = self.stop
                await stop()
        except Exception as error:
            logger.warning("the producer did not close (%s)", error_name(error), extra=KAFKA)
