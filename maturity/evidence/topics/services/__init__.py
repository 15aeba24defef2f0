"""Online inference services: code that answers requests, and declared resources that do."""
