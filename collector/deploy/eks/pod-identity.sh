#!/usr/bin/env bash
# Gives the collector's service account its X-Ray permission by EKS Pod Identity, once per cluster:
#   ./pod-identity.sh [namespace [service account]]
# Needs the AWS CLI 2 and permission for IAM and EKS. Can be run again.
#
# Checked by shellcheck in CI, and run there against a stand-in for the AWS CLI. Not run against AWS.
set -euo pipefail

cluster=my-cluster
region=us-east-1
role=otel-xray-collector
namespace=${1:-otel-xray}
account_name=${2:-otel-xray-collector}
iam=$(cd "$(dirname "${BASH_SOURCE[0]}")/../iam" && pwd)

# The agent that hands out credentials on each node; there already on clusters with Auto Mode.
if ! aws eks describe-addon --region "$region" --cluster-name "$cluster" --addon-name eks-pod-identity-agent >/dev/null 2>&1; then
  aws eks create-addon --region "$region" --cluster-name "$cluster" --addon-name eks-pod-identity-agent
fi

if ! aws iam get-role --role-name "$role" >/dev/null 2>&1; then
  aws iam create-role --role-name "$role" --assume-role-policy-document "file://$iam/pod-identity-trust.json"
fi
aws iam put-role-policy --role-name "$role" --policy-name collector \
  --policy-document "file://$iam/collector-policy.json"

arn=$(aws iam get-role --role-name "$role" --query Role.Arn --output text)
existing=$(aws eks list-pod-identity-associations --region "$region" --cluster-name "$cluster" \
  --namespace "$namespace" --service-account "$account_name" --query 'associations[0].associationId' --output text)
if [ "$existing" = None ]; then
  aws eks create-pod-identity-association --region "$region" --cluster-name "$cluster" \
    --namespace "$namespace" --service-account "$account_name" --role-arn "$arn"
fi
echo "Pods of $namespace/$account_name act as $arn from their next start."
