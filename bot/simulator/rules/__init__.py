"""LINE's validation of requests, as tables of fields, with LINE's own error texts."""
