#!/bin/sh
# Creates a payment for order 1042 and prints the page to send the buyer to.
set -eu
token=$(curl -sf -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials "$TILLGATE_URL/api/oauth/token" |
  sed 's/.*"access_token":"\([^"]*\)".*/\1/')
curl -sf "$TILLGATE_URL/api/v1/payments" \
  -H "Authorization: Bearer $token" -H "Idempotency-Key: order-1042-1" -H "Content-Type: application/json" \
  -d '{"order":"1042","amount":"12.30","currency":"EUR","buyer":{"return_url":"https://shop.example/thanks"}}' |
  sed 's/.*"checkout_url":"\([^"]*\)".*/\1/'
