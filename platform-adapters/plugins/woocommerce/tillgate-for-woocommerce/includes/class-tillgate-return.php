<?php
/**
 * The buyer comes back.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Buyers are often back before the gateway's message, or when nobody can answer: they always read the truth.
 */
final class Tillgate_Return {
	/**
	 * Hooks into WordPress.
	 */
	public static function register() {
		add_action( 'template_redirect', array( __CLASS__, 'ask' ) );
		add_filter( 'woocommerce_thankyou_order_received_text', array( __CLASS__, 'text' ), 20, 2 );
	}

	/**
	 * Before the page says thank you the gateway is asked.
	 */
	public static function ask() {
		if ( ! function_exists( 'is_wc_endpoint_url' ) || ! is_wc_endpoint_url( 'order-received' ) ) {
			return;
		}
		$order = wc_get_order( absint( get_query_var( 'order-received' ) ) );
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- The order's own key is checked.
		$key = isset( $_GET['key'] ) ? sanitize_text_field( wp_unslash( $_GET['key'] ) ) : '';
		if ( ! $order instanceof WC_Order || ! Tillgate_Orders::is_chosen( $order ) || ! $order->key_is_valid( $key ) || ! $order->needs_payment() ) {
			return;
		}
		$payment = Tillgate_Payments::look( $order );
		if ( null === $payment || is_wp_error( $payment ) || 'paid' === $payment['status'] || Tillgate_Payments::is_moving( $payment ) ) {
			return;
		}
		wc_add_notice( __( 'This order is not paid yet. You can try again here.', 'tillgate-for-woocommerce' ), 'notice' );
		wp_safe_redirect( Tillgate_Orders::retry_url( $order ) );
		exit;
	}

	/**
	 * WooCommerce thanks for every order that did not fail; one that is not paid yet deserves another sentence.
	 *
	 * @param string        $text  Of WooCommerce.
	 * @param WC_Order|null $order The order.
	 * @return string
	 */
	public static function text( $text, $order ) {
		if ( ! $order instanceof WC_Order || ! Tillgate_Orders::is_chosen( $order ) ) {
			return $text;
		}
		$now = Tillgate_Orders::fresh( $order->get_id() );
		return null === $now || ! $now->has_status( 'pending' ) ? $text : esc_html__( 'Thank you. Your payment is still being checked. Please do not pay again; this page and your order show it as soon as it is certain.', 'tillgate-for-woocommerce' );
	}
}
