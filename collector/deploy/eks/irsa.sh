#!/usr/bin/env bash
# Gives the collector's service account its X-Ray permission by IRSA (IAM roles for service accounts), for clusters
# without Pod Identity:
#   ./irsa.sh [namespace [service account]]
# Needs the AWS CLI 2, kubectl, and permission for IAM. Can be run again. The cluster needs an IAM OIDC provider
# (eksctl utils associate-iam-oidc-provider --cluster my-cluster --approve).
#
# Checked by shellcheck in CI, and run there against stand-ins for the AWS CLI and kubectl. Not run against AWS.
set -euo pipefail

cluster=my-cluster
region=us-east-1
role=otel-xray-collector-irsa
namespace=${1:-otel-xray}
account_name=${2:-otel-xray-collector}
iam=$(cd "$(dirname "${BASH_SOURCE[0]}")/../iam" && pwd)

account=$(aws sts get-caller-identity --query Account --output text)
issuer=$(aws eks describe-cluster --region "$region" --name "$cluster" --query cluster.identity.oidc.issuer --output text)
provider=${issuer#https://}

# The trust names the cluster's provider, and of its service accounts this one.
trust=$(sed -e "s#SERVICE_ACCOUNT#$account_name#" -e "s#ACCOUNT#$account#" -e "s#PROVIDER#$provider#g" \
  -e "s#NAMESPACE#$namespace#" "$iam/irsa-trust.json")
if aws iam get-role --role-name "$role" >/dev/null 2>&1; then
  aws iam update-assume-role-policy --role-name "$role" --policy-document "$trust"
else
  aws iam create-role --role-name "$role" --assume-role-policy-document "$trust"
fi
aws iam put-role-policy --role-name "$role" --policy-name collector \
  --policy-document "file://$iam/collector-policy.json"

kubectl annotate serviceaccount "$account_name" --namespace "$namespace" --overwrite \
  "eks.amazonaws.com/role-arn=arn:aws:iam::$account:role/$role"
echo "Pods of $namespace/$account_name act as $role from their next start."
