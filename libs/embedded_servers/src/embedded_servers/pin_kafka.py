"""`python -m embedded_servers.pin_kafka 4.3.1` resolves a Kafka release and writes `kafka_jars.txt` anew."""

import hashlib
import sys
from pathlib import Path
from typing import Any

from jgo.maven import MavenContext

from embedded_servers.kafka_jars import cache_folder

HEADER = "# Apache Kafka {version}: Maven coordinate and SHA-256, written by `python -m embedded_servers.pin_kafka`.\n"


def main(version: str) -> None:
    context = MavenContext(repo_cache=cache_folder() / "maven")
    artifacts = _runtime(context, f"org.apache.kafka:kafka_2.13:{version}")
    log4j = next(a.version for a in artifacts if a.artifactId == "log4j-core")
    # Alone, not with its dependencies: its parent manages an older kafka-clients.
    binding = context.create_dependency(f"org.apache.logging.log4j:log4j-slf4j-impl:{log4j}")
    lines = [_line(artifact) for artifact in [*artifacts, binding.artifact]]
    target = Path(__file__).with_name("kafka_jars.txt")
    target.write_text(HEADER.format(version=version) + "".join(lines))


def _runtime(context: MavenContext, coordinate: str) -> list[Any]:
    inputs, transitive = context.resolver.resolve([context.create_dependency(coordinate)])
    needed = [d for d in transitive if d.scope in ("compile", "runtime")]
    return [dependency.artifact for dependency in [*inputs, *needed]]


def _line(artifact: Any) -> str:
    digest = hashlib.sha256(artifact.resolve().read_bytes()).hexdigest()
    return f"{artifact.groupId}:{artifact.artifactId}:{artifact.version} {digest}\n"


if __name__ == "__main__":
    main(sys.argv[1])
