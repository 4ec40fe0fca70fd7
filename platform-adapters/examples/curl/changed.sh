#!/bin/sh
# Tells the gateway that order 1042 has changed in the shop: it reads the order again.
set -eu
id="evt_$(date +%s)_$$" time=$(date +%s) body='{"type":"order.changed","order":"1042"}'
key=$(printf %s "${CALLBACK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
signature=$(printf %s "$id.$time.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl -sf "$TILLGATE_URL/hooks/shops/$STORE_ID" -H "Content-Type: application/json" -d "$body" \
  -H "webhook-id: $id" -H "webhook-timestamp: $time" -H "webhook-signature: v1,$signature"
