<?php
/**
 * Payments of orders.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Makes payments at the gateway and asks what became of them.
 */
final class Tillgate_Payments {
	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_action( 'template_redirect', array( __CLASS__, 'ask_before_thanking' ) );
		add_filter( 'woocommerce_cancel_unpaid_order', array( __CLASS__, 'may_be_cancelled' ), 10, 2 );
	}

	/**
	 * The payment of an order as it is now: a new one, or the same again when nothing has changed.
	 *
	 * @param WC_Order $order The order.
	 * @return array|WP_Error The payment; its checkout_url is where the buyer pays.
	 */
	public static function of( $order ) {
		$read = Tillgate_Orders::read( $order );
		if ( null === $read ) {
			return new WP_Error( 'tillgate_amount', __( 'The amount of this order has more decimals than its currency. Please contact the shop.', 'tillgate-for-woocommerce' ) );
		}
		self::close_older( $order );
		$body = array(
			'order'       => $read['order'],
			'revision'    => $read['revision'],
			'amount'      => $read['amount'],
			'currency'    => $read['currency'],
			'description' => $read['description'],
			'lines'       => $read['lines'],
			'buyer'       => array_filter(
				array(
					'return_url' => $read['return_url'],
					'cancel_url' => $read['cancel_url'],
					'locale'     => str_replace( '_', '-', determine_locale() ),
					'country'    => $read['country'],
				)
			),
		);
		// The same for the same thing: pressed twice it is one payment.
		$key     = 'woo-' . md5( home_url() . ' ' . wp_json_encode( $body ) );
		$payment = Tillgate_Api::call( 'POST', '/api/v1/payments', $body, $key );
		if ( ! is_wp_error( $payment ) && in_array( $payment['status'], array( 'expired', 'canceled' ), true ) ) {
			$payment = Tillgate_Api::call( 'POST', '/api/v1/payments/' . $payment['id'] . '/reopen', null, 'reopen-' . $payment['id'] );
		}
		if ( is_wp_error( $payment ) ) {
			return $payment;
		}
		$order->update_meta_data( Tillgate_Orders::PAYMENT, $payment['id'] );
		$order->save();
		if ( function_exists( 'WC' ) && WC()->session ) {
			WC()->session->set(
				'tillgate_open',
				array(
					'order'   => $order->get_id(),
					'payment' => $payment['id'],
				)
			);
		}
		return $payment;
	}

	/**
	 * A changed cart makes another order and leaves the earlier one open: both could be paid. The earlier one's payment is
	 * closed; if it is being paid just now the gateway refuses, and a second charge goes back by itself.
	 *
	 * @param WC_Order $order The order that is to be paid now.
	 */
	private static function close_older( $order ) {
		$open = function_exists( 'WC' ) && WC()->session ? WC()->session->get( 'tillgate_open' ) : null;
		if ( is_array( $open ) && (int) $open['order'] !== $order->get_id() ) {
			Tillgate_Api::call( 'POST', '/api/v1/payments/' . $open['payment'] . '/cancel', null, 'cancel-' . $open['payment'] );
		}
	}

	/**
	 * Buyers are often back before the notification: the gateway is asked before the page says thank you.
	 */
	public static function ask_before_thanking() {
		if ( ! function_exists( 'is_wc_endpoint_url' ) || ! is_wc_endpoint_url( 'order-received' ) ) {
			return;
		}
		$order = wc_get_order( absint( get_query_var( 'order-received' ) ) );
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- The order's own key is checked.
		$key = isset( $_GET['key'] ) ? sanitize_text_field( wp_unslash( $_GET['key'] ) ) : '';
		if ( ! $order instanceof WC_Order || ! Tillgate_Orders::is_ours( $order ) || ! $order->key_is_valid( $key ) || ! $order->needs_payment() ) {
			return;
		}
		$payment = self::look( $order );
		if ( is_wp_error( $payment ) || 'paid' === $payment['status'] || 'authorized' === $payment['status'] ) {
			return;
		}
		if ( ! empty( $payment['in_doubt'] ) || in_array( self::last_status( $payment ), array( 'started', 'pending' ), true ) ) {
			wc_add_notice( __( 'We are still checking your payment. Please do not pay again; this page and your order show it as soon as it is certain.', 'tillgate-for-woocommerce' ), 'notice' );
			return;
		}
		wc_add_notice( __( 'This order is not paid yet. You can try again here.', 'tillgate-for-woocommerce' ), 'notice' );
		wp_safe_redirect( Tillgate_Orders::retry_url( $order ) );
		exit;
	}

	/**
	 * Asks the gateway for the order's payment, and applies what it says.
	 *
	 * @param WC_Order $order The order.
	 * @return array|WP_Error The payment.
	 */
	public static function look( $order ) {
		$id = (string) $order->get_meta( Tillgate_Orders::PAYMENT );
		if ( '' === $id ) {
			return new WP_Error( 'tillgate_none', 'no payment' );
		}
		$payment = Tillgate_Api::call( 'GET', '/api/v1/payments/' . $id );
		if ( ! is_wp_error( $payment ) && 'paid' === $payment['status'] ) {
			$event = array(
				'type'       => 'payment.paid',
				'payment_id' => $payment['id'],
				'data'       => array(
					'amount'   => $payment['amount'],
					'currency' => $payment['currency'],
				),
			);
			Tillgate_Orders::locked(
				$order->get_id(),
				function ( $locked ) use ( $event ) {
					return null === $locked ? null : Tillgate_Orders::apply( $locked, $event );
				}
			);
		}
		return $payment;
	}

	/**
	 * How the last try stands.
	 *
	 * @param array $payment Of the gateway.
	 * @return string
	 */
	private static function last_status( $payment ) {
		$last = empty( $payment['attempts'] ) ? null : end( $payment['attempts'] );
		return null === $last ? '' : (string) $last['status'];
	}

	/**
	 * Holds the clock that cancels unpaid orders while a payment may still come.
	 *
	 * @param bool     $cancel What WooCommerce wants.
	 * @param WC_Order $order  The order.
	 * @return bool
	 */
	public static function may_be_cancelled( $cancel, $order ) {
		if ( ! $cancel || ! Tillgate_Orders::is_ours( $order ) || '' === (string) $order->get_meta( Tillgate_Orders::PAYMENT ) ) {
			return $cancel;
		}
		$payment = self::look( $order );
		if ( is_wp_error( $payment ) ) {
			// Nobody knows: it is asked again with the next turn of the clock, for two days at most.
			$since = $order->get_date_created();
			return null !== $since && $since->getTimestamp() < time() - 2 * DAY_IN_SECONDS;
		}
		$moving = ! empty( $payment['in_doubt'] ) || in_array( self::last_status( $payment ), array( 'started', 'pending', 'awaiting_payer' ), true );
		return ! $moving && ! in_array( $payment['status'], array( 'paid', 'authorized' ), true );
	}
}
