<?php // A shop that keeps each order as a file.
function find_order($reference) {
    $file = basename($reference) . '.json';
    return is_file($file) ? json_decode(file_get_contents($file), true) : null;
}
function mark_paid($payment, $data) {
    $order = find_order($data['order_reference']);
    if ($order && $order['amount'] === $data['amount'] && $order['currency'] === $data['currency']) {
        $paid = ['state' => 'paid', 'transaction_id' => $payment] + $order;
        file_put_contents(basename($data['order_reference']) . '.json', json_encode($paid));
    }
}
