<?php // The shop's one address: takes events, answers order.read and ping.
require 'shop.php'; // yours: find_order, and mark_paid, which compares amount and currency with the order
$key = base64_decode(substr(getenv('CALLBACK_SECRET'), strlen('whsec_')));
$sign = fn($id, $time, $body) => 'v1,' . base64_encode(hash_hmac('sha256', "$id.$time.$body", $key, true));
[$id, $time, $body] = [$_SERVER['HTTP_WEBHOOK_ID'] ?? '', $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '', file_get_contents('php://input')];
$good = fn($one) => hash_equals($sign($id, $time, $body), $one) && abs(time() - (int) $time) < 300;
if (!array_filter(explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? ''), $good)) { http_response_code(401); exit; }
$message = json_decode($body, true);
if (preg_match('/^payment\.paid(_late)?$/', $message['type'])) mark_paid($message['payment_id'], $message['data']);
$order = $message['order'] ?? '';
$answer = ['ping' => ['pong' => $id, 'time' => gmdate('c')],
    'order.read' => find_order($order) ?? ['order' => $order, 'state' => 'missing']][$message['type']] ?? [];
[$now, $json] = [time(), json_encode($answer)];
$headers = ["webhook-id: $id", "webhook-timestamp: $now", 'webhook-signature: ' . $sign($id, $now, $json)];
foreach ($headers as $header) header($header, true, ($answer['state'] ?? '') === 'missing' ? 404 : 200);
echo $json;
