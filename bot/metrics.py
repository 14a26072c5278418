"""What Prometheus may count: kinds and numbers, never who or what was said."""

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("tomoni_events_received_total", "Webhook events stored, redeliveries included")
REFUSED = Counter("tomoni_webhooks_refused_total", "Webhook requests refused", ["reason"])
ATTEMPTS = Counter(
    "tomoni_send_attempts_total", "Attempts to send, by way and by what LINE said", ["via", "fate"]
)
SETTLED = Counter("tomoni_answers_settled_total", "Answers done with", ["state"])
ANSWER_SECONDS = Histogram(
    "tomoni_answer_seconds",
    "From the receipt of an event to LINE's acceptance of the answer",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300),
)
BROKEN = Counter("tomoni_worker_faults_total", "Rounds of the worker that failed as a whole")
WAITING = Gauge("tomoni_events_waiting", "Events stored and not yet worked through")
OWED = Gauge("tomoni_answers_owed", "Answers owed and not yet accepted by LINE")
