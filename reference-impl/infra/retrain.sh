#!/usr/bin/env bash
# What continuous training does once something has triggered it: ask the loop, train, compare, hand over a challenger.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
case "${TRIGGER:?what triggered this}" in
  workflow_dispatch | web) "$bin/churn" loop retrain --reason "${REASON:?why}" --actor "${ACTOR:?who}" ;;
  drift | performance | new-data) "$bin/churn" loop tick --signal "$TRIGGER" --reason "${REASON:-$TRIGGER}" ;;
  *) "$bin/churn" loop tick --signal schedule ;;
esac
