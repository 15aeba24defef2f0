#!/usr/bin/env bash
# What continuous training does once something has triggered it: ask the loop, train, compare, hand over a challenger.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${TRIGGER:?what triggered this}" in
  workflow_dispatch | web) .venv/bin/churn loop retrain --reason "${REASON:?why}" --actor "${ACTOR:?who}" ;;
  drift | performance | new-data) .venv/bin/churn loop tick --signal "$TRIGGER" --reason "${REASON:-$TRIGGER}" ;;
  *) .venv/bin/churn loop tick --signal schedule ;;
esac
