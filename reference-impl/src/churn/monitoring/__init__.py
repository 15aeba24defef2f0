"""Monitoring: drift, quality and performance of what was scored, as pure functions of tables; reports of them."""
