#!/usr/bin/env bash
# The step of action.yml: judge, show the blockers at their lines, and leave the reports for later steps.
set -uo pipefail

folder="$RUNNER_TEMP/maturity-reports"
read_level='import json, sys; print("level=%d" % json.load(open(sys.argv[1], encoding="utf-8"))["level"])'
mkdir -p "$folder"

words=("$TARGET" --format github)
[ -z "$LEVEL" ] || words+=(--level "$LEVEL")
[ -z "$BASELINE" ] || words+=(--baseline "$BASELINE")
[ -z "$MLFLOW" ] || words+=(--mlflow "$MLFLOW")
[ -z "$DVC_REMOTE" ] || words+=(--dvc-remote "$DVC_REMOTE")
while IFS= read -r line; do
  [ -z "$line" ] || words+=("$line")
done <<<"$ARGUMENTS"

"$RUNNER_TEMP/maturity/bin/maturity" gate "${words[@]}" \
  --report "json=$folder/assessment.json" \
  --report "sarif=$folder/maturity.sarif" \
  --report "markdown=$folder/comment.md" \
  --report "badge=$folder/badge.svg"
code=$?

{
  echo "folder=$folder"
  if [ "$code" = 0 ]; then echo "reached=true"; else echo "reached=false"; fi
  [ ! -f "$folder/assessment.json" ] || "$RUNNER_TEMP/maturity/bin/python" -c "$read_level" "$folder/assessment.json"
} >>"$GITHUB_OUTPUT"
[ ! -f "$folder/comment.md" ] || cat "$folder/comment.md" >>"$GITHUB_STEP_SUMMARY"
exit "$code"
