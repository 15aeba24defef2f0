"""From values to styled text: pure, and harmless whatever the values hold."""
