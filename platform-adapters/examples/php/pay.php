<?php // Creates a payment for order 1042 and sends the buyer to its page.
function post($path, $headers, $body) {
    $http = stream_context_create(['http' => ['method' => 'POST', 'header' => $headers, 'content' => $body]]);
    return json_decode(file_get_contents(getenv('TILLGATE_URL') . $path, false, $http), true);
}
$client = base64_encode(getenv('CLIENT_ID') . ':' . getenv('CLIENT_SECRET'));
$form = ["Authorization: Basic $client", 'Content-Type: application/x-www-form-urlencoded'];
$token = post('/api/oauth/token', $form, 'grant_type=client_credentials')['access_token'];
$payment = post('/api/v1/payments',
    ["Authorization: Bearer $token", 'Content-Type: application/json', 'Idempotency-Key: order-1042-1'],
    json_encode(['order' => '1042', 'amount' => '12.30', 'currency' => 'EUR',
        'buyer' => ['return_url' => 'https://shop.example/thanks']]));
header('Location: ' . $payment['checkout_url']);
