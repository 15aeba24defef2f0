#!/usr/bin/env bash
# Deploy one image to one environment and wait until it serves; a rollout that does not become ready is undone.
#   DIGEST=sha256:... infra/deploy.sh staging
set -euo pipefail
cd "$(dirname "$0")/k8s/overlays/${1:?dev, staging or prod}"
if [ -n "${KUBECONFIG_DATA:-}" ]; then
  KUBECONFIG="$(mktemp)"
  export KUBECONFIG
  trap 'rm -f "$KUBECONFIG"' EXIT
  printf '%s' "$KUBECONFIG_DATA" > "$KUBECONFIG"
fi
if [ -n "${DIGEST:-}" ]; then kustomize edit set image "churn-serve=*@$DIGEST"; fi
kubectl apply --kustomize .
if ! kubectl --namespace churn rollout status deployment/churn-serve --timeout=300s; then
  kubectl --namespace churn rollout undo deployment/churn-serve
  echo "the rollout was undone: see 'kubectl --namespace churn describe deployment churn-serve'" >&2
  exit 1
fi
