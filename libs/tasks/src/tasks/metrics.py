"""What operators watch of tasks. The process that owns a gauge refreshes it periodically."""

from prometheus_client import Counter, Gauge

tasks_due = Gauge("tasks_due", "Tasks that are due and have not begun", ["kind"])
task_oldest_age_seconds = Gauge(
    "task_oldest_age_seconds", "How long the most overdue task has waited", ["kind"]
)
task_attempts_total = Counter("task_attempts", "Attempts at tasks", ["kind", "outcome"])
